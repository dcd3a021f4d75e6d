package com.kgiton.payments;

import static com.kgiton.payments.Shop.API_KEY;
import static com.kgiton.payments.Shop.LICENSE_KEY;
import static com.kgiton.payments.Shop.SECRET;
import static com.kgiton.payments.Shop.SECRETS;
import static com.kgiton.payments.Shop.assertShowsNone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kgiton.payments.Shop.Log;
import com.kgiton.payments.Shop.Server;
import com.kgiton.payments.testing.NewAccount;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

class SecretsTest {
    private static final PartnerPaymentRequest NAMED =
            Shop.REQUEST.toBuilder()
                    .customerName("Siti Nurhaliza")
                    .customerPhone("0812-3456")
                    .build();

    @Test
    void printingShowsNoSecret() {
        KGiTON kgiton =
                Shop.client("https://api.kgiton.com").header("X-Token", "header-secret").build();
        List<String> secrets = new ArrayList<>(SECRETS);
        secrets.addAll(List.of("Siti", "0812", "header-secret"));
        for (Object each :
                List.of(
                        kgiton,
                        kgiton.partnerPayment(),
                        kgiton.webhooks(),
                        NAMED,
                        NAMED.toBuilder(),
                        List.of(NAMED),
                        NewAccount.fromMap(Map.of("api_key", API_KEY)))) {
            secrets.forEach(
                    secret -> assertFalse(each.toString().contains(secret), each.toString()));
        }
        assertTrue(
                NAMED.toString()
                        .contains("transaction_id=TRX-1, amount=50000, license_key=[redacted]"),
                NAMED.toString());
    }

    @Test
    void aRequestIsSentWithItsSecrets() {
        assertEquals(LICENSE_KEY, NAMED.toMap().get("license_key"));
        assertEquals("Siti Nurhaliza", NAMED.toMap().get("customer_name"));
    }

    @Test
    void anExceptionOfAnHttpClientShowsNoSecret() {
        List<Function<HttpRequest, Exception>> failures =
                List.of(
                        request -> new IOException("cannot send " + request.headers().map()),
                        request ->
                                new IOException(
                                        "no",
                                        new IllegalStateException(
                                                "cannot send " + request.headers().map())),
                        request -> {
                            IOException failed = new IOException("no");
                            failed.addSuppressed(new IOException(API_KEY));
                            return failed;
                        },
                        request -> new IOException("license " + LICENSE_KEY),
                        request ->
                                new IllegalArgumentException("invalid header value: " + API_KEY));
        for (Function<HttpRequest, Exception> failure : failures) {
            PartnerPayment payments =
                    Shop.client("http://shop.example")
                            .httpClient(new Failing(failure))
                            .build()
                            .partnerPayment();
            NetworkException failed =
                    assertThrows(NetworkException.class, () -> payments.generateQris(NAMED));
            assertShowsNone(failed, SECRETS);
            assertTrue(failed.isOutcomeUnknown());
        }
    }

    @Test
    void aLogLineShowsNoSecret() {
        Log log = new Log();
        try (Server server = Server.of(503, "<p>" + API_KEY + " " + LICENSE_KEY + " " + SECRET)) {
            PartnerPayment payments =
                    Shop.client(server.url()).logger(log).build().partnerPayment();
            ServerException failed =
                    assertThrows(ServerException.class, () -> payments.generateQris(NAMED));
            assertShowsNone(failed, SECRETS);
        }
        String all = String.join("\n", log.lines);
        assertEquals(5, log.lines.size());
        SECRETS.forEach(secret -> assertFalse(all.contains(secret), all));
    }

    @Test
    void aSecretWithinAnotherOneLeavesNoRest() {
        String body =
                "{\"success\":false,\"code\":\"NEW\",\"message\":\"" + API_KEY + "-and-more\"}";
        try (Server server = Server.of(400, body)) {
            PartnerPayment payments =
                    Shop.client(server.url())
                            .webhookSecret(API_KEY + "-and-more")
                            .build()
                            .partnerPayment();
            KGiTONException failed =
                    assertThrows(KGiTONException.class, () -> payments.checkStatus("TRX-1"));
            assertEquals("[redacted]", failed.getMessage());
        }
    }

    @Test
    void anInvalidOptionIsNotQuotedWhereItMayBeAKey() {
        for (KGiTON.Builder builder :
                List.of(
                        Shop.client("https://api.kgiton.com").apiKey("kgiton_secret with space"),
                        Shop.client("https://user:header-secret@api.kgiton.com"),
                        Shop.client("https://header-secret%zz"),
                        Shop.client("https://api.kgiton.com")
                                .header("X-Token", "header-secret\n"))) {
            IllegalArgumentException failed =
                    assertThrows(IllegalArgumentException.class, builder::build);
            assertShowsNone(failed, List.of("secret"));
        }
    }

    /** The HttpClient of somebody else, whose exceptions know the request. */
    private static final class Failing extends HttpClient {
        private final Function<HttpRequest, Exception> failure;

        Failing(Function<HttpRequest, Exception> failure) {
            this.failure = failure;
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
                throws IOException {
            Exception failed = failure.apply(request);
            if (failed instanceof RuntimeException) {
                throw (RuntimeException) failed;
            }
            throw (IOException) failed;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request,
                HttpResponse.BodyHandler<T> handler,
                HttpResponse.PushPromiseHandler<T> pushes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return Optional.empty();
        }

        @Override
        public Redirect followRedirects() {
            return Redirect.NEVER;
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return Optional.empty();
        }

        @Override
        public SSLContext sslContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SSLParameters sslParameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return Optional.empty();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.empty();
        }
    }
}
