package com.kgiton.payments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call has failed, or a webhook is refused. No message, property and cause of it contains the API
 * key, a webhook secret or a whole license key.
 */
public class KGiTONException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean outcomeUnknown;
    private final int statusCode;
    private final String requestId;
    private final transient List<FieldError> errors;
    private final Duration retryAfter;
    private final boolean isPermanent;

    KGiTONException(Details details) {
        super(details.message, details.cause);
        code = details.code;
        outcomeUnknown = details.outcomeUnknown;
        statusCode = details.statusCode;
        requestId = details.requestId;
        errors = details.errors;
        retryAfter = details.retryAfter;
        isPermanent = details.isPermanent;
    }

    /** Why it failed, for programs. */
    public ErrorCode getCode() {
        return ErrorCode.of(code);
    }

    /** The same as text, also if this version does not know the code. */
    public String getCodeAsString() {
        return code;
    }

    /**
     * Whether the payment may exist even though the call failed. To find out, call again with the
     * same transaction id, or ask with {@link PartnerPayment#checkStatus}. Never true for that and
     * for {@code waitForPayment}, which change nothing.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }

    /** The HTTP status, or 0 if there was no response. */
    public int getStatusCode() {
        return statusCode;
    }

    /** KGiTON's id of the request, if a response had one. Quote it when you contact support. */
    public Optional<String> getRequestId() {
        return Optional.ofNullable(requestId);
    }

    /** The properties of the request that are wrong. */
    public List<FieldError> getErrors() {
        // Null in an exception that was deserialized.
        return errors == null ? List.of() : errors;
    }

    /** How long the server asks to wait, if it does. */
    public Optional<Duration> getRetryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Whether a retry is pointless until somebody fixes the certificate, the protocol or the host
     * name.
     */
    boolean isPermanent() {
        return isPermanent;
    }

    /** The constructor of a class. */
    interface Factory {
        KGiTONException create(Details details);
    }

    /** The properties of an exception. */
    static final class Details {
        String code;
        String message;
        boolean outcomeUnknown;
        int statusCode;
        String requestId;
        List<FieldError> errors = List.of();
        Duration retryAfter;
        boolean isPermanent;
        Exception cause;
    }
}
