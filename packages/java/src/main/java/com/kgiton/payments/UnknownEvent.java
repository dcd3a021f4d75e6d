package com.kgiton.payments;

import com.kgiton.payments.internal.Json;
import com.kgiton.payments.internal.JsonObject;

import java.util.Map;

/** An event that this version does not know. Acknowledge it with 200. */
public final class UnknownEvent implements WebhookEvent {
    private final String event;
    private final Map<String, Object> raw;

    UnknownEvent(JsonObject json) {
        event = json.string("event");
        raw = json.raw();
    }

    @Override
    public String getEvent() {
        return event;
    }

    @Override
    public Map<String, Object> raw() {
        return raw;
    }

    @Override
    public String toString() {
        return Json.shown("UnknownEvent", raw);
    }
}
