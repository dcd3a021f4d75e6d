package com.kgiton.payments;

/**
 * The webhook is not proven to come from KGiTON. Ignore what it says, and respond with {@link
 * Webhooks#statusOf}.
 */
public class WebhookSignatureException extends KGiTONException {
    private static final long serialVersionUID = 1L;

    private final WebhookSignatureReason reason;

    WebhookSignatureException(Details details, WebhookSignatureReason reason) {
        super(details);
        this.reason = reason;
    }

    /** Why it is not proven. */
    public WebhookSignatureReason getReason() {
        return reason;
    }
}
