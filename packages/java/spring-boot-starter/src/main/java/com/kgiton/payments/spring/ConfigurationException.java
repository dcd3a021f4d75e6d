package com.kgiton.payments.spring;

/** The application cannot start as it is configured. */
class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param action what to do about it
     */
    ConfigurationException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return action;
    }
}
