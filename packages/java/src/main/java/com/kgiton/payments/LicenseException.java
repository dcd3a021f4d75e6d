package com.kgiton.payments;

/** 403 or 404: the license key has expired, or is not one of yours. */
public class LicenseException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    LicenseException(Details details) {
        super(details);
    }
}
