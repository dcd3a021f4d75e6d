import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the calls of the test, and prints what became of each. */
final class Report {
  record Call(
      String operation, String apiKey, String transactionId, long amount, String licenseKey, String paymentType) {}

  interface Client {
    /** Returns what {@link #payment}, {@link #status} or {@link #error} makes. */
    String outcomeOf(String url, Call call) throws Exception;
  }

  static void run(String url, Client client) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      var fields = line.split("\t");
      var call = new Call(fields[1], fields[2], fields[3], Long.parseLong(fields[4]), fields[5], fields[6]);
      System.out.println("{\"name\":" + text(fields[0]) + "," + client.outcomeOf(url, call) + "}");
    }
  }

  static String payment(
      boolean success, String paymentId, String transactionId, long amount, String paymentType, Object paymentUrl,
      TemporalAccessor expiresAt, String qrContent, Object qrImageUrl) {
    return "\"payment\":{\"success\":" + success + ",\"payment_id\":" + text(paymentId)
        + ",\"transaction_id\":" + text(transactionId) + ",\"amount\":" + amount
        + ",\"payment_type\":" + text(paymentType) + ",\"payment_url\":" + text(paymentUrl)
        + ",\"expires_at\":" + seconds(expiresAt) + ",\"qr_content\":" + text(qrContent)
        + ",\"qr_image_url\":" + text(qrImageUrl) + "}";
  }

  static String status(
      boolean success, String paymentId, String transactionId, String paymentStatus, long amount, String paymentType,
      String gatewayTransactionId, TemporalAccessor paidAt, TemporalAccessor expiresAt, boolean webhookSent,
      TemporalAccessor createdAt) {
    return "\"status\":{\"success\":" + success + ",\"payment_id\":" + text(paymentId)
        + ",\"transaction_id\":" + text(transactionId) + ",\"payment_status\":" + text(paymentStatus)
        + ",\"amount\":" + amount + ",\"payment_type\":" + text(paymentType)
        + ",\"gateway_transaction_id\":" + text(gatewayTransactionId) + ",\"paid_at\":" + seconds(paidAt)
        + ",\"expires_at\":" + seconds(expiresAt) + ",\"webhook_sent\":" + webhookSent
        + ",\"created_at\":" + seconds(createdAt) + "}";
  }

  static String error(int status, String code, String message, List<String> paths) {
    return "\"error\":{\"status\":" + status + ",\"code\":" + text(code) + ",\"message\":" + text(message)
        + ",\"errors\":" + paths.stream().map(Report::text).collect(Collectors.joining(",", "[", "]")) + "}";
  }

  private static Long seconds(TemporalAccessor time) {
    return time == null ? null : time.getLong(ChronoField.INSTANT_SECONDS);
  }

  private static String text(Object value) {
    return value == null ? "null" : '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Report() {}
}
