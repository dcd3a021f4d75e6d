package com.kgiton.payments;

/** 5xx: the server failed; your request is not at fault. */
public class ServerException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    ServerException(Details details) {
        super(details);
    }
}
