package com.kgiton.payments;

import static com.kgiton.payments.Shop.PENDING_STATUS;
import static com.kgiton.payments.Shop.QRIS_PAYMENT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kgiton.payments.internal.Json;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ModelsTest {
    @Test
    void whatIsReceivedIsTypedAndKeepsWhatIsNew() {
        QrisPaymentResponse payment =
                QrisPaymentResponse.fromJson(
                        QRIS_PAYMENT.replaceFirst(
                                "\\{", "{\"fee\":350,\"links\":[{\"rel\":null}],"));
        assertEquals(Instant.parse("2026-01-15T10:30:00Z"), payment.getExpiresAt());
        assertEquals("https://x", payment.getQris().getQrImageUrl());
        assertEquals(PartnerPaymentType.QRIS, payment.getPaymentType());
        assertEquals(350L, payment.raw().get("fee"));
        assertTrue(Json.write(payment.raw()).contains("\"links\":[{\"rel\":null}]"));
        assertThrows(UnsupportedOperationException.class, () -> payment.raw().put("fee", 0));
        assertEquals(payment, QrisPaymentResponse.fromMap(payment.raw()));
        assertNotEquals(payment, QrisPaymentResponse.fromJson(QRIS_PAYMENT));
    }

    @Test
    void whatMayBeNullIsAnOptional() {
        PaymentStatusResponse status = PaymentStatusResponse.fromJson(PENDING_STATUS);
        assertEquals(Optional.empty(), status.getPaidAt());
        assertEquals(Optional.empty(), status.getGatewayTransactionId());
        assertFalse(status.getPaymentStatus().isFinal());
        PaymentStatusResponse paid =
                PaymentStatusResponse.fromJson(
                        PENDING_STATUS.replace(
                                "\"paid_at\":null", "\"paid_at\":\"2026-01-15t17:25:00.5+07:00\""));
        assertEquals(Optional.of(Instant.parse("2026-01-15T10:25:00.5Z")), paid.getPaidAt());
    }

    @Test
    void aValueThatIsNewIsUnknownAndKeptAsText() {
        PaymentStatusResponse status =
                PaymentStatusResponse.fromJson(PENDING_STATUS.replace("pending", "refunded"));
        assertEquals(PaymentStatus.UNKNOWN, status.getPaymentStatus());
        assertEquals("refunded", status.getPaymentStatusAsString());
        assertFalse(PaymentStatus.UNKNOWN.isFinal());
    }

    @Test
    void propertiesOfAnotherTypeOrCaseAreNotTakenForTheRightOnes() {
        Map<String, String> wrong =
                Map.of(
                        "paid_at",
                                PENDING_STATUS.replace(
                                        "\"paid_at\":null", "\"paid_at\":\"2026-13-15T10:25:00Z\""),
                        "expires_at",
                                PENDING_STATUS.replace("\"2026-01-15T10:30:00Z\"", "1768472700"),
                        "amount", PENDING_STATUS.replace("50000", "50000.5"),
                        "payment_id", PENDING_STATUS.replace("\"payment_id\"", "\"Payment_ID\""),
                        "webhook_sent", PENDING_STATUS.replace("false", "\"false\""));
        wrong.forEach(
                (name, json) -> {
                    IllegalArgumentException failed =
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> PaymentStatusResponse.fromJson(json),
                                    name);
                    assertTrue(failed.getMessage().contains(name), failed.getMessage());
                });
        for (String amount :
                List.of(
                        "9007199254740994.0",
                        "1e30",
                        "-1e30",
                        "1e999",
                        "\"1\"",
                        "true",
                        "null",
                        "{}",
                        "NaN",
                        "9223372036854775808")) {
            String json = PENDING_STATUS.replace("50000", amount);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> PaymentStatusResponse.fromJson(json),
                    amount);
        }
    }

    @Test
    void jsonIsReadStrictlyAndWrittenAsOtherLanguagesWriteIt() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{} {}",
                        "{'a':1}",
                        "{a:1}",
                        "{\"a\":01}",
                        "{\"a\":1,}",
                        "// x\n{}",
                        "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}",
                        "nul")) {
            assertThrows(IllegalArgumentException.class, () -> Json.parseObject(text), text);
        }
        assertEquals(
                "{\"a\":1.5,\"b\":[true,null,[],{}]}",
                Json.write(Json.parseObject("{\"a\":1.5,\"b\":[true,null,[],{}]}")));
        assertEquals("{\"a\":2}", Json.write(Json.parseObject("{\"a\":1,\"a\":2}")));
        String text = "</b> & “kilat” 😀 \u2028 \u007f \b\f\n\r\t\u0001\u001f \\ \" / \\u2028";
        assertEquals(
                "\"</b> & “kilat” 😀 \u2028 \u007f \\b\\f\\n"
                        + "\\r"
                        + "\\t\\u0001\\u001f \\\\ \\\" / \\\\u2028\"",
                Json.write(text));
        assertEquals(Map.of("a", text), Json.parseObject("{\"a\":" + Json.write(text) + "}"));
    }

    @Test
    void anErrorCodeKnowsItsCatalogue() {
        ErrorCode code = ErrorCode.GATEWAY_ERROR;
        assertEquals(502, code.status());
        assertTrue(code.isRetryable());
        assertFalse(code.description().isEmpty() || code.remedy().isEmpty());
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of("NEW_CODE"));
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of(null));
    }

    @Test
    void aRequestDoesNotChangeWithTheListThatItWasMadeOf() {
        List<PaymentItem> items = new ArrayList<>();
        items.add(PaymentItem.builder().id("1").name("Cuci").price(50000).quantity(1).build());
        PartnerPaymentRequest request = Shop.REQUEST.toBuilder().items(items).build();
        items.clear();
        assertEquals(1, request.getItems().orElseThrow().size());
        assertEquals(request, request.toBuilder().build());
        assertEquals(request.hashCode(), request.toBuilder().build().hashCode());
    }
}
