package com.kgiton.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kgiton.payments.internal.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads the conformance table, and compares what it expects. */
final class Table {
    private Table() {}

    static void checkError(Map<String, Object> expected, KGiTONException failed) {
        String name = failed.getClass().getSimpleName();
        assertEquals(
                expected.get("class"),
                name.equals("KGiTONException")
                        ? "KGiTONError"
                        : name.replace("Exception", "Error"));
        assertEquals(expected.get("code"), failed.getCodeAsString());
        assertEquals(
                ((Number) expected.getOrDefault("statusCode", 0L)).intValue(),
                failed.getStatusCode());
        assertEquals(expected.get("requestId"), failed.getRequestId().orElse(null));
        assertEquals(
                expected.get("retryAfter"),
                failed.getRetryAfter().map(Duration::toSeconds).orElse(null));
        assertEquals(
                expected.getOrDefault("outcomeUnknown", false),
                failed.isOutcomeUnknown(),
                failed.getMessage());
        List<Map<String, Object>> errors = new ArrayList<>();
        failed.getErrors().forEach(each -> errors.add(each.raw()));
        assertEquals(expected.getOrDefault("errors", List.of()), errors);
        Object reason =
                failed instanceof WebhookSignatureException
                        ? ((WebhookSignatureException) failed).getReason().toString()
                        : null;
        assertEquals(expected.get("reason"), reason);
        for (Object part : list(expected.getOrDefault("message", List.of()))) {
            assertTrue(
                    failed.getMessage().contains((String) part),
                    () -> part + " in " + failed.getMessage());
        }
        long longest =
                ((Number) expected.getOrDefault("messageAtMost", Long.MAX_VALUE)).longValue();
        assertTrue(failed.getMessage().length() <= longest, failed.getMessage());
    }

    static void assertContains(Map<String, Object> expected, Map<String, Object> actual) {
        expected.forEach(
                (name, value) -> {
                    if (value instanceof Map) {
                        assertContains(object(value), object(actual.get(name)));
                    } else if (value instanceof Number) {
                        assertEquals(
                                ((Number) value).doubleValue(),
                                ((Number) actual.get(name)).doubleValue(),
                                name);
                    } else {
                        assertEquals(value, actual.get(name), name);
                    }
                });
    }

    static Map<String, Object> read(Path file) throws IOException {
        return Json.parseObject(Files.readString(file));
    }

    static Object parse(String json) {
        return Json.parseObject("{\"value\":" + json + "}").get("value");
    }

    static Duration milliseconds(Object value) {
        return Duration.ofMillis(((Number) value).longValue());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value instanceof List ? (List<Object>) value : Collections.singletonList(value);
    }

    static List<Map<String, Object>> objects(Object value) {
        List<Map<String, Object>> all = new ArrayList<>();
        list(value).forEach(each -> all.add(object(each)));
        return all;
    }

    static List<String> strings(Object value) {
        List<String> all = new ArrayList<>();
        list(value).forEach(each -> all.add((String) each));
        return all;
    }
}
