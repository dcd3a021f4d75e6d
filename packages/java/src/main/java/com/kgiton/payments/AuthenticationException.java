package com.kgiton.payments;

/** 401: the API key is missing or unknown. */
public class AuthenticationException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    AuthenticationException(Details details) {
        super(details);
    }
}
