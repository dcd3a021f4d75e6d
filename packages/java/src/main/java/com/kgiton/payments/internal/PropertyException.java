package com.kgiton.payments.internal;

/** A property is missing or has another type. */
public final class PropertyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public PropertyException(String name) {
        super("a missing or wrong " + name);
    }
}
