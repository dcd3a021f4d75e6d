package com.kgiton.payments.testing;

import com.kgiton.payments.Contract;
import com.kgiton.payments.PaymentSuccessEvent;
import com.kgiton.payments.Webhooks;
import com.kgiton.payments.internal.Json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A webhook as KGiTON sends it, for tests of your endpoint. */
public final class TestWebhook {
    private final String secret;
    private final Map<String, Object> event;

    private TestWebhook(String secret, Map<String, Object> event) {
        this.secret = secret;
        this.event = event;
    }

    /** Returns the webhook of a payment that was paid just now. It has a payment id of its own. */
    public static TestWebhook signedWith(String secret) {
        Map<String, Object> event = new LinkedHashMap<>(Json.parseObject(ExampleEvent.JSON));
        event.remove("signature");
        event.put("payment_id", "PAY-TEST-" + UUID.randomUUID());
        event.put("paid_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return new TestWebhook(secret, event);
    }

    /** Returns the same for this transaction id. */
    public TestWebhook transactionId(String transactionId) {
        return with("transaction_id", transactionId);
    }

    /** Returns the same for this payment id. */
    public TestWebhook paymentId(String paymentId) {
        return with("payment_id", paymentId);
    }

    /** Returns the same for this amount, in whole rupiah. */
    public TestWebhook amount(long amount) {
        return with("amount", amount);
    }

    /**
     * Returns the same with a property of this name, as it is on the wire: another one, or another
     * event.
     */
    public TestWebhook with(String property, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(event);
        changed.put(property, value);
        return new TestWebhook(secret, changed);
    }

    /** Returns the bytes of the body, which has the deprecated signature of the body, too. */
    public byte[] body() {
        Map<String, Object> signed = new LinkedHashMap<>(event);
        signed.putIfAbsent("signature", Webhooks.sign(bytes(event), secret));
        return bytes(signed);
    }

    /** Returns the signature of the body, for the header {@link Contract#SIGNATURE_HEADER}. */
    public String signature() {
        return Webhooks.sign(body(), secret);
    }

    /** Returns the headers of the request. */
    public Map<String, List<String>> headers() {
        return Map.of(
                "Content-Type",
                List.of("application/json"),
                Contract.SIGNATURE_HEADER,
                List.of(signature()));
    }

    /** Returns the event that your program reads from it. */
    public PaymentSuccessEvent event() {
        return PaymentSuccessEvent.fromMap(Json.parseObject(Json.textOf(body())));
    }

    private static byte[] bytes(Map<String, Object> event) {
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return Json.shown("TestWebhook", event);
    }
}
