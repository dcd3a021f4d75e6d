package com.kgiton.payments;

/** 404 of a status: no payment with this transaction id was generated with this API key. */
public class TransactionNotFoundException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    TransactionNotFoundException(Details details) {
        super(details);
    }
}
