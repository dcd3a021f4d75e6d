package com.kgiton.payments;

import com.kgiton.payments.internal.Redactor;
import com.kgiton.payments.internal.Rules;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * KGiTON, for a partner's server: create one and share it. It is safe for use by several threads.
 *
 * <pre>{@code
 * KGiTON kgiton = KGiTON.builder().apiKey("kgiton_...").build();
 * QrisPaymentResponse payment = kgiton.partnerPayment().generateQris(PartnerPaymentRequest.builder()
 *         .transactionId("TRX-2026-001") // yours, and unique: it is the idempotency key
 *         .amount(50000) // whole rupiah
 *         .licenseKey("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
 *         .build());
 * }</pre>
 */
public class KGiTON {
    private final PartnerPayment partnerPayment;
    private final Webhooks webhooks;

    KGiTON(Builder builder) {
        String apiKey = firstOf(builder.apiKey, builder.variable("KGITON_API_KEY"));
        if (apiKey == null) {
            throw new IllegalArgumentException(
                    "expected an API key: pass it, or set KGITON_API_KEY");
        }
        String baseUrl =
                firstOf(builder.baseUrl, builder.variable("KGITON_BASE_URL"), Contract.SERVER_URL);
        webhooks =
                new Webhooks(
                        builder.webhookSecrets != null
                                ? builder.webhookSecrets
                                : builder.secretsOfEnvironment());
        List<String> secrets = new ArrayList<>(webhooks.secrets());
        secrets.add(Settings.checkedApiKey(apiKey));
        partnerPayment =
                new PartnerPayment(
                        new Caller(
                                Settings.checkedBaseUrl(baseUrl),
                                apiKey,
                                new Settings(builder.timeout, builder.maxRetries, builder.headers),
                                builder.httpClient == null
                                        ? defaultHttpClient()
                                        : builder.httpClient,
                                builder.clock,
                                builder.logger == null
                                        ? System.getLogger("com.kgiton.payments")
                                        : builder.logger,
                                new Redactor(secrets)));
    }

    /** Returns a builder whose options are the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Creates QRIS codes and checkout pages, and asks whether they have been paid. */
    public PartnerPayment partnerPayment() {
        return partnerPayment;
    }

    /** Verifies webhooks with your webhook secret. */
    public Webhooks webhooks() {
        return webhooks;
    }

    private static HttpClient defaultHttpClient() {
        // HTTP/1.1: over http, Java's client would offer an upgrade to HTTP/2, which some proxies
        // do not understand.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static String firstOf(String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** Builds the client. */
    public static final class Builder {
        private String apiKey;
        private String baseUrl;
        private List<String> webhookSecrets;
        private Duration timeout = Duration.ofMillis(Rules.DEFAULT_TIMEOUT);
        private int maxRetries = Rules.DEFAULT_MAX_RETRIES;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpClient httpClient;
        private RetryClock clock = RetryClock.SYSTEM;
        private System.Logger logger;
        private UnaryOperator<String> environment = System::getenv;

        private Builder() {}

        /**
         * Your API key. Keep it on your server. The default is the environment variable
         * KGITON_API_KEY.
         */
        public Builder apiKey(String apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /**
         * The base URL of the API. The default is the environment variable KGITON_BASE_URL,
         * otherwise {@link Contract#SERVER_URL}.
         */
        public Builder baseUrl(String baseUrl) {
            this.baseUrl = baseUrl;
            return this;
        }

        /**
         * Your webhook secret, or several during a rotation. The default is the environment
         * variable KGITON_WEBHOOK_SECRET.
         */
        public Builder webhookSecret(String... secrets) {
            webhookSecrets = Arrays.asList(secrets.clone());
            return this;
        }

        /**
         * How long one attempt may take until its whole response has arrived: 30 seconds by
         * default.
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How often a request is retried after a temporary failure: 0 to 100, by default 2. */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = maxRetries;
            return this;
        }

        /** Adds a header to all requests. It cannot replace the API key. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /**
         * What sends the requests, for a proxy or a certificate authority of your own, for example.
         * The default is a client of its own.
         *
         * @throws IllegalArgumentException if it follows redirects: it would send the API key to
         *     their target
         */
        public Builder httpClient(HttpClient httpClient) {
            if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "expected an HttpClient that does not follow redirects");
            }
            this.httpClient = httpClient;
            return this;
        }

        /** The time and randomness that retries and waits use, for tests. */
        public Builder clock(RetryClock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * What gets a line for each attempt (debug) and for each retry (warning), none of them with
         * a secret. The default is the logger of the system with the name com.kgiton.payments.
         */
        public Builder logger(System.Logger logger) {
            this.logger = logger;
            return this;
        }

        /** Stands in for the environment variables, in tests. */
        Builder environment(UnaryOperator<String> environment) {
            this.environment = environment;
            return this;
        }

        List<String> secretsOfEnvironment() {
            String secret = variable("KGITON_WEBHOOK_SECRET");
            return secret == null ? List.of() : List.of(secret);
        }

        private String variable(String name) {
            String value = environment.apply(name);
            return value == null || value.isBlank() ? null : value.trim();
        }

        /**
         * Returns the client.
         *
         * @throws IllegalArgumentException if an option cannot work; the message says what to do
         */
        public KGiTON build() {
            return new KGiTON(this);
        }
    }
}
