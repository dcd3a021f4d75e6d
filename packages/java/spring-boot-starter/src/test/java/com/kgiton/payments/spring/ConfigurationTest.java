package com.kgiton.payments.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PaymentSuccessEvent;
import com.kgiton.payments.Webhooks;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

@ExtendWith(OutputCaptureExtension.class)
class ConfigurationTest {
    private static final String API_KEY = "kgiton_0123456789abcdef0123456789abcdef";

    private final ApplicationContextRunner plain =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(KGiTONAutoConfiguration.class));
    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    KGiTONAutoConfiguration.class,
                                    WebhookAutoConfiguration.class,
                                    WebMvcAutoConfiguration.class))
                    .withPropertyValues("kgiton.api-key=" + API_KEY);

    @Test
    void theClientTakesItsPropertiesFromTheConfigurationOrFromEnvironmentVariables()
            throws Exception {
        List<String> keys = new CopyOnWriteArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    keys.add(exchange.getRequestHeaders().getFirst("x-api-key"));
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            plain.withPropertyValues(
                            "kgiton.api-key=" + API_KEY,
                            "kgiton.base-url=" + url,
                            "kgiton.max-retries=0")
                    .run(context -> ask(context.getBean(KGiTON.class)));
            assertThat(keys).containsExactly(API_KEY);

            Map<String, Object> variables =
                    Map.of(
                            "KGITON_API_KEY",
                            API_KEY + "2",
                            "KGITON_BASE_URL",
                            url,
                            "KGITON_MAX_RETRIES",
                            "0",
                            "KGITON_WEBHOOK_SECRET",
                            "whsec, with a comma");
            plain.withInitializer(
                            context -> {
                                String name =
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
                                context.getEnvironment()
                                        .getPropertySources()
                                        .replace(
                                                name,
                                                new SystemEnvironmentPropertySource(
                                                        name, variables));
                            })
                    .run(
                            context -> {
                                KGiTON kgiton = context.getBean(KGiTON.class);
                                ask(kgiton);
                                byte[] body = {1};
                                assertThat(
                                                kgiton.webhooks()
                                                        .verify(
                                                                body,
                                                                Webhooks.sign(
                                                                        body,
                                                                        "whsec, with a comma")))
                                        .isTrue();
                            });
            assertThat(keys).containsExactly(API_KEY, API_KEY + "2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aBeanOfTheApplicationReplacesTheClient() {
        KGiTON own = KGiTON.builder().apiKey(API_KEY).build();
        plain.withBean(KGiTON.class, () -> own)
                .run(context -> assertThat(context.getBean(KGiTON.class)).isSameAs(own));
    }

    @Test
    void anApplicationWithoutAKeySaysWhatToSetAndDoesNotStart(CapturedOutput output) {
        assertThatThrownBy(
                        () ->
                                new SpringApplicationBuilder(Empty.class)
                                        .web(WebApplicationType.NONE)
                                        .run("--kgiton.api-key="))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains("KGiTON has no API key.")
                .contains(
                        "Set the property kgiton.api-key or the environment variable"
                                + " KGITON_API_KEY.")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "kgiton.base-url=ftp://api.kgiton.com, expected an http or https base URL",
        "kgiton.timeout=0s, expected a timeout",
        "kgiton.max-retries=-1, expected maxRetries from 0 to 100",
        "kgiton.api-key=kgiton_ with white space, expected the API key as KGiTON issued it",
    })
    void aPropertyThatCannotWorkIsNamedWithWhatWasExpected(String property, String message) {
        plain.withPropertyValues(
                        "kgiton.api-key=" + API_KEY, "kgiton.webhook-secret=whsec_x", property)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .isInstanceOfSatisfying(
                                                ConfigurationException.class,
                                                e ->
                                                        assertThat(e.action())
                                                                .contains("application.properties"))
                                        .hasMessageContaining(message)
                                        .hasMessageNotContaining("white space,")
                                        .hasMessageNotContaining("whsec_x"));
    }

    @Test
    void noPropertyOfTheClientShowsAKeyOrASecret() {
        plain.withPropertyValues(
                        "kgiton.api-key=" + API_KEY,
                        "kgiton.webhook-secret=whsec_a",
                        "kgiton.previous-webhook-secret=whsec_b")
                .run(
                        context ->
                                assertThat(context.getBean(KGiTONProperties.class).toString())
                                        .doesNotContain(API_KEY, "whsec_a", "whsec_b"));
    }

    @Test
    void anEndpointWithoutAWebhookSecretDoesNotStart() {
        web.withBean(Endpoint.class)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .isInstanceOfSatisfying(
                                                ConfigurationException.class,
                                                e ->
                                                        assertThat(e.action())
                                                                .contains("KGITON_WEBHOOK_SECRET"))
                                        .hasMessageContaining("Endpoint#paid"));
        web.withBean(Endpoint.class)
                .withPropertyValues("kgiton.webhook-secret=whsec_test")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anEventThatIsARequestBodyDoesNotStart() {
        web.withBean(Parsing.class)
                .withPropertyValues("kgiton.webhook-secret=whsec_test")
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .isInstanceOf(ConfigurationException.class)
                                        .hasMessageContaining("Parsing#paid"));
    }

    @Test
    void anApplicationWithoutWebhooksNeedsNoSecretAndOneWithoutSpringMvcGetsTheClientAlone() {
        web.run(context -> assertThat(context).hasSingleBean(KGiTON.class));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                KGiTONAutoConfiguration.class, WebhookAutoConfiguration.class))
                .withPropertyValues("kgiton.api-key=" + API_KEY)
                .withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(
                        context -> {
                            assertThat(context).hasSingleBean(KGiTON.class);
                            assertThat(context).doesNotHaveBean("kgitonWebhooks");
                        });
    }

    private static void ask(KGiTON kgiton) {
        assertThatThrownBy(() -> kgiton.partnerPayment().checkStatus("ORDER-1"))
                .isInstanceOfSatisfying(
                        KGiTONException.class, e -> assertThat(e.getStatusCode()).isEqualTo(503));
    }

    @EnableAutoConfiguration(exclude = SecurityAutoConfiguration.class)
    static class Empty {}

    @RestController
    static class Endpoint {
        @PostMapping("/webhook/payment")
        void paid(PaymentSuccessEvent event) {}
    }

    @RestController
    static class Parsing {
        @PostMapping("/webhook/payment")
        void paid(@RequestBody PaymentSuccessEvent event) {}
    }
}
