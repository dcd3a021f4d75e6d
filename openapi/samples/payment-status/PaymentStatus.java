// Asks whether a payment has been paid and prints the response. Run: java PaymentStatus.java (Java 17 or later)
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

public class PaymentStatus {
    private static final String BASE_URL = setting("KGITON_BASE_URL", "https://api.kgiton.com");
    private static final Set<Integer> RETRYABLE_STATUSES = Set.of(502, 504);
    private static final long INTERVAL = 5000; // milliseconds; ask no more often

    /** Asking takes no token and changes nothing, so it is repeated when it fails. */
    static HttpResponse<String> paymentStatus(String transactionId)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        String id = URLEncoder.encode(transactionId, UTF_8).replace("+", "%20");
        URI uri = URI.create(BASE_URL + "/api/partner/payment/status/" + id);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("x-api-key", required("KGITON_API_KEY"))
                .timeout(Duration.ofSeconds(30))
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
            Thread.sleep(INTERVAL);
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
        try {
            HttpResponse<String> response = paymentStatus("TRX-2026-001");
            if (response.statusCode() == 200) {
                // {"success":true,…,"payment_status":"paid",…}. Read it with your project's JSON library.
                System.out.println(response.body());
                return;
            }
            // {"success":false,"code":"TRANSACTION_NOT_FOUND","message":"…"}
            System.err.printf("KGiTON responded with %d: %s%n", response.statusCode(), response.body());
        } catch (IOException lost) {
            System.err.printf("No response (%s). Ask again later.%n", lost);
        }
        System.exit(1);
    }
}
