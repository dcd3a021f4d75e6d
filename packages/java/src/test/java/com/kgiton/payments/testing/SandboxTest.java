package com.kgiton.payments.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.kgiton.payments.CheckoutPagePaymentResponse;
import com.kgiton.payments.InsufficientTokensException;
import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PartnerPayment;
import com.kgiton.payments.PartnerPaymentRequest;
import com.kgiton.payments.PaymentItem;
import com.kgiton.payments.PaymentStatus;
import com.kgiton.payments.PaymentStatusResponse;
import com.kgiton.payments.PaymentSuccessEvent;
import com.kgiton.payments.QrisPaymentResponse;
import com.kgiton.payments.RetryClock;
import com.kgiton.payments.TransactionNotFoundException;
import com.kgiton.payments.ValidationException;
import com.kgiton.payments.WebhookEvent;
import com.kgiton.payments.Webhooks;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

@ExtendWith(SandboxExtension.class)
class SandboxTest {
    private static final String LICENSE = "SANDB-ACTIV-E0000-00000-00001";

    private SandboxAccount before;

    @BeforeAll
    static void needsASandbox() {
        assumeTrue(
                System.getenv("KGITON_SANDBOX_URL") != null,
                "test/conformance/java.test.ts starts the sandbox");
    }

    @BeforeEach
    void keep(SandboxAccount account) {
        before = account;
    }

    private static PartnerPaymentRequest request(String id) {
        return PartnerPaymentRequest.builder()
                .transactionId(id)
                .amount(50000)
                .licenseKey(LICENSE)
                .build();
    }

    @Test
    void eachTestHasOneAccountAndAnotherTestAnotherOne(
            SandboxAccount account, SandboxAccount same) {
        assertSame(account, same);
        assertSame(account, before);
        assertNotEquals(account.getApiKey(), SandboxAccount.create().getApiKey());
    }

    @Test
    void aPaymentIsGeneratedPaidAndKnownAsPaid(SandboxAccount account) {
        PartnerPayment payments = account.client().partnerPayment();
        QrisPaymentResponse payment = payments.generateQris(request("ORDER-1"));
        assertFalse(payment.getQris().getQrContent().isEmpty());
        assertTrue(payment.getRequestId().isPresent());
        account.pay("ORDER-1");
        PaymentStatusResponse status = payments.waitForPayment("ORDER-1");
        assertEquals(PaymentStatus.PAID, status.getPaymentStatus());
        assertTrue(status.getPaidAt().isPresent());
    }

    @Test
    void aCheckoutPageHasAnAddress(SandboxAccount account) {
        PaymentItem item =
                PaymentItem.builder()
                        .id("1")
                        .name("Cuci 5 kg <kilat>")
                        .price(50000)
                        .quantity(1)
                        .build();
        CheckoutPagePaymentResponse page =
                account.client()
                        .partnerPayment()
                        .generateCheckoutPage(
                                request("ORDER-1").toBuilder().items(List.of(item)).build());
        assertTrue(page.getPaymentUrl().startsWith("http"), page.toString());
    }

    @Test
    void aLostResponseTakesNoSecondToken(SandboxAccount account) {
        account.fault(FaultKind.LOST_RESPONSE, 1);
        KGiTON kgiton = account.clientBuilder().clock(new Instantly()).build();
        kgiton.partnerPayment().generateQris(request("ORDER-1"));
        assertEquals(2, account.control().listRequests().getRequests().size());
        kgiton.partnerPayment().generateQris(request("ORDER-1"));
        assertEquals(999_999, account.control().getLicense(LICENSE).getTokens());
    }

    private static final class Instantly implements RetryClock {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) {}

        @Override
        public double random() {
            return 0;
        }
    }

    @Test
    void errorsOfTheContractHaveTheirClasses(SandboxAccount account) {
        account.setTokens(LICENSE, 0);
        PartnerPayment payments = account.client().partnerPayment();
        assertThrows(
                InsufficientTokensException.class, () -> payments.generateQris(request("ORDER-1")));
        assertThrows(TransactionNotFoundException.class, () -> payments.checkStatus("ORDER-1"));
        ValidationException wrong =
                assertThrows(
                        ValidationException.class, () -> payments.generateQris(request("ORDER 1")));
        assertEquals("/transaction_id", wrong.getErrors().get(0).getPath());
    }

    @Test
    void paymentsExpireAndFailAsTheTestSays(SandboxAccount account) {
        PartnerPayment payments = account.client().partnerPayment();
        for (String id : List.of("EXPIRED", "LATE", "FAILED")) {
            payments.generateQris(request(id));
        }
        account.expire("EXPIRED");
        account.fail("FAILED");
        account.advance(Duration.ofMinutes(31));
        assertEquals(PaymentStatus.EXPIRED, payments.checkStatus("EXPIRED").getPaymentStatus());
        assertEquals(PaymentStatus.EXPIRED, payments.checkStatus("LATE").getPaymentStatus());
        assertEquals(PaymentStatus.FAILED, payments.checkStatus("FAILED").getPaymentStatus());
    }

    @Test
    void aWebhookIsDeliveredAgainAfterAFailure(SandboxAccount account) throws Exception {
        Webhooks webhooks = account.client().webhooks();
        List<String> paid = new CopyOnWriteArrayList<>();
        List<Integer> statuses = new CopyOnWriteArrayList<>(List.of(500, 200));
        HttpServer shop =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext(
                "/webhook",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    WebhookEvent event = webhooks.unwrap(body, exchange.getRequestHeaders());
                    paid.add(((PaymentSuccessEvent) event).getTransactionId());
                    exchange.sendResponseHeaders(statuses.remove(0), -1);
                    exchange.close();
                });
        shop.start();
        try {
            String url = "http://127.0.0.1:" + shop.getAddress().getPort() + "/webhook";
            account.client()
                    .partnerPayment()
                    .generateQris(request("ORDER-1").toBuilder().webhookUrl(url).build());
            account.pay("ORDER-1");
            ListDeliveriesOptions all = new ListDeliveriesOptions().payment("ORDER-1");
            while (account.control().listDeliveries(all).getDeliveries().stream()
                    .allMatch(each -> each.getAttempts().isEmpty())) {
                Thread.onSpinWait();
            }
            account.advance(Duration.ofMinutes(1));
            Delivery delivery = account.waitForDelivery("ORDER-1");
            assertEquals(2, delivery.getAttempts().size());
            assertEquals(500, delivery.getAttempts().get(0).getStatus().orElseThrow());
            assertEquals(List.of("ORDER-1", "ORDER-1"), paid);
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void whatTheSandboxRefusesSaysWhy(SandboxAccount account) {
        SandboxException failed =
                assertThrows(SandboxException.class, () -> account.pay("ORDER/9 ü"));
        assertEquals(404, failed.getStatusCode());
        assertEquals("NOT_FOUND", failed.getCode());
        assertTrue(failed.getMessage().contains("ORDER/9 ü"), failed.getMessage());
    }

    @Test
    void aFaultOfTheServerEndsWhenItIsCleared(SandboxAccount account) {
        account.fault(FaultKind.RATE_LIMIT);
        PartnerPayment payments = account.clientBuilder().maxRetries(0).build().partnerPayment();
        assertThrows(KGiTONException.class, () -> payments.generateQris(request("ORDER-1")));
        account.clearFaults();
        payments.generateQris(request("ORDER-1"));
    }

    @Test
    void aSandboxThatTheTestsStartEndsWithThem() throws Exception {
        String command = System.getenv("KGITON_TEST_SANDBOX");
        assumeTrue(
                command != null,
                "test/conformance/java.test.ts names the sandbox of this repository");
        Process tests =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartsASandbox.class.getName(),
                                command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String url = new String(tests.getInputStream().readAllBytes()).trim();
        assertTrue(tests.waitFor(1, TimeUnit.MINUTES));
        assertTrue(url.startsWith("http://"), url);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        assertThrows(
                SandboxException.class,
                () -> {
                    while (System.nanoTime() < end) {
                        new SandboxClient(url, null).getHealth();
                    }
                });
    }

    /** The process of tests that start a sandbox. */
    static final class StartsASandbox {
        private StartsASandbox() {}

        public static void main(String[] args) {
            String url = Sandbox.start(List.of(args[0].split(" ")));
            // It runs.
            new SandboxClient(url, null).getHealth();
            System.out.println(url);
        }
    }
}
