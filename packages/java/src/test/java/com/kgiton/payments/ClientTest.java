package com.kgiton.payments;

import static com.kgiton.payments.Shop.API_KEY;
import static com.kgiton.payments.Shop.QRIS_PAYMENT;
import static com.kgiton.payments.Shop.REQUEST;
import static com.kgiton.payments.Shop.SECRET;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kgiton.payments.Shop.Log;
import com.kgiton.payments.Shop.Server;

import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ClientTest {
    @Test
    void theEnvironmentSetsWhatTheProgramDoesNot() {
        try (Server server = Server.of(200, QRIS_PAYMENT)) {
            Map<String, String> environment =
                    Map.of(
                            "KGITON_API_KEY", " " + API_KEY + "\n",
                            "KGITON_BASE_URL", server.url() + "/",
                            "KGITON_WEBHOOK_SECRET", SECRET);
            KGiTON kgiton = KGiTON.builder().environment(environment::get).build();
            kgiton.partnerPayment().generateQris(REQUEST);
            assertEquals(API_KEY, server.requests.get(0).getRequestHeaders().getFirst("x-api-key"));
            byte[] body = "x".getBytes(StandardCharsets.UTF_8);
            assertTrue(kgiton.webhooks().verify(body, Webhooks.sign(body, SECRET)));
        }
    }

    @Test
    void withoutAnApiKeyTheMessageSaysWhatToDo() {
        for (String given : new String[] {null, ""}) {
            KGiTON.Builder builder = Shop.client("https://api.kgiton.com").apiKey(given);
            IllegalArgumentException failed =
                    assertThrows(IllegalArgumentException.class, builder::build);
            assertTrue(failed.getMessage().contains("set KGITON_API_KEY"), failed.getMessage());
        }
    }

    @Test
    void anHttpClientThatFollowsRedirectsIsRefusedBecauseItWouldSendTheApiKeyToTheirTarget() {
        HttpClient client =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
        assertThrows(IllegalArgumentException.class, () -> KGiTON.builder().httpClient(client));
    }

    @Test
    void aPaymentOfATypeThatTheVersionDoesNotKnowIsNotSent() {
        try (Server server = Server.of(200, QRIS_PAYMENT)) {
            PartnerPayment payments = Shop.client(server.url()).build().partnerPayment();
            PartnerPaymentRequest unknown =
                    REQUEST.toBuilder().paymentType(PartnerPaymentType.UNKNOWN).build();
            assertThrows(IllegalArgumentException.class, () -> payments.generate(unknown));
            assertThrows(IllegalArgumentException.class, () -> payments.generate(REQUEST));
            assertEquals(0, server.requests.size());
        }
    }

    @Test
    void textsWithHalfOfASurrogatePairAreRefused() {
        try (Server server = Server.of(200, QRIS_PAYMENT)) {
            PartnerPayment payments = Shop.client(server.url()).build().partnerPayment();
            for (String half : List.of("\uD83D", "a\uDE00b", "\uD83D\uD83D\uDE00")) {
                PartnerPaymentRequest request = REQUEST.toBuilder().description(half).build();
                assertThrows(IllegalArgumentException.class, () -> payments.generateQris(request));
                assertThrows(IllegalArgumentException.class, () -> payments.checkStatus(half));
            }
            assertEquals(0, server.requests.size());
        }
    }

    @Test
    void aRequestWithoutWhatItNeedsIsRefusedAndTheMessageNamesIt() {
        PartnerPaymentRequest.Builder builder =
                PartnerPaymentRequest.builder().transactionId("TRX-1");
        IllegalArgumentException failed =
                assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(failed.getMessage().contains("amount"), failed.getMessage());
    }

    @Test
    void headersThatHttpOrJavaDoesNotAllowAreRefused() {
        for (String[] header :
                new String[][] {
                    {"X Shop", "7"},
                    {"X-Shop", "7\r\nX-Other: 1"},
                    {"X-Shop", "é"},
                    {"Host", "shop.example"},
                    {"", "7"}
                }) {
            KGiTON.Builder builder =
                    Shop.client("https://api.kgiton.com").header(header[0], header[1]);
            assertThrows(IllegalArgumentException.class, builder::build);
        }
    }

    @Test
    void aLoggerThatFailsLosesItsLineAndNotThePayment() {
        Log broken =
                new Log() {
                    @Override
                    public void log(
                            Level level, ResourceBundle bundle, String format, Object... params) {
                        throw new IllegalStateException("full disk");
                    }
                };
        try (Server server = Server.of(200, QRIS_PAYMENT)) {
            Shop.client(server.url()).logger(broken).build().partnerPayment().generateQris(REQUEST);
        }
    }

    @Test
    void attemptsRetriesAndOtherPaymentsAreLoggedWithoutSecrets() {
        List<Integer> statuses = new CopyOnWriteArrayList<>(List.of(503, 200));
        Log log = new Log();
        try (Server server =
                new Server(
                        exchange -> {
                            exchange.getResponseHeaders().set("X-Request-Id", "req_1\u0085[31m");
                            Server.respond(
                                    exchange,
                                    statuses.remove(0),
                                    QRIS_PAYMENT.replace("TRX-1", "TRX-2"));
                        })) {
            Shop.client(server.url()).logger(log).build().partnerPayment().generateQris(REQUEST);
            String all = String.join("\n", log.lines);
            for (String part :
                    List.of(
                            "DEBUG kgiton: POST "
                                    + server.url()
                                    + "/api/partner/payment/generate: 503 after 0 ms (attempt 1, ",
                            "WARNING kgiton: ",
                            "Retrying in 250 ms.",
                            ": 200 after 0 ms (attempt 2, request id req_1",
                            "WARNING kgiton: asked for the transaction id TRX-1, got TRX-2")) {
                assertTrue(all.contains(part), () -> part + " in " + all);
            }
            assertEquals(4, log.lines.size());
            assertFalse(all.contains("\u0085") || all.contains(Shop.LICENSE_KEY), all);
        }
    }

    @Test
    void theUserAgentNamesThePackageAndJava() {
        try (Server server = Server.of(200, QRIS_PAYMENT)) {
            Shop.client(server.url()).build().partnerPayment().generateQris(REQUEST);
            String agent = server.requests.get(0).getRequestHeaders().getFirst("User-Agent");
            assertTrue(
                    agent.startsWith(
                            "kgiton-java/"
                                    + Contract.PACKAGE_VERSION
                                    + " java/"
                                    + System.getProperty("java.version")));
        }
    }

    @Test
    void oneClientServesManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try (Server server =
                new Server(
                        exchange -> {
                            String body =
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8);
                            String id = body.split("\"")[3];
                            String header = exchange.getRequestHeaders().getFirst("X-Call");
                            Server.respond(
                                    exchange, 200, QRIS_PAYMENT.replace("TRX-1", id + header));
                        })) {
            PartnerPayment payments = Shop.client(server.url()).build().partnerPayment();
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String id = "TRX-" + i;
                calls.add(
                        threads.submit(
                                () ->
                                        payments.generateQris(
                                                        REQUEST.toBuilder()
                                                                .transactionId(id)
                                                                .build(),
                                                        RequestOptions.builder()
                                                                .header("X-Call", "/" + id)
                                                                .build())
                                                .getTransactionId()));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals("TRX-" + i + "/TRX-" + i, calls.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theSystemClockSleepsAsLongAsItIsTold() {
        List<Integer> statuses = new CopyOnWriteArrayList<>(List.of(503, 200));
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (Server server =
                new Server(
                        exchange -> {
                            times.add(Instant.now());
                            exchange.getResponseHeaders().set("Retry-After", "0.2");
                            Server.respond(exchange, statuses.remove(0), QRIS_PAYMENT);
                        })) {
            Shop.client(server.url())
                    .clock(RetryClock.SYSTEM)
                    .build()
                    .partnerPayment()
                    .generateQris(REQUEST);
            assertTrue(
                    Duration.between(times.get(0), times.get(1)).toMillis() >= 200,
                    times.toString());
        }
    }
}
