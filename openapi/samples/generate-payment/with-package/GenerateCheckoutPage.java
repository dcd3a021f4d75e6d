// Generates a checkout page. Java 11 or later, with com.kgiton:kgiton-payments.
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

import com.kgiton.payments.CheckoutPagePaymentResponse;
import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PartnerPaymentRequest;
import com.kgiton.payments.PaymentItem;
import java.util.List;

public class GenerateCheckoutPage {
    public static void main(String[] arguments) {
        String webhookUrl = System.getenv().getOrDefault("KGITON_WEBHOOK_URL", "");
        try {
            KGiTON kgiton = KGiTON.builder().build(); // reads KGITON_API_KEY and KGITON_BASE_URL
            // The package retries when the response is lost or the gateway is busy. That is safe:
            // the same transaction id with the same body takes no second token.
            CheckoutPagePaymentResponse payment = kgiton.partnerPayment()
                    .generateCheckoutPage(PartnerPaymentRequest.builder()
                            .transactionId("TRX-2026-002") // your own, unique, and the same for every retry
                            .amount(150_000) // whole rupiah, the sum of the items
                            .licenseKey(System.getenv("KGITON_LICENSE_KEY"))
                            .description("Invoice #12345")
                            .webhookUrl(webhookUrl.isEmpty() ? null : webhookUrl)
                            .backUrl("https://myapp.com/payment/complete") // the customer's return proves no payment
                            .items(List.of(
                                    PaymentItem.builder().id("1").name("Laundry 5kg").price(100_000).quantity(1).build(),
                                    PaymentItem.builder().id("2").name("Extra Parfum").price(25_000).quantity(2).build()))
                            .build());
            System.out.println("Payment: " + payment.getPaymentId());
            System.out.println("Send the customer to: " + payment.getPaymentUrl());
            System.out.println("Pay before: " + payment.getExpiresAt());
        } catch (KGiTONException error) {
            System.err.println(error.getCodeAsString() + ": " + error.getMessage());
            if (error.isOutcomeUnknown()) {
                System.err.println("The payment may exist: run this again, with the same transaction id.");
            }
            System.exit(1);
        } catch (IllegalArgumentException error) { // an option is missing or invalid
            System.err.println(error.getMessage());
            System.exit(1);
        }
    }
}
