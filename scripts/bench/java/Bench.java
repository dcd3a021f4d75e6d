// Microseconds per call of the Java package and of the same by hand, measured in turn: java -cp ... Bench.java URL

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.kgiton.payments.KGiTON;
import com.kgiton.payments.PartnerPaymentRequest;
import com.kgiton.payments.Webhooks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class Bench {
    private static final String SECRET = "whsec_test_kgiton";
    private static final String API_KEY = "kgiton_your_api_key_here";
    private static final String LICENSE_KEY = "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX";
    private static final int ROUNDS = 500;
    private static final int CALLS = 10;

    /** So many rounds go before, until what is compared is compiled. */
    private static final int WARM_UP = 500;

    private static final JsonFactory JSON = new JsonFactory();

    public static void main(String[] args) throws Exception {
        KGiTON kgiton = KGiTON.builder().apiKey(API_KEY).baseUrl(args[0]).build();
        PartnerPaymentRequest request = PartnerPaymentRequest.builder()
                .transactionId("TRX-2026-001")
                .amount(50000)
                .licenseKey(LICENSE_KEY)
                .build();
        HttpClient plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        double[] calls = compare(
                () -> kgiton.partnerPayment().generateQris(request).getPaymentId(), () -> plainCall(plain, args[0]));

        Webhooks webhooks = new Webhooks(SECRET);
        byte[] body = ("{\"event\":\"payment.success\",\"payment_id\":\"PAY-ABC123\",\"transaction_id\":\"TRX-2026-001\","
                        + "\"amount\":50000,\"payment_type\":\"QRIS\",\"paid_at\":\"2026-01-15T10:25:00Z\"}")
                .getBytes(StandardCharsets.UTF_8);
        String signature = Webhooks.sign(body, SECRET);
        double[] verifications = compare(() -> webhooks.verify(body, signature), () -> plainVerify(body, signature));
        System.out.printf(
                java.util.Locale.ROOT,
                "{\"call\":%f,\"plainCall\":%f,\"verify\":%f,\"plainVerify\":%f}%n",
                calls[0],
                calls[1],
                verifications[0],
                verifications[1]);
    }

    /** What a program by hand does. */
    private static String plainCall(HttpClient client, String url) throws Exception {
        String body = "{\"transaction_id\":\"TRX-2026-001\",\"amount\":50000,\"license_key\":\"" + LICENSE_KEY
                + "\",\"payment_type\":\"QRIS\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/partner/payment/generate"))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .header("x-api-key", API_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        String paymentId = null;
        Instant expiresAt = null;
        try (JsonParser parser = JSON.createParser(response.body())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "payment_id".equals(parser.currentName())) {
                    paymentId = parser.getText();
                } else if (parser.currentToken() == JsonToken.VALUE_STRING && "expires_at".equals(parser.currentName())) {
                    expiresAt = Instant.parse(parser.getText());
                }
            }
        }
        return paymentId + expiresAt;
    }

    private static boolean plainVerify(byte[] body, String signature) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal(body));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** The medians of both. They take turns. */
    private static double[] compare(Callable<?> ours, Callable<?> theirs) throws Exception {
        double[][] samples = new double[2][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double[] both = {time(ours), time(theirs)};
            if (round >= 0) {
                samples[0][round] = both[0];
                samples[1][round] = both[1];
            }
        }
        for (double[] each : samples) {
            Arrays.sort(each);
        }
        return new double[] {samples[0][ROUNDS / 2], samples[1][ROUNDS / 2]};
    }

    /** The mean of a few calls, so that a busy machine slows both alike. */
    private static double time(Callable<?> subject) throws Exception {
        long start = System.nanoTime();
        for (int call = 0; call < CALLS; call++) {
            Object result = subject.call();
            if (result == null || result.equals(false)) {
                throw new IllegalStateException("no result");
            }
        }
        return (System.nanoTime() - start) / 1000.0 / CALLS;
    }
}
