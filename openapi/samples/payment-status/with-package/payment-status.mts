// Asks whether a payment has been paid. Install and run:
// npm install @kgiton/sdk
// npx tsx payment-status.mts
import { KGiTON, KGiTONError } from '@kgiton/sdk';

const kgiton = new KGiTON(); // reads KGITON_API_KEY, and KGITON_BASE_URL if it is set

try {
  // Asking takes no token. To ask until the payment is paid or over: waitForPayment.
  const payment = await kgiton.partnerPayment.checkStatus('TRX-2026-001');
  console.log('Status:', payment.payment_status); // pending, paid, expired or failed
  console.log('Paid at:', payment.paid_at ?? 'not yet');
} catch (error) {
  if (!(error instanceof KGiTONError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
