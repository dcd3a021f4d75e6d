package com.kgiton.payments;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** What the tests have in common: keys, responses, and servers that send them. */
final class Shop {
    static final String API_KEY = "kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u";
    static final String SECRET = "whsec_9f8e7d6c5b4a";
    static final String LICENSE_KEY = "AB12C-DE34F-GH56J-KL78M-NP90Q";
    static final List<String> SECRETS = List.of(API_KEY, SECRET, LICENSE_KEY);
    static final String QRIS_PAYMENT =
            "{\"success\":true,\"payment_id\":\"PAY-1\",\"transaction_id\":\"TRX-1\","
                + "\"amount\":50000,\"payment_type\":\"QRIS\",\"payment_url\":null,\"expires_at\":\"2026-01-15T10:30:00Z\","
                + "\"qris\":{\"qr_content\":\"0\",\"qr_image_url\":\"https://x\"}}";
    static final String PENDING_STATUS =
            "{\"success\":true,\"payment_id\":\"PAY-1\",\"transaction_id\":\"TRX-1\","
                + "\"payment_status\":\"pending\",\"amount\":50000,\"payment_type\":\"QRIS\",\"gateway_transaction_id\":null,"
                + "\"paid_at\":null,\"expires_at\":\"2026-01-15T10:30:00Z\",\"webhook_sent\":false,"
                + "\"created_at\":\"2026-01-15T10:00:00Z\"}";
    static final PartnerPaymentRequest REQUEST =
            PartnerPaymentRequest.builder()
                    .transactionId("TRX-1")
                    .amount(50000)
                    .licenseKey(LICENSE_KEY)
                    .build();
    static final UnaryOperator<String> NO_ENVIRONMENT = name -> null;

    private Shop() {}

    static KGiTON.Builder client(String url) {
        return KGiTON.builder()
                .environment(NO_ENVIRONMENT)
                .apiKey(API_KEY)
                .webhookSecret(SECRET)
                .baseUrl(url)
                .logger(new Log())
                .clock(new TestClock());
    }

    /**
     * Looks for secrets in whatever a program may print or log of an exception, and of its causes.
     */
    static void assertShowsNone(Throwable failed, List<String> secrets) {
        StringWriter text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        for (String secret : secrets) {
            assertFalse(text.toString().contains(secret), () -> "a secret in " + text);
        }
    }

    /** Responds to a request. */
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** A server of a test. */
    static final class Server implements AutoCloseable {
        private final HttpServer server;
        final List<HttpExchange> requests = new CopyOnWriteArrayList<>();

        Server(Handler handler) {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(
                    Executors.newCachedThreadPool(
                            task -> {
                                Thread thread = new Thread(task);
                                thread.setDaemon(true);
                                return thread;
                            }));
            server.createContext(
                    "/",
                    exchange -> {
                        requests.add(exchange);
                        handler.handle(exchange);
                    });
            server.start();
        }

        /** Responds to every request with this status and body. */
        static Server of(int status, String body) {
            return new Server(exchange -> respond(exchange, status, body));
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        static void respond(HttpExchange exchange, int status, String body) throws IOException {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Keeps what is logged. */
    static class Log implements System.Logger {
        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            lines.add(
                    level
                            + " "
                            + message
                            + Optional.ofNullable(thrown).map(String::valueOf).orElse(""));
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            lines.add(level + " " + format);
        }
    }
}
