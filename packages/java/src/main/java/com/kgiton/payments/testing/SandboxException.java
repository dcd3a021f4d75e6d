package com.kgiton.payments.testing;

/** The sandbox refuses a request, or does not respond. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int statusCode;
    private final String code;

    SandboxException(String message, Throwable cause) {
        super(message, cause);
        statusCode = 0;
        code = "";
    }

    SandboxException(int statusCode, String code, String message) {
        super("The sandbox responded with status " + statusCode + ": " + message);
        this.statusCode = statusCode;
        this.code = code;
    }

    /** The HTTP status, or 0 if there was no response. */
    public int getStatusCode() {
        return statusCode;
    }

    /** Why, for programs; empty if the response was not the sandbox's. */
    public String getCode() {
        return code;
    }
}
