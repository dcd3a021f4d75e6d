// Generates a QRIS payment. Java 11 or later, with com.kgiton:kgiton-payments.
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.

import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PartnerPaymentRequest;
import com.kgiton.payments.QrisPaymentResponse;

public class GeneratePayment {
    public static void main(String[] arguments) {
        String webhookUrl = System.getenv().getOrDefault("KGITON_WEBHOOK_URL", "");
        try {
            KGiTON kgiton = KGiTON.builder().build(); // reads KGITON_API_KEY and KGITON_BASE_URL
            // The package retries when the response is lost or the gateway is busy. That is safe:
            // the same transaction id with the same body takes no second token.
            QrisPaymentResponse payment = kgiton.partnerPayment()
                    .generateQris(PartnerPaymentRequest.builder()
                            .transactionId("TRX-2026-001") // your own, unique, and the same for every retry
                            .amount(50_000) // whole rupiah
                            .licenseKey(System.getenv("KGITON_LICENSE_KEY"))
                            .description("Laundry Payment")
                            .webhookUrl(webhookUrl.isEmpty() ? null : webhookUrl)
                            .build());
            System.out.println("Payment: " + payment.getPaymentId());
            System.out.println("QR code: " + payment.getQris().getQrImageUrl());
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
