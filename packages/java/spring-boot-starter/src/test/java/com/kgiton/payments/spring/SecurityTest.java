package com.kgiton.payments.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.Application;
import com.example.Orders;
import com.kgiton.payments.testing.TestWebhook;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;

class SecurityTest {
    private static final TestWebhook WEBHOOK =
            TestWebhook.signedWith("whsec_security").transactionId("ORDER-1").amount(50_000);

    @Test
    void springSecurityLetsWebhooksThroughAsTheReadmeConfiguresIt() {
        try (ConfigurableApplicationContext application = start(Application.class)) {
            Client client = Client.of(application);
            assertThat(client.send("/webhook/payment", WEBHOOK)).isEqualTo(200);
            assertThat(application.getBean(Orders.class).paid())
                    .containsExactly("ORDER-1: Rp 50000");

            assertThat(client.send("/webhook/payment", WEBHOOK.body(), null)).isEqualTo(401);
            assertThat(client.send("/webhook/payment", WEBHOOK.amount(-1)))
                    .as("an exception, after which KGiTON delivers again")
                    .isGreaterThanOrEqualTo(400);
            assertThat(application.getBean(Orders.class).paid()).hasSize(1);

            // Everything else stays as protected as it was.
            assertThat(client.send(client.request("/orders").GET()).statusCode()).isEqualTo(401);
            String login =
                    "Basic " + Base64.getEncoder().encodeToString("user:password".getBytes());
            assertThat(
                            client.send(
                                            client.request("/orders")
                                                    .header("Authorization", login)
                                                    .POST(BodyPublishers.noBody()))
                                    .statusCode())
                    .isIn(401, 403);
        }
    }

    @Test
    void springSecurityRefusesWebhooksThatItsConfigurationDoesNotName() {
        try (ConfigurableApplicationContext application = start(Unconfigured.class)) {
            assertThat(Client.of(application).send("/webhook/payment", WEBHOOK)).isIn(401, 403);
            assertThat(application.getBean(Orders.class).paid()).isEmpty();
        }
    }

    private static ConfigurableApplicationContext start(Class<?> application) {
        return new SpringApplicationBuilder(application)
                .run(
                        "--server.port=0",
                        "--kgiton.api-key=kgiton_test",
                        "--kgiton.webhook-secret=whsec_security",
                        "--spring.security.user.password=password");
    }

    @EnableAutoConfiguration
    @Import(Orders.class)
    static class Unconfigured {}
}
