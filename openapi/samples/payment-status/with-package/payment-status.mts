// Asks whether a payment has been paid. Install @kgiton/sdk, then run: npx tsx payment-status.mts
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
import { KGiTON, KGiTONError } from '@kgiton/sdk';

try {
  const kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
  // Asking takes no token. To ask until the payment is paid or over: waitForPayment.
  const payment = await kgiton.partnerPayment.checkStatus('TRX-2026-001');
  console.log('Status:', payment.payment_status); // pending, paid, expired or failed
  console.log('Paid at:', payment.paid_at ?? 'not yet');
} catch (error) {
  console.error(error instanceof KGiTONError ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
}
