package com.kgiton.payments;

/** 402: the license key has no tokens left. Top it up, then call again. */
public class InsufficientTokensException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    InsufficientTokensException(Details details) {
        super(details);
    }
}
