// Generates a QRIS payment and prints the response. Run: java GeneratePayment.java (Java 17 or later)
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

public class GeneratePayment {
    private static final String BASE_URL = setting("KGITON_BASE_URL", "https://api.kgiton.com");
    private static final URI GENERATE = URI.create(BASE_URL + "/api/partner/payment/generate");
    private static final Set<Integer> RETRYABLE_STATUSES = Set.of(429, 502, 503, 504);

    /**
     * Retries when the response is lost or the gateway is busy. That is safe: the same
     * transaction_id with the same body takes no second token.
     */
    static HttpResponse<String> generatePayment(String body)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(GENERATE)
                .header("x-api-key", required("KGITON_API_KEY"))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (attempt == 3 || !RETRYABLE_STATUSES.contains(response.statusCode())) {
                    return response;
                }
            } catch (IOException lost) {
                if (attempt == 3) {
                    throw lost;
                }
            }
            Thread.sleep(attempt * 1000L);
        }
    }

    /** An environment variable. An empty one counts as missing. */
    static String setting(String name, String otherwise) {
        String value = System.getenv().getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    static String required(String name) {
        String value = setting(name, "");
        if (value.isEmpty()) {
            System.err.printf("Set %s.%n", name);
            System.exit(1);
        }
        return value;
    }

    public static void main(String[] arguments) throws InterruptedException {
        // transaction_id: your own, unique, and the same for every retry. amount: whole rupiah.
        // Java's standard library has no JSON. These values need no escaping; for others, and to
        // read the response, use your project's JSON library, such as Jackson or Gson.
        String webhookUrl = setting("KGITON_WEBHOOK_URL", "");
        String body = """
                {
                  "transaction_id": "TRX-2026-001",
                  "amount": 50000,
                  "license_key": "%s",
                  "payment_type": "QRIS",%s
                  "description": "Laundry Payment"
                }
                """.formatted(
                        required("KGITON_LICENSE_KEY"),
                        webhookUrl.isEmpty() ? "" : " \"webhook_url\": \"" + webhookUrl + "\",");
        try {
            HttpResponse<String> response = generatePayment(body);
            if (response.statusCode() == 200) {
                System.out.println(response.body());
                return;
            }
            // {"success":false,"code":"INVALID_LICENSE","message":"…"}
            System.err.printf("KGiTON responded with %d: %s%n", response.statusCode(), response.body());
        } catch (IOException lost) {
            System.err.printf("No response (%s). The payment may exist: ", lost);
            System.err.println("run this again, with the same transaction_id.");
        }
        System.exit(1);
    }
}
