// Asks whether a payment has been paid. Java 11 or later, with com.kgiton:kgiton-payments.
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.

import com.kgiton.payments.KGiTON;
import com.kgiton.payments.KGiTONException;
import com.kgiton.payments.PaymentStatusResponse;

public class PaymentStatus {
    public static void main(String[] arguments) {
        try {
            KGiTON kgiton = KGiTON.builder().build(); // reads KGITON_API_KEY and KGITON_BASE_URL
            // Asking takes no token. To ask until the payment is paid or over: waitForPayment.
            PaymentStatusResponse payment = kgiton.partnerPayment().checkStatus("TRX-2026-001");
            switch (payment.getPaymentStatus()) {
                case PAID:
                    System.out.println("Status: paid at " + payment.getPaidAt().orElseThrow());
                    break;
                case EXPIRED:
                case FAILED:
                    System.out.println("Status: over, and not paid");
                    break;
                default: // also a status of a later version
                    System.out.println("Status: pending");
            }
        } catch (KGiTONException error) {
            System.err.println(error.getCodeAsString() + ": " + error.getMessage());
            System.exit(1);
        } catch (IllegalArgumentException error) { // an option is missing or invalid
            System.err.println(error.getMessage());
            System.exit(1);
        }
    }
}
