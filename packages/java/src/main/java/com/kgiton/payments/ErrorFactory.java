package com.kgiton.payments;

import com.kgiton.payments.internal.Redactor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the exceptions of one call. */
final class ErrorFactory {
    private final Redactor redactor;
    private final RetryClock clock;
    private final boolean isSafe;

    /** Whether an earlier attempt may have created the payment. */
    boolean mayExist;

    /**
     * @param isSafe whether the request changes nothing, so that its outcome is never unknown
     */
    ErrorFactory(Redactor redactor, RetryClock clock, boolean isSafe) {
        this.redactor = redactor;
        this.clock = clock;
        this.isSafe = isSafe;
    }

    /**
     * The exception for an error response, whether its code comes from the contract or from a newer
     * one.
     */
    KGiTONException ofResponse(ResponseBody response) {
        int status = response.status;
        KGiTONException.Factory factory = ErrorCode.of(response.code()).factory();
        // By the contract a rejection is final, except 401, which KGiTON checks before it looks for
        // an earlier payment. A
        // documented 5xx took nothing itself, but an earlier attempt may still be in flight.
        boolean isUnknown =
                factory == null
                        ? mayExist || status >= 500
                        : mayExist && (status == 401 || status >= 500);
        List<FieldError> errors = response.errors();
        String message = redactor.redact(response.message());
        if (!errors.isEmpty() && !mentions(message, errors.get(0))) {
            message += " " + errors.get(0).getPath() + ": " + errors.get(0).getMessage();
        }
        KGiTONException.Details details = details(response, response.code(), message, isUnknown);
        details.errors = errors;
        return (factory == null ? factoryOf(status) : factory).create(details);
    }

    /** The exception for a response that violates the contract. */
    KGiTONException ofUnexpected(ResponseBody response, String got) {
        String message =
                "Expected a JSON body of the contract, got status "
                        + response.status
                        + " with "
                        + got
                        + ".";
        boolean isUnknown = mayExist || response.isSuccess() || response.status >= 500;
        String code = ErrorCode.UNEXPECTED_RESPONSE.name();
        return factoryOf(response.status)
                .create(details(response, code, redactor.redact(message), isUnknown));
    }

    /** The exception for a timeout, or for no response at all. */
    KGiTONException ofFailure(
            Exception cause, Duration timeout, Optional<Duration> connectTimeout) {
        if (cause instanceof HttpTimeoutException) {
            // That of a given HttpClient may be shorter.
            boolean isConnecting =
                    cause instanceof HttpConnectTimeoutException
                            && connectTimeout.isPresent()
                            && connectTimeout.get().compareTo(timeout) < 0;
            long milliseconds = (isConnecting ? connectTimeout.get() : timeout).toMillis();
            return new TimeoutException(
                    noResponse(
                            ErrorCode.TIMEOUT_ERROR,
                            "timeout of " + milliseconds + " ms",
                            cause,
                            true));
        }
        Failure failure = Failure.of(cause);
        KGiTONException.Details details =
                noResponse(ErrorCode.NETWORK_ERROR, failure.reason, cause, !failure.isUnsent);
        details.isPermanent = failure.isPermanent;
        return new NetworkException(details);
    }

    /** The exception for a thread that was interrupted. */
    KGiTONException ofInterrupt(InterruptedException cause, boolean isSent) {
        KGiTONException.Details details =
                noResponse(ErrorCode.NETWORK_ERROR, "the thread was interrupted", cause, isSent);
        details.isPermanent = true;
        return new NetworkException(details);
    }

    private KGiTONException.Details noResponse(
            ErrorCode code, String reason, Exception cause, boolean isSent) {
        KGiTONException.Details details = new KGiTONException.Details();
        details.code = code.name();
        details.outcomeUnknown = !isSafe && (mayExist || isSent);
        details.message =
                redactor.redact("No complete response: " + reason + ".")
                        + advice(details.outcomeUnknown);
        details.cause = withoutSecrets(cause);
        return details;
    }

    private KGiTONException.Details details(
            ResponseBody response, String code, String message, boolean isUnknown) {
        KGiTONException.Details details = new KGiTONException.Details();
        details.code = redactor.redact(code);
        details.outcomeUnknown = !isSafe && isUnknown;
        details.message = message + advice(details.outcomeUnknown);
        details.statusCode = response.status;
        details.requestId = response.requestId;
        details.retryAfter = Retry.after(response.headers, clock.now()).orElse(null);
        return details;
    }

    /**
     * Returns the cause, or one with its redacted words: an HttpClient of somebody else may quote
     * the request.
     */
    private Exception withoutSecrets(Exception cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        String shown = trace.toString();
        return redactor.redact(shown).equals(shown)
                ? cause
                : new IOException(redactor.redact(String.valueOf(cause)));
    }

    /** The class of an error whose code says nothing. */
    private static KGiTONException.Factory factoryOf(int status) {
        if (status == 429) {
            return RateLimitException::new;
        }
        return status >= 500 ? ServerException::new : KGiTONException::new;
    }

    private static String advice(boolean outcomeUnknown) {
        return outcomeUnknown
                ? " The outcome is unknown: call again with the same transaction id, or ask with"
                        + " checkStatus."
                : "";
    }

    /** Returns whether a message already names the wrong property and what is wrong with it. */
    private static boolean mentions(String message, FieldError field) {
        String path = field.getPath();
        return message.contains(field.getMessage())
                && message.contains(path.substring(path.lastIndexOf('/') + 1));
    }
}
