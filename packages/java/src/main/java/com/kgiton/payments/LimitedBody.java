package com.kgiton.payments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * The body of a response, of limited length and until a time. No response of KGiTON is as long as
 * the limit, and an endless one would use up the memory. The timeout of java.net.http ends with the
 * head of the response.
 */
final class LimitedBody implements HttpResponse.BodySubscriber<byte[]> {
    static final int LONGEST = 10 << 20;

    private final long end;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream(1024);
    private volatile Flow.Subscription subscription;
    private volatile boolean isComplete;

    /**
     * Receives a body.
     *
     * @param end when it has to have arrived, by System.nanoTime()
     */
    LimitedBody(long end) {
        this.end = end;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        // What has arrived completely by then is not affected.
        body.orTimeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (received.size() + buffer.remaining() > LONGEST) {
                body.completeExceptionally(
                        new IOException("a response of more than " + LONGEST + " bytes"));
                endConnection();
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            received.write(bytes, 0, bytes.length);
        }
    }

    @Override
    public void onError(Throwable cause) {
        isComplete = true;
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        isComplete = true;
        body.complete(received.toByteArray());
    }

    /** Returns whether the time was up before the body had arrived. */
    boolean isLate() {
        return body.isCompletedExceptionally() && !isComplete && System.nanoTime() >= end;
    }

    /** Ends the connection, unless the body has arrived. */
    void endConnection() {
        if (subscription != null && !isComplete) {
            subscription.cancel();
        }
    }
}
