package com.kgiton.payments;

import com.kgiton.payments.internal.Redactor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What all calls of a client share. */
final class Caller {
    private static final String USER_AGENT =
            "kgiton-java/"
                    + Contract.PACKAGE_VERSION
                    + " java/"
                    + System.getProperty("java.version", "").replaceAll("[^\\w.+-]+", "-");

    private final String baseUrl;
    private final String apiKey;
    private final HttpClient httpClient;
    private final System.Logger logger;
    private final Redactor redactor;
    final Settings settings;
    final RetryClock clock;

    Caller(
            String baseUrl,
            String apiKey,
            Settings settings,
            HttpClient httpClient,
            RetryClock clock,
            System.Logger logger,
            Redactor redactor) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.settings = settings;
        this.httpClient = httpClient;
        this.clock = clock;
        this.logger = logger;
        this.redactor = redactor;
    }

    /** Returns the same caller, which also hides this secret. */
    Caller hiding(String secret) {
        return new Caller(
                baseUrl, apiKey, settings, httpClient, clock, logger, redactor.and(secret));
    }

    /** Sends a request, and again after temporary failures. Each attempt sends the same bytes. */
    <T> T send(Operation<T> operation, RequestOptions options) {
        Settings own = settings.with(options);
        ErrorFactory errors = errors(operation.isSafe());
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(operation, own, errors, attempt);
            } catch (KGiTONException failed) {
                errors.mayExist = failed.isOutcomeUnknown();
                Optional<Duration> delay = Retry.delay(failed, attempt, clock);
                if (attempt > own.maxRetries || delay.isEmpty()) {
                    throw failed;
                }
                warn(() -> failed.getMessage() + " Retrying in " + delay.get().toMillis() + " ms.");
                sleep(delay.get(), errors);
            }
        }
    }

    ErrorFactory errors(boolean isSafe) {
        return new ErrorFactory(redactor, clock, isSafe);
    }

    void sleep(Duration delay, ErrorFactory errors) {
        try {
            clock.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.ofInterrupt(e, false);
        }
    }

    private <T> T attempt(Operation<T> operation, Settings own, ErrorFactory errors, int attempt) {
        Instant start = clock.now();
        HttpResponse<byte[]> response;
        try {
            response = exchange(operation, own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.ofInterrupt(e, true);
        } catch (Exception e) {
            KGiTONException failed = errors.ofFailure(e, own.timeout, httpClient.connectTimeout());
            debug(operation, failed.getCodeAsString(), start, attempt, "");
            throw failed;
        }
        ResponseBody body = new ResponseBody(response, redactor);
        debug(operation, String.valueOf(response.statusCode()), start, attempt, body.requestId);
        if (!body.isOfContract()) {
            throw errors.ofUnexpected(body, body.describe());
        }
        if (!body.isSuccess()) {
            throw errors.ofResponse(body);
        }
        try {
            return operation.read.apply(body.object, body.requestId);
        } catch (IllegalArgumentException e) {
            throw errors.ofUnexpected(body, e.getMessage());
        }
    }

    /** Sends the request once and reads the whole response. */
    private HttpResponse<byte[]> exchange(Operation<?> operation, Settings own)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + operation.path))
                        .timeout(own.timeout)
                        .method(
                                operation.method,
                                operation.body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(operation.body))
                        .setHeader("Accept", "application/json")
                        .setHeader("User-Agent", USER_AGENT);
        if (operation.body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        own.headers.forEach(request::setHeader);
        request.setHeader(Contract.API_KEY_HEADER, apiKey);
        LimitedBody body = new LimitedBody(System.nanoTime() + own.timeout.toNanos());
        try {
            return httpClient.send(request.build(), info -> body);
        } catch (IOException e) {
            throw body.isLate() ? new HttpTimeoutException("request timed out") : e;
        } finally {
            body.endConnection();
        }
    }

    private void debug(
            Operation<?> operation, String outcome, Instant start, int attempt, String requestId) {
        log(
                System.Logger.Level.DEBUG,
                () ->
                        operation.method
                                + " "
                                + baseUrl
                                + operation.path
                                + ": "
                                + outcome
                                + " after "
                                + Duration.between(start, clock.now()).toMillis()
                                + " ms (attempt "
                                + attempt
                                + (requestId == null || requestId.isEmpty()
                                        ? ""
                                        : ", request id " + requestId)
                                + ")");
    }

    void warn(Supplier<String> message) {
        log(System.Logger.Level.WARNING, message);
    }

    /** If the logger fails, the line is lost, never the payment. */
    private void log(System.Logger.Level level, Supplier<String> message) {
        try {
            if (logger.isLoggable(level)) {
                logger.log(level, redactor.line("kgiton: " + message.get()));
            }
        } catch (RuntimeException e) {
            // Nobody can be told of it.
        }
    }
}
