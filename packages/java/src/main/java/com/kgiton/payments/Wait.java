package com.kgiton.payments;

import com.kgiton.payments.internal.Rules;

import java.time.Duration;
import java.time.Instant;

/** A wait for a payment. */
final class Wait {
    private final PartnerPayment payments;
    private final Caller caller;
    private final String transactionId;
    private final Duration timeout;
    private final Duration interval;

    private PaymentStatusResponse latest;
    private KGiTONException failure;

    Wait(PartnerPayment payments, Caller caller, String transactionId, WaitOptions options) {
        this.payments = payments;
        this.caller = caller;
        this.transactionId = transactionId;
        this.timeout = Settings.checkedDuration("timeout", options.timeout);
        this.interval = Settings.checkedDuration("interval", options.interval);
    }

    PaymentStatusResponse untilFinal() {
        Instant end = caller.clock.now().plus(timeout);
        int errorsInARow = 0;
        while (true) {
            Duration rest = Duration.between(caller.clock.now(), end);
            if (rest.compareTo(Duration.ofMillis(1)) < 0) {
                return atTheEnd();
            }
            KGiTONException temporary = ask(rest);
            double shortest = interval.toNanos() / 1e6;
            if (temporary == null) {
                if (latest.getPaymentStatus().isFinal()) {
                    return latest;
                }
                errorsInARow = 0;
            } else {
                errorsInARow = Math.min(errorsInARow + 1, Rules.WAIT_MAX_DOUBLINGS);
                double asked = temporary.getRetryAfter().orElse(Duration.ZERO).toNanos() / 1e6;
                shortest = Math.max(shortest * Math.pow(2, errorsInARow), asked);
            }
            Duration pause =
                    Retry.milliseconds(shortest * (1 + caller.clock.random() * Rules.WAIT_JITTER));
            Duration left = Duration.between(caller.clock.now(), end);
            Duration delay =
                    pause.compareTo(left) < 0 ? pause : left.isNegative() ? Duration.ZERO : left;
            if (temporary != null) {
                caller.warn(
                        () ->
                                temporary.getMessage()
                                        + " Asking again in "
                                        + delay.toMillis()
                                        + " ms.");
            }
            caller.sleep(delay, caller.errors(true));
        }
    }

    private PaymentStatusResponse atTheEnd() {
        if (latest != null) {
            return latest;
        }
        if (failure != null) {
            throw failure;
        }
        KGiTONException.Details details = new KGiTONException.Details();
        details.code = ErrorCode.TIMEOUT_ERROR.name();
        details.message = "No response within " + timeout.toMillis() + " ms.";
        throw new TimeoutException(details);
    }

    /** Asks once. Returns an error that may pass by itself; null if a status has arrived. */
    private KGiTONException ask(Duration rest) {
        Duration longest =
                shorter(
                        caller.settings.timeout,
                        Duration.ofMillis(
                                Math.max(interval.toMillis(), Rules.WAIT_REQUEST_TIMEOUT)));
        // The loop retries. It keeps the interval between any two requests.
        RequestOptions options =
                RequestOptions.builder().timeout(shorter(longest, rest)).maxRetries(0).build();
        try {
            latest = payments.checkStatus(transactionId, options);
            return null;
        } catch (KGiTONException e) {
            if (!isTemporary(e)) {
                throw e;
            }
            // The end of the wait cut the last request short, which says nothing about the server.
            if (!(e instanceof TimeoutException) || rest.compareTo(longest) >= 0) {
                failure = e;
            }
            return e;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Returns whether the error may pass by itself: 429, 5xx, or no response. Once a status has
     * arrived, so may an unknown host name, an untrusted certificate, and a response of somebody
     * else, such as the login page of a network.
     */
    private boolean isTemporary(KGiTONException e) {
        boolean hasStatus = latest != null;
        if (hasStatus && e.getCode() == ErrorCode.UNEXPECTED_RESPONSE) {
            return true;
        }
        if (e.getStatusCode() == 0) {
            boolean isInterrupted = e.getCause() instanceof InterruptedException;
            return !isInterrupted && (hasStatus || !e.isPermanent());
        }
        return e.getStatusCode() == 429 || e.getStatusCode() >= 500;
    }
}
