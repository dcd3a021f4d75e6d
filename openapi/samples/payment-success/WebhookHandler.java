// Receives webhooks from KGiTON. Run: java WebhookHandler.java (Java 17 or later)
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class WebhookHandler {
    private static final int MAX_BYTES = 1024 * 1024;

    private final SecretKeySpec secret;

    /** By payment id; in your application, use a unique column of your database. */
    private final Set<Object> processed = new HashSet<>();

    WebhookHandler(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
    }

    /** Compares in constant time. A missing or malformed signature counts as wrong. */
    boolean isFromKgiton(byte[] body, String signature) throws GeneralSecurityException {
        if (signature == null) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(secret);
        String expected = HexFormat.of().formatHex(mac.doFinal(body));
        return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    /** KGiTON delivers at least once, and a duplicate may arrive at the same moment. */
    synchronized void processOnce(Map<?, ?> event) {
        if (!processed.contains(event.get("payment_id"))) {
            // Move slow work to a queue: KGiTON waits 30 seconds for the response.
            System.out.println("Paid: " + event.get("transaction_id") + " " + event.get("amount"));
            processed.add(event.get("payment_id"));
        }
    }

    /** Returns the status of the response. */
    int receive(HttpExchange exchange) throws IOException, GeneralSecurityException {
        // The exact bytes: the signature covers them.
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            return 413;
        }
        if (!isFromKgiton(body, exchange.getRequestHeaders().getFirst("X-KGiTON-Signature"))) {
            return 401;
        }
        Object event;
        try {
            event = Json.parse(new String(body, UTF_8));
        } catch (IndexOutOfBoundsException | NumberFormatException notJson) {
            return 400;
        }
        // Later versions may add events; acknowledge them.
        if (event instanceof Map<?, ?> properties && "payment.success".equals(properties.get("event"))) {
            processOnce(properties);
        }
        return 204;
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

/**
 * Reads JSON into maps, lists, strings, numbers and booleans; Java's standard library cannot.
 * It reads all well-formed JSON, and KGiTON signs nothing else, but it does not detect every error.
 * In your project, use its JSON library, such as Jackson or Gson.
 */
final class Json {
    private final String text;
    private int at = 0;

    private Json(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        return new Json(text).value();
    }

    private Object value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> word();
        };
    }

    /** The next character that is no white space. */
    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private Map<String, Object> object() {
        Map<String, Object> properties = new HashMap<>();
        at++;
        while (next() != '}') {
            if (next() == ',') {
                at++;
                next();
            }
            String name = string();
            next();
            at++; // The colon.
            properties.put(name, value());
        }
        at++;
        return properties;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        at++;
        while (next() != ']') {
            if (next() == ',') {
                at++;
            }
            items.add(value());
        }
        at++;
        return items;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        while (text.charAt(++at) != '"') {
            char character = text.charAt(at);
            if (character == '\\') {
                character = text.charAt(++at);
                switch (character) {
                    case 'b' -> character = '\b';
                    case 'f' -> character = '\f';
                    case 'n' -> character = '\n';
                    case 'r' -> character = '\r';
                    case 't' -> character = '\t';
                    case 'u' -> {
                        character = (char) Integer.parseInt(text, at + 1, at + 5, 16);
                        at += 4;
                    }
                    default -> { } // A quote, a slash or a backslash stands for itself.
                }
            }
            value.append(character);
        }
        at++;
        return value.toString();
    }

    /** A number, true, false or null. */
    private Object word() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true", "false" -> Boolean.valueOf(word);
            case "null" -> null;
            default -> new BigDecimal(word);
        };
    }
}
