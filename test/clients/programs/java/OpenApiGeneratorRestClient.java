import com.fasterxml.jackson.annotation.JsonInclude;
import com.kgiton.client.ApiClient;
import com.kgiton.client.api.PaymentsApi;
import com.kgiton.client.model.ErrorResponse;
import com.kgiton.client.model.FieldError;
import com.kgiton.client.model.PartnerPaymentRequest;
import com.kgiton.client.model.PartnerPaymentType;
import com.kgiton.client.model.PaymentItem;
import java.net.URI;
import org.springframework.web.client.RestClientResponseException;

public final class OpenApiGeneratorRestClient {
  public static void main(String[] args) throws Exception {
    Report.run(args[0], (url, call) -> {
      var key = call.apiKey();
      // Without this, the client sends null for what is not set, which is refused.
      var mapper = ApiClient.createDefaultMapper(null).setSerializationInclusion(JsonInclude.Include.NON_NULL);
      var client = new ApiClient(ApiClient.buildRestClient(mapper)).setBasePath(url);
      client.setApiKey(key);

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
      } catch (RestClientResponseException exception) {
        var body = exception.getResponseBodyAs(ErrorResponse.class);
        var paths = body.getErrors().stream().map(FieldError::getPath).toList();
        return Report.error(exception.getStatusCode().value(), body.getCode(), body.getMessage(), paths);
      }
    });
  }
}
