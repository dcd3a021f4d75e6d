// mvn test, or gradle test
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentTest {
    private static final String SECRET = "whsec_test_kgiton";
    private static final Map<String, String> ENV = System.getenv();
    // Where the sandbox reaches this test; from a container, host.docker.internal.
    private static final String WEBHOOK_HOST = ENV.getOrDefault("WEBHOOK_HOST", "127.0.0.1");

    private static final HttpClient client = HttpClient.newHttpClient();
    private static String sandbox = ENV.get("KGITON_SANDBOX_URL");
    private static Process process;

    // An API key of each test alone, so that tests can run in parallel.
    private final String apiKey = "kgiton_" + UUID.randomUUID().toString().replace("-", "");
    private final List<String> paidOrders = new CopyOnWriteArrayList<>();
    private HttpServer shop;

    /** Starts a sandbox for all tests. Another command is "node kgiton-sandbox.cjs". */
    @BeforeAll
    static void startSandbox() throws Exception {
        if (sandbox == null) {
            String given = ENV.getOrDefault("KGITON_SANDBOX_COMMAND", "kgiton-sandbox");
            List<String> command = new ArrayList<>(List.of(given.split(" ")));
            command.addAll(List.of("--port", "0", "--json"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
            sandbox = valueOf("url", line);
        }
        for (int attempt = 0; !isHealthy(); attempt++) {
            if (attempt == 300) throw new IllegalStateException(sandbox + " does not respond");
            Thread.sleep(100);
        }
    }

    @AfterAll
    static void stopSandbox() throws InterruptedException {
        if (process == null) return;
        process.destroy();
        process.waitFor();
    }

    @BeforeEach
    void startShop() throws IOException {
        int anyPort = 0;
        shop = HttpServer.create(
                WEBHOOK_HOST.equals("127.0.0.1")
                        ? new InetSocketAddress(WEBHOOK_HOST, anyPort)
                        : new InetSocketAddress(anyPort),
                0);
        shop.createContext("/webhook/payment", this::receive);
        shop.start();
    }

    @AfterEach
    void stopShop() {
        shop.stop(0);
    }

    @Test
    void anOrderIsPaidOnceItsWebhookHasArrived() throws Exception {
        String webhookUrl = "http://" + WEBHOOK_HOST + ":" + shop.getAddress().getPort() + "/webhook/payment";
        call("POST", "/api/partner/payment/generate", """
                {
                  "transaction_id": "ORDER-1",
                  "amount": 50000,
                  "license_key": "SANDB-ACTIV-E0000-00000-00001",
                  "payment_type": "QRIS",
                  "webhook_url": "%s"
                }""".formatted(webhookUrl));
        call("POST", "/_sandbox/payments/ORDER-1/pay", "");
        call("GET", "/_sandbox/deliveries?payment=ORDER-1&state=delivered&wait=5000", "");
        assertEquals(List.of("ORDER-1"), paidOrders);
    }

    /** Stands in for the webhook handler of your application. */
    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signature = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-KGiTON-Signature")).orElse("");
        boolean isValid = MessageDigest.isEqual(sign(body).getBytes(), signature.getBytes());
        if (isValid) paidOrders.add(valueOf("transaction_id", new String(body, StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(isValid ? 200 : 401, -1);
        exchange.close();
    }

    private static String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-api-key", apiKey)
                .header("content-type", "application/json")
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
    }

    private static boolean isHealthy() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox + "/_sandbox/health")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A text in JSON; your application has a library for it. */
    private static String valueOf(String name, String json) {
        Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!value.find()) throw new IllegalArgumentException(name + " is missing in " + json);
        return value.group(1);
    }
}
