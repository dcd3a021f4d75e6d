package com.kgiton.payments;

/**
 * 429: too many requests, even after the retries. {@link #getRetryAfter} says how long to wait, if
 * the server does.
 */
public class RateLimitException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    RateLimitException(Details details) {
        super(details);
    }
}
