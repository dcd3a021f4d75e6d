import com.kgiton.client.ApiClient;
import com.kgiton.client.ApiException;
import com.kgiton.client.api.PaymentsApi;
import com.kgiton.client.model.ErrorResponse;
import com.kgiton.client.model.FieldError;
import com.kgiton.client.model.PartnerPaymentRequest;
import com.kgiton.client.model.PartnerPaymentType;
import com.kgiton.client.model.PaymentItem;
import java.net.URI;

public final class OpenApiGeneratorNative {
  public static void main(String[] args) throws Exception {
    Report.run(args[0], (url, call) -> {
      var key = call.apiKey();
      var client = new ApiClient();
      client.updateBaseUri(url);
      client.setRequestInterceptor(request -> request.header("x-api-key", key));

      try {
        if (call.operation().equals("getPaymentStatus")) {
          var status = new PaymentsApi(client).getPaymentStatus(call.transactionId());
          return Report.status(
              status.getSuccess(), status.getPaymentId(), status.getTransactionId(), status.getPaymentStatus(),
              status.getAmount(), status.getPaymentType().getValue(), status.getGatewayTransactionId(),
              status.getPaidAt(), status.getExpiresAt(), status.getWebhookSent(), status.getCreatedAt());
        }
        var request = new PartnerPaymentRequest()
            .transactionId(call.transactionId())
            .amount(call.amount())
            .licenseKey(call.licenseKey())
            .paymentType(PartnerPaymentType.fromValue(call.paymentType()));
        if (request.getPaymentType() == PartnerPaymentType.CHECKOUT_PAGE) {
          request.expiryMinutes(60).backUrl(URI.create("https://shop.example/done"))
              .addItemsItem(new PaymentItem().id("1").name("Laundry 5kg").price(call.amount()).quantity(1));
        }
        var payment = new PaymentsApi(client).generatePayment(request);
        var qris = payment.getQris();
        return Report.payment(
            payment.getSuccess(), payment.getPaymentId(), payment.getTransactionId(), payment.getAmount(),
            payment.getPaymentType().getValue(), payment.getPaymentUrl(), payment.getExpiresAt(),
            qris == null ? null : qris.getQrContent(), qris == null ? null : qris.getQrImageUrl());
      } catch (ApiException exception) {
        var body = client.getObjectMapper().readValue(exception.getResponseBody(), ErrorResponse.class);
        var paths = body.getErrors().stream().map(FieldError::getPath).toList();
        return Report.error(exception.getCode(), body.getCode(), body.getMessage(), paths);
      }
    });
  }
}
