package com.kgiton.payments;

/** 409: the transaction id was already used for a different payment. */
public class ConflictException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    ConflictException(Details details) {
        super(details);
    }
}
