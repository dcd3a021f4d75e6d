package com.kgiton.payments;

/** 502 GATEWAY_ERROR: the payment gateway failed, even after the retries. No token was taken. */
public class GatewayException extends ServerException {
    private static final long serialVersionUID = 1L;

    GatewayException(Details details) {
        super(details);
    }
}
