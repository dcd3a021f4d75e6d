package com.kgiton.payments;

import static com.kgiton.payments.Table.object;
import static com.kgiton.payments.Table.objects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.kgiton.payments.testing.TestWebhook;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class WebhooksTest {
    private static final byte[] BODY =
            "{\"event\":\"payment.success\"}".getBytes(StandardCharsets.UTF_8);

    @TestFactory
    Stream<DynamicTest> signaturesAreThoseOfTheVectors() throws Exception {
        Path file = Path.of("../../test/vectors/webhook-signatures.json");
        List<Map<String, Object>> vectors = objects(Table.read(file).get("vectors"));
        assertTrue(vectors.size() > 10, "expected more vectors");
        return vectors.stream()
                .map(each -> dynamicTest((String) each.get("name"), () -> checkVector(each)));
    }

    private static void checkVector(Map<String, Object> vector) {
        Map<String, Object> given = object(vector.get("body"));
        byte[] body =
                given.containsKey("text")
                        ? ((String) given.get("text"))
                                .repeat(((Number) given.getOrDefault("times", 1L)).intValue())
                                .getBytes(StandardCharsets.UTF_8)
                        : Base64.getDecoder().decode((String) given.get("base64"));
        String secret = (String) vector.get("secret");
        String signature = (String) vector.get("signature");
        boolean isValid = (Boolean) vector.get("valid");
        assertEquals(isValid, new Webhooks(secret).verify(body, signature));
        if (isValid) {
            assertEquals(signature, Webhooks.sign(body, secret));
        }
    }

    @Test
    void verifyNeverThrowsWhateverItGets() {
        Webhooks webhooks = new Webhooks("whsec_1");
        assertFalse(webhooks.verify(null, null));
        assertFalse(webhooks.verify(BODY, null));
        assertFalse(webhooks.verify(null, Webhooks.sign(BODY, "whsec_1")));
        for (String signature :
                List.of("", "\0", "é".repeat(64), "\uD800".repeat(64), "0".repeat(1 << 20))) {
            assertFalse(webhooks.verify(BODY, signature));
        }
        assertFalse(new Webhooks(Collections.singletonList(null)).verify(BODY, "0".repeat(64)));
    }

    @Test
    void sixtyFourCharactersThatAreNotHexAreAMalformedSignature() {
        WebhookSignatureException failed =
                assertThrows(
                        WebhookSignatureException.class,
                        () -> new Webhooks("whsec_1").unwrap(BODY, "g".repeat(64)));
        assertEquals(WebhookSignatureReason.MALFORMED_SIGNATURE, failed.getReason());
    }

    @Test
    void anEmptySecretSignsNothing() {
        assertThrows(IllegalArgumentException.class, () -> Webhooks.sign(BODY, ""));
    }

    @Test
    void aTestWebhookIsUnwrappedAsOneOfKGiTON() {
        TestWebhook webhook =
                TestWebhook.signedWith("whsec_1").transactionId("ORDER-1").amount(75000);
        WebhookEvent event = new Webhooks("whsec_1").unwrap(webhook.body(), webhook.headers());
        PaymentSuccessEvent paid = assertInstanceOf(PaymentSuccessEvent.class, event);
        assertEquals(webhook.event(), paid);
        assertEquals("payment.success", paid.getEvent());
        assertEquals("ORDER-1", paid.getTransactionId());
        assertEquals(75000, paid.getAmount());
        assertTrue(paid.getPaidAt().isAfter(Instant.now().minusSeconds(3600)));
        assertEquals(paid, new Webhooks("whsec_1").unwrap(webhook.body(), webhook.signature()));
    }

    @Test
    void theSignatureInTheBodyOfATestWebhookCoversTheRestOfIt() {
        String body = new String(TestWebhook.signedWith("whsec_1").body(), StandardCharsets.UTF_8);
        String unsigned = body.replaceFirst(",\"signature\":\"[0-9a-f]{64}\"", "");
        String signature = Webhooks.sign(unsigned.getBytes(StandardCharsets.UTF_8), "whsec_1");
        assertTrue(body.contains("\"signature\":\"" + signature + "\""), body);
    }

    @Test
    void twoTestWebhooksAreOfTwoPayments() {
        assertFalse(
                TestWebhook.signedWith("a")
                        .event()
                        .getPaymentId()
                        .equals(TestWebhook.signedWith("a").event().getPaymentId()));
    }

    @Test
    void anEventThatIsNewIsAnUnknownEvent() {
        TestWebhook webhook = TestWebhook.signedWith("whsec_1").with("event", "payment.refunded");
        WebhookEvent event = new Webhooks("whsec_1").unwrap(webhook.body(), webhook.signature());
        assertEquals("payment.refunded", assertInstanceOf(UnknownEvent.class, event).getEvent());
    }

    @Test
    void aRefusedWebhookSaysWithWhichStatusToRespond() {
        TestWebhook webhook = TestWebhook.signedWith("whsec_1");
        TestWebhook noEvent = webhook.with("payment_id", 7);
        assertEquals(401, statusOf(new Webhooks("whsec_2"), webhook.body(), webhook.signature()));
        assertEquals(401, statusOf(new Webhooks("whsec_1"), webhook.body(), null));
        // Mistakes of the server: KGiTON has to deliver again.
        assertEquals(500, statusOf(new Webhooks(List.of()), webhook.body(), webhook.signature()));
        assertEquals(500, statusOf(new Webhooks("whsec_1"), null, webhook.signature()));
        assertEquals(500, statusOf(new Webhooks("whsec_1"), noEvent.body(), noEvent.signature()));
    }

    private static int statusOf(Webhooks webhooks, byte[] body, String signature) {
        return Webhooks.statusOf(
                assertThrows(KGiTONException.class, () -> webhooks.unwrap(body, signature)));
    }

    @Test
    void aBodyThatIsDeeplyNestedIsNoEvent() {
        byte[] body = ("[".repeat(100_000) + "]".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        String signature = Webhooks.sign(body, "whsec_1");
        KGiTONException failed =
                assertThrows(
                        KGiTONException.class,
                        () -> new Webhooks("whsec_1").unwrap(body, signature));
        assertEquals(ErrorCode.WEBHOOK_PAYLOAD_ERROR, failed.getCode());
    }
}
