package com.kgiton.payments.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.kgiton.payments.PaymentSuccessEvent;
import com.kgiton.payments.WebhookEvent;
import com.kgiton.payments.Webhooks;
import com.kgiton.payments.testing.TestWebhook;

import jakarta.servlet.Filter;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

@ExtendWith(OutputCaptureExtension.class)
class WebhookTest {
    private static final String SECRET = "whsec_current";
    private static final String PREVIOUS = "whsec_previous";
    private static final List<WebhookEvent> RECEIVED = new CopyOnWriteArrayList<>();
    private static final TestWebhook WEBHOOK =
            TestWebhook.signedWith(SECRET).transactionId("ORDER-1");

    private static ConfigurableApplicationContext application;
    private static Client client;

    @BeforeAll
    static void start() {
        application =
                SpringApplication.run(
                        Shop.class,
                        "--server.port=0",
                        "--kgiton.api-key=kgiton_test",
                        "--kgiton.webhook-secret=" + SECRET,
                        "--kgiton.previous-webhook-secret=" + PREVIOUS);
        client = Client.of(application);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        RECEIVED.clear();
    }

    @Test
    void aWebhookThatKGiTONSignedReachesTheController() {
        TestWebhook webhook = WEBHOOK.with("note", "Cuci kilat – “wangi” 🧺 漢字");
        assertThat(client.send("/webhook/payment", webhook)).isEqualTo(200);
        assertThat(RECEIVED).hasSize(1);
        assertThat(RECEIVED.get(0))
                .isInstanceOfSatisfying(
                        PaymentSuccessEvent.class,
                        event -> {
                            assertThat(event.getTransactionId()).isEqualTo("ORDER-1");
                            assertThat(event.raw())
                                    .containsEntry("note", "Cuci kilat – “wangi” 🧺 漢字");
                        });
    }

    @Test
    void aForgedWebhookIsRefusedWhateverTheExceptionHandlersOfTheApplicationDo(
            CapturedOutput output) {
        byte[] changed = WEBHOOK.amount(1).body();
        assertThat(client.send("/webhook/payment", changed, WEBHOOK.signature())).isEqualTo(401);
        assertThat(client.send("/webhook/payment", changed, null)).isEqualTo(401);
        assertThat(client.send("/webhook/payment", changed, "")).isEqualTo(401);
        assertThat(client.send("/webhook/payment", new byte[0], WEBHOOK.signature()))
                .isEqualTo(401);
        assertThat(client.send("/webhook/any", TestWebhook.signedWith("whsec_forged")))
                .isEqualTo(401);
        assertThat(RECEIVED).isEmpty();
        assertThat(output)
                .contains("A webhook is refused with status 401: The signature does not match")
                .contains(
                        "A webhook is refused with status 401: The header X-KGiTON-Signature is"
                                + " missing.")
                .doesNotContain(SECRET, PREVIOUS, WEBHOOK.signature());
    }

    @Test
    void aSignatureUnderThePreviousSecretIsAcceptedDuringARotation() {
        assertThat(client.send("/webhook/payment", TestWebhook.signedWith(PREVIOUS)))
                .isEqualTo(200);
        assertThat(RECEIVED).hasSize(1);
    }

    @Test
    void anUnknownEventIsAcknowledgedAndReachesOnlyMethodsThatTakeEachEvent() {
        TestWebhook unknown = WEBHOOK.with("event", "payment.refunded");
        assertThat(client.send("/webhook/payment", unknown)).isEqualTo(200);
        assertThat(RECEIVED).isEmpty();
        assertThat(client.send("/webhook/any", unknown)).isEqualTo(200);
        assertThat(RECEIVED).extracting(WebhookEvent::getEvent).containsExactly("payment.refunded");
    }

    @Test
    void aMethodThatRespondsLaterGetsItsWebhookOnce() {
        assertThat(client.send("/webhook/later", WEBHOOK)).isEqualTo(200);
        assertThat(RECEIVED).hasSize(1);
    }

    @Test
    void aBodyOfUpToOneMebibyteIsAccepted() {
        int own = WEBHOOK.with("note", "").body().length;
        String longest = "x".repeat(WebhookInterceptor.LONGEST_BODY - own);
        assertThat(client.send("/webhook/payment", WEBHOOK.with("note", longest))).isEqualTo(200);
        assertThat(client.send("/webhook/payment", WEBHOOK.with("note", longest + "x")))
                .isEqualTo(413);
        assertThat(RECEIVED).hasSize(1);
    }

    @Test
    void aBodyThatAFilterHasReadIsAnErrorOfTheServerSoThatNoPaymentIsLost(CapturedOutput output) {
        assertThat(client.send("/webhook/read", WEBHOOK)).isEqualTo(500);
        assertThat(output).contains("refused with status 500: The body was already read");
    }

    @Test
    void aSignedBodyThatIsNoEventIsAnErrorSoThatItIsDeliveredAgain() {
        byte[] body = "{}".getBytes();
        String signature = Webhooks.sign(body, SECRET);
        assertThat(client.send("/webhook/payment", body, signature)).isEqualTo(500);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void nothingButPostIsAWebhook() {
        assertThat(client.send(client.request("/webhook/payment")).statusCode()).isEqualTo(405);
    }

    @EnableAutoConfiguration(exclude = SecurityAutoConfiguration.class)
    @RestController
    static class Shop {
        @PostMapping("/webhook/payment")
        void paid(PaymentSuccessEvent event) {
            RECEIVED.add(event);
        }

        @PostMapping("/webhook/any")
        void any(WebhookEvent event) {
            RECEIVED.add(event);
        }

        @PostMapping("/webhook/later")
        CompletableFuture<String> later(PaymentSuccessEvent event) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        RECEIVED.add(event);
                        return "OK";
                    });
        }

        @PostMapping("/webhook/read")
        void read(PaymentSuccessEvent event) {
            RECEIVED.add(event);
        }

        @Bean
        FilterRegistrationBean<Filter> reading() {
            FilterRegistrationBean<Filter> filter =
                    new FilterRegistrationBean<>(
                            (request, response, chain) -> {
                                request.getInputStream().readAllBytes();
                                chain.doFilter(request, response);
                            });
            filter.addUrlPatterns("/webhook/read");
            return filter;
        }

        @Bean
        Object advice() {
            return new Advice();
        }
    }

    /** An application that tells nobody of its errors. */
    @RestControllerAdvice
    static class Advice {
        @ExceptionHandler(RuntimeException.class)
        @ResponseStatus(HttpStatus.OK)
        void hide() {}
    }
}
