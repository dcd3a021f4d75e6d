import java.time.Instant;
import java.util.List;
import kgitonpartnerpaymentapi.Kgiton;

public final class Redocly {
  public static void main(String[] args) throws Exception {
    Report.run(args[0], (url, call) -> {
      var auth = new Kgiton.Auth().apiKey("ApiKey", call.apiKey());
      var client = new Kgiton(new Kgiton.Config().serverUrl(url).auth(auth));

      try {
        if (call.operation().equals("getPaymentStatus")) {
          var status = client.getPaymentStatus(call.transactionId());
          return Report.status(
              status.success(), status.paymentId(), status.transactionId(), status.paymentStatus(), status.amount(),
              status.paymentType().wire(), status.gatewayTransactionId(),
              status.paidAt() == null ? null : Instant.parse(status.paidAt()), Instant.parse(status.expiresAt()),
              status.webhookSent(), Instant.parse(status.createdAt()));
        }
        var type = Kgiton.PartnerPaymentType.fromWire(call.paymentType());
        var isPage = type == Kgiton.PartnerPaymentType.CHECKOUT_PAGE;
        var items = List.of(new Kgiton.PaymentItem("1", "Laundry 5kg", call.amount(), 1L));
        var request = new Kgiton.PartnerPaymentRequest(
            call.transactionId(), call.amount(), call.licenseKey(), type,
            null, isPage ? 60L : null, null, isPage ? "https://shop.example/done" : null, isPage ? items : null,
            null, null, null);
        var payment = client.generatePayment(request);
        var qris = payment.qris();
        return Report.payment(
            payment.success(), payment.paymentId(), payment.transactionId(), payment.amount(),
            payment.paymentType().wire(), payment.paymentUrl(), Instant.parse(payment.expiresAt()),
            qris == null ? null : qris.qrContent(), qris == null ? null : qris.qrImageUrl());
      } catch (Kgiton.ApiException exception) {
        var body = Kgiton.ErrorResponse.fromJson(exception.body);
        var errors = body.errors() == null ? List.<Kgiton.FieldError>of() : body.errors();
        var paths = errors.stream().map(Kgiton.FieldError::path).toList();
        return Report.error(exception.status, body.code(), body.message(), paths);
      }
    });
  }
}
