// Receives webhooks from KGiTON. Java 11 or later, with com.kgiton:kgiton-payments.
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.

import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PaymentSuccessEvent;
import com.kgiton.payments.WebhookEvent;
import com.kgiton.payments.WebhookSignatureException;
import com.kgiton.payments.Webhooks;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;

public class WebhookHandler {
    private static final int MAX_BYTES = 1024 * 1024;

    private final Webhooks webhooks;

    /** By payment id; in your application, use a unique column of your database. */
    private final Set<String> processed = new HashSet<>();

    WebhookHandler(String secret) {
        webhooks = new Webhooks(secret);
    }

    /** KGiTON delivers at least once, and a duplicate may arrive at the same moment. */
    synchronized void processOnce(PaymentSuccessEvent event) {
        if (!processed.contains(event.getPaymentId())) {
            // Move slow work to a queue: KGiTON waits 30 seconds for the response.
            System.out.println("Paid: " + event.getTransactionId() + " " + event.getAmount());
            processed.add(event.getPaymentId());
        }
    }

    /** Returns the status of the response. */
    int receive(HttpExchange exchange) throws IOException {
        // The exact bytes: the signature covers them. It is compared in constant time.
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            return 413;
        }
        try {
            WebhookEvent event = webhooks.unwrap(body, exchange.getRequestHeaders());
            // Later versions may add events; acknowledge them.
            if (event instanceof PaymentSuccessEvent) {
                processOnce((PaymentSuccessEvent) event);
            }
            return 204;
        } catch (WebhookSignatureException error) {
            System.err.println(error.getMessage());
            return 401;
        } catch (KGiTONException error) {
            System.err.println(error.getMessage()); // The signature is right, and the body is no event.
            return 400;
        }
    }

    public static void main(String[] arguments) throws IOException {
        String secret = System.getenv().getOrDefault("KGITON_WEBHOOK_SECRET", "");
        if (secret.isEmpty()) {
            System.err.println("Set KGITON_WEBHOOK_SECRET.");
            System.exit(1);
        }
        String port = System.getenv().getOrDefault("PORT", "");
        WebhookHandler handler = new WebhookHandler(secret);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port.isEmpty() ? 3000 : Integer.parseInt(port)), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/", exchange -> {
            int status = 500; // KGiTON retries.
            try {
                status = handler.receive(exchange);
            } catch (Exception error) {
                error.printStackTrace();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        System.out.println("Listening on http://127.0.0.1:" + server.getAddress().getPort());
    }
}
