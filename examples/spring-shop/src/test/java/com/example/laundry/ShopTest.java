package com.example.laundry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kgiton.payments.Contract;
import com.kgiton.payments.testing.FaultKind;
import com.kgiton.payments.testing.Payment;
import com.kgiton.payments.testing.SandboxAccount;
import com.kgiton.payments.testing.TestWebhook;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The shop on a real port, beside a sandbox. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:laundry;LOCK_TIMEOUT=60000",
            // Beans are created once the port is known.
            "spring.main.lazy-initialization=true",
            "kgiton.max-retries=0",
            "shop.public-url=http://localhost:${local.server.port}",
        })
@ActiveProfiles("sandbox")
class ShopTest {
    private static final SandboxAccount ACCOUNT = SandboxAccount.create();

    @Value("http://localhost:${local.server.port}")
    private String url;

    @DynamicPropertySource
    static void useSandbox(DynamicPropertyRegistry properties) {
        properties.add("kgiton.base-url", ACCOUNT::getUrl);
        properties.add("kgiton.api-key", ACCOUNT::getApiKey);
    }

    @AfterEach
    void clearFaults() {
        ACCOUNT.clearFaults();
    }

    @Test
    void anOrderIsPaidOnceItsWebhookHasArrived() {
        order("ORDER-1");
        assertThat(call("POST", "/orders/ORDER-1/pay").getBody())
                .hasEntrySatisfying(
                        "qrImageUrl", image -> assertThat(image.toString()).startsWith("http"));
        call("POST", "/orders/ORDER-1/pay");
        assertThat(status("ORDER-1")).isEqualTo("waiting");

        Payment payment = ACCOUNT.pay("ORDER-1");
        ACCOUNT.waitForDelivery("ORDER-1");
        assertThat(status("ORDER-1")).isEqualTo("paid");
        assertThat(count(payment.getPaymentId())).isEqualTo(1);
        assertThat(call("POST", "/orders/ORDER-1/pay").getStatusCode().value()).isEqualTo(409);
    }

    @Test
    void theSameWebhookTenTimesAtOnceCountsOnce() {
        order("ORDER-2");
        HttpRequest webhook =
                request(
                        TestWebhook.signedWith(Contract.TEST_WEBHOOK_SECRET)
                                .paymentId("PAY-TEN-TIMES")
                                .transactionId("ORDER-2")
                                .amount(50_000));
        HttpClient http = HttpClient.newHttpClient();
        List<CompletableFuture<Integer>> statuses =
                Stream.generate(
                                () ->
                                        http.sendAsync(webhook, BodyHandlers.discarding())
                                                .thenApply(response -> response.statusCode()))
                        .limit(10)
                        .toList();
        assertThat(statuses).allSatisfy(status -> assertThat(status.join()).isEqualTo(200));
        assertThat(count("PAY-TEN-TIMES")).isEqualTo(1);
        assertThat(status("ORDER-2")).isEqualTo("paid");
    }

    @Test
    void anOrderIsNotCancelledBeforeKGiTONSaysThatNobodyCanPayIt() {
        ACCOUNT.fault(FaultKind.NEVER);
        order("ORDER-3");
        call("POST", "/orders/ORDER-3/pay");
        assertThat(call("POST", "/orders/ORDER-3/cancel").getBody())
                .containsEntry("status", 409)
                .containsEntry(
                        "detail", "The customer can still pay. Cancel once the code has expired");
        ACCOUNT.pay("ORDER-3");
        assertThat(status("ORDER-3")).as("its webhook is lost").isEqualTo("waiting");
        assertThat(call("POST", "/orders/ORDER-3/cancel").getBody())
                .containsEntry("status", "paid");

        order("ORDER-4");
        call("POST", "/orders/ORDER-4/pay");
        ACCOUNT.advance(Duration.ofMinutes(31));
        assertThat(call("POST", "/orders/ORDER-4/cancel").getBody())
                .containsEntry("status", "cancelled");

        order("ORDER-5");
        assertThat(call("POST", "/orders/ORDER-5/cancel").getBody())
                .containsEntry("status", "cancelled");

        order("ORDER-6");
        ACCOUNT.fault(FaultKind.RESET);
        assertThat(call("POST", "/orders/ORDER-6/cancel").getStatusCode().value()).isEqualTo(503);
        assertThat(status("ORDER-6")).isEqualTo("waiting");
    }

    @Test
    void aPaymentThatFitsNoOrderIsKeptForAPersonAndAcknowledged() throws Exception {
        order("ORDER-7");
        TestWebhook webhook =
                TestWebhook.signedWith(Contract.TEST_WEBHOOK_SECRET).paymentId("PAY-TOO-LITTLE");
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = request(webhook.transactionId("ORDER-7").amount(1_000));
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(status("ORDER-7")).isEqualTo("waiting");
        assertThat(count("PAY-TOO-LITTLE")).isEqualTo(1);
    }

    @Test
    void whatIsNotKGiTONsIsRefused() throws Exception {
        order("ORDER-8");
        HttpRequest forged =
                request(
                        TestWebhook.signedWith("whsec_forged")
                                .transactionId("ORDER-8")
                                .amount(50_000));
        assertThat(HttpClient.newHttpClient().send(forged, BodyHandlers.discarding()).statusCode())
                .isEqualTo(401);
        assertThat(status("ORDER-8")).isEqualTo("waiting");

        assertThat(call("GET", "/orders/ORDER-9").getStatusCode().value()).isEqualTo(404);
        call("PUT", "/orders/ORDER-9?amount=1");
        assertThat(call("POST", "/orders/ORDER-9/pay").getStatusCode().value()).isEqualTo(400);
    }

    @Test
    void theWebhookPassesCheckWebhookInFull() throws Exception {
        String command = System.getenv().getOrDefault("KGITON_SANDBOX_COMMAND", "");
        assumeTrue(
                !command.isEmpty(), "set KGITON_SANDBOX_COMMAND, such as node kgiton-sandbox.cjs");
        order("ORDER-10");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(
                List.of("check-webhook", url + "/webhook/payment", "--transaction-id", "ORDER-10"));
        words.addAll(List.of("--amount", "50000", "--probe", url + "/payments/{payment_id}/count"));
        Process check = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(output).isZero();
        assertThat(output).doesNotContain("unseen", "advice");
    }

    private void order(String id) {
        assertThat(call("PUT", "/orders/" + id + "?amount=50000").getBody())
                .containsEntry("status", "waiting");
    }

    private String status(String id) {
        return call("GET", "/orders/" + id).getBody().get("status").toString();
    }

    private long count(String paymentId) {
        return RestClient.create(url)
                .get()
                .uri("/payments/{id}/count", paymentId)
                .retrieve()
                .body(Long.class);
    }

    private ResponseEntity<Map<String, Object>> call(String method, String path) {
        return RestClient.create(url)
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(new ParameterizedTypeReference<>() {});
    }

    private HttpRequest request(TestWebhook webhook) {
        return HttpRequest.newBuilder(URI.create(url + "/webhook/payment"))
                .header("Content-Type", "application/json")
                .header(Contract.SIGNATURE_HEADER, webhook.signature())
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()))
                .build();
    }
}
