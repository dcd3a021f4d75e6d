package com.kgiton.payments;

/** No response arrived, or the thread was interrupted before it did. The cause says why. */
public class NetworkException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    NetworkException(Details details) {
        super(details);
    }
}
