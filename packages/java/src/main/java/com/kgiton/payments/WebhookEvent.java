package com.kgiton.payments;

import java.util.Map;

/**
 * An event of a webhook: a {@link PaymentSuccessEvent}, or an {@link UnknownEvent} that this
 * version does not know.
 */
public interface WebhookEvent {
    /** The name of the event, such as {@code payment.success}. */
    String getEvent();

    /** Returns the JSON object as received, with properties that this version does not know. */
    Map<String, Object> raw();
}
