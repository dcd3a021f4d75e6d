package com.kgiton.payments;

/** No complete response arrived within the timeout. */
public class TimeoutException extends NetworkException {
    private static final long serialVersionUID = 1L;

    TimeoutException(Details details) {
        super(details);
    }
}
