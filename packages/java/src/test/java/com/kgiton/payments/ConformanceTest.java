package com.kgiton.payments;

import static com.kgiton.payments.Table.assertContains;
import static com.kgiton.payments.Table.checkError;
import static com.kgiton.payments.Table.list;
import static com.kgiton.payments.Table.milliseconds;
import static com.kgiton.payments.Table.object;
import static com.kgiton.payments.Table.objects;
import static com.kgiton.payments.Table.parse;
import static com.kgiton.payments.Table.read;
import static com.kgiton.payments.Table.strings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table that the SDKs of all languages keep to: test/conformance in the repository. */
class ConformanceTest {
    private static final Path TABLES = Path.of("../../test/conformance/generated");

    /**
     * Tells the server that Java's client repeats a GET once if the connection ends without a
     * response.
     */
    private static final String REPEATS_GETS = "~";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestFactory
    Stream<DynamicTest> exchangesEndAsTheTableSays() throws Exception {
        String server = System.getenv("KGITON_CONFORMANCE_URL");
        assumeTrue(server != null, "test/conformance/java.test.ts starts the server of the table");
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of("requests", "waits")) {
            Map<String, Object> table = read(TABLES.resolve(file + ".json"));
            List<Map<String, Object>> cases = objects(table.get("cases"));
            assertTrue(cases.size() > 20, "expected more cases in " + file);
            IntStream.range(0, cases.size())
                    .forEach(
                            index -> {
                                Map<String, Object> each = cases.get(index);
                                if (!runsHere(each)) {
                                    return;
                                }
                                tests.add(
                                        dynamicTest(
                                                file + ": " + each.get("name"),
                                                () ->
                                                        new Exchange(
                                                                        table,
                                                                        each,
                                                                        server,
                                                                        file + "/" + index)
                                                                .check()));
                            });
        }
        return tests.stream();
    }

    /** The HTTP client of Java 11 takes a response with 1xx for the last one. */
    private static boolean runsHere(Map<String, Object> each) {
        return Runtime.version().feature() > 11
                || !String.valueOf(each.get("responses")).contains("informational=");
    }

    @TestFactory
    Stream<DynamicTest> webhooksAreUnwrappedAsTheTableSays() throws Exception {
        List<Map<String, Object>> cases =
                objects(read(TABLES.resolve("webhooks.json")).get("cases"));
        assertTrue(cases.size() > 30, "expected more cases");
        return cases.stream()
                .map(each -> dynamicTest((String) each.get("name"), () -> checkWebhook(each)));
    }

    private static void checkWebhook(Map<String, Object> each) throws Exception {
        Map<String, List<String>> headers = new java.util.LinkedHashMap<>();
        object(each.get("headers")).forEach((name, value) -> headers.put(name, strings(value)));
        List<String> secrets = strings(each.get("secrets"));
        byte[] body = ((String) each.get("body")).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> expected = object(each.get("expect"));
        Callable<WebhookEvent> unwrap = () -> new Webhooks(secrets).unwrap(body, headers);
        if (expected.containsKey("error")) {
            KGiTONException failed = assertThrows(KGiTONException.class, unwrap::call);
            checkError(object(expected.get("error")), failed);
            List<String> real = new ArrayList<>(secrets);
            real.removeIf(String::isEmpty);
            Shop.assertShowsNone(failed, real);
        } else {
            assertContains(object(expected.get("event")), unwrap.call().raw());
        }
    }

    /** A case of requests or waits. */
    private static final class Exchange {
        private final Map<String, Object> table;
        private final Map<String, Object> each;
        private final Map<String, Object> expected;
        private final String server;
        private final String place;
        private final TestClock clock;

        Exchange(Map<String, Object> table, Map<String, Object> each, String server, String place) {
            this.table = table;
            this.each = each;
            this.expected = object(each.get("expect"));
            this.server = server;
            this.place = place;
            this.clock =
                    new TestClock(
                            Instant.parse(
                                    (String) each.getOrDefault("now", "2026-01-15T10:00:00Z")),
                            ((Number) each.getOrDefault("random", 0.5)).doubleValue());
        }

        void check() throws Exception {
            if (expected.containsKey("invalidArgument")) {
                IllegalArgumentException failed =
                        assertThrows(IllegalArgumentException.class, this::call);
                Shop.assertShowsNone(
                        failed, List.of((String) table.get("apiKey"), "with space", "user:"));
            } else if (expected.containsKey("error")) {
                KGiTONException failed = assertThrows(KGiTONException.class, this::call);
                checkError(object(expected.get("error")), failed);
                Shop.assertShowsNone(
                        failed,
                        List.of((String) table.get("apiKey"), (String) table.get("licenseKey")));
            } else {
                assertContains(object(expected.get("result")), call());
            }
            checkRequests(objects(parse(get(server + "/received/" + place))));
            List<Object> delays = list(expected.getOrDefault("delays", List.of()));
            assertEquals(delays.size(), clock.delays.size(), clock.delays.toString());
            for (int i = 0; i < delays.size(); i++) {
                assertEquals(((Number) delays.get(i)).doubleValue(), clock.delays.get(i), 0.01);
            }
        }

        private void checkRequests(List<Map<String, Object>> requests) {
            if (expected.containsKey("received")) {
                assertEquals(((Number) expected.get("received")).intValue(), requests.size());
            } else {
                assertTrue(requests.size() <= ((Number) expected.get("receivedAtMost")).intValue());
            }
            requests.forEach(
                    request -> assertEquals(requests.get(0).get("body"), request.get("body")));
            if (expected.containsKey("request")) {
                assertContains(object(expected.get("request")), requests.get(0));
            }
        }

        private Map<String, Object> call() throws Exception {
            Map<String, Object> given = object(each.getOrDefault("client", Map.of()));
            String url =
                    each.containsKey("server")
                            ? (String) parse(get(server + "/" + place + "/server"))
                            : server + "/" + place + REPEATS_GETS;
            KGiTON.Builder builder =
                    Shop.client((String) given.getOrDefault("baseUrl", url))
                            .apiKey((String) given.getOrDefault("apiKey", table.get("apiKey")))
                            .clock(clock);
            if (given.containsKey("timeout")) {
                builder.timeout(milliseconds(given.get("timeout")));
            }
            if (given.containsKey("maxRetries")) {
                builder.maxRetries(((Number) given.get("maxRetries")).intValue());
            }
            object(given.getOrDefault("headers", Map.of()))
                    .forEach((name, value) -> builder.header(name, (String) value));
            PartnerPayment payments = builder.build().partnerPayment();
            Map<String, Object> call = object(each.get("call"));
            String transactionId = (String) call.get("transactionId");
            switch ((String) call.get("operation")) {
                case "generate":
                    return payments.generate(
                                    requestOf(object(call.get("request"))), optionsOf(call))
                            .raw();
                case "checkStatus":
                    return payments.checkStatus(transactionId, optionsOf(call)).raw();
                default:
                    WaitOptions.Builder wait = WaitOptions.builder();
                    if (call.containsKey("timeout")) {
                        wait.timeout(milliseconds(call.get("timeout")));
                    }
                    if (call.containsKey("interval")) {
                        wait.interval(milliseconds(call.get("interval")));
                    }
                    return payments.waitForPayment(transactionId, wait.build()).raw();
            }
        }

        private static RequestOptions optionsOf(Map<String, Object> call) {
            Map<String, Object> given = object(call.getOrDefault("options", Map.of()));
            RequestOptions.Builder options = RequestOptions.builder();
            if (given.containsKey("timeout")) {
                options.timeout(milliseconds(given.get("timeout")));
            }
            if (given.containsKey("maxRetries")) {
                options.maxRetries(((Number) given.get("maxRetries")).intValue());
            }
            object(given.getOrDefault("headers", Map.of()))
                    .forEach((name, value) -> options.header(name, (String) value));
            return options.build();
        }

        /** Each property goes to the method of the builder that has its name. */
        private static PartnerPaymentRequest requestOf(Map<String, Object> json)
                throws ReflectiveOperationException {
            PartnerPaymentRequest.Builder builder = PartnerPaymentRequest.builder();
            for (Map.Entry<String, Object> entry : json.entrySet()) {
                switch (entry.getKey()) {
                    case "amount":
                        builder.amount(((Number) entry.getValue()).longValue());
                        break;
                    case "expiry_minutes":
                        builder.expiryMinutes(((Number) entry.getValue()).intValue());
                        break;
                    case "payment_type":
                        builder.paymentType(PartnerPaymentType.of((String) entry.getValue()));
                        break;
                    case "items":
                        List<PaymentItem> items = new ArrayList<>();
                        objects(entry.getValue())
                                .forEach(
                                        item ->
                                                items.add(
                                                        PaymentItem.builder()
                                                                .id((String) item.get("id"))
                                                                .name((String) item.get("name"))
                                                                .price(
                                                                        ((Number) item.get("price"))
                                                                                .longValue())
                                                                .quantity(
                                                                        ((Number)
                                                                                        item.get(
                                                                                                "quantity"))
                                                                                .intValue())
                                                                .build()));
                        builder.items(items);
                        break;
                    default:
                        String[] words = entry.getKey().split("_", 2);
                        String rest =
                                words.length == 1
                                        ? ""
                                        : words[1].substring(0, 1).toUpperCase()
                                                + words[1].substring(1);
                        PartnerPaymentRequest.Builder.class
                                .getMethod(words[0] + rest, String.class)
                                .invoke(builder, entry.getValue());
                }
            }
            return builder.build();
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
