package com.kgiton.payments;

/**
 * 400: the request is wrong. Correct the properties that {@link #getErrors} names, then call again.
 */
public class ValidationException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    ValidationException(Details details) {
        super(details);
    }
}
