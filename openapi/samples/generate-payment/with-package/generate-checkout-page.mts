// Generates a checkout page. Install @kgiton/sdk, then run: npx tsx generate-checkout-page.mts
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
import { KGiTON, KGiTONError } from '@kgiton/sdk';

try {
  const kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
  // The SDK retries when the response is lost or the gateway is busy. That is safe:
  // the same transaction id with the same body takes no second token.
  const payment = await kgiton.partnerPayment.generateCheckoutPage({
    transactionId: 'TRX-2026-002', // your own, unique, and the same for every retry
    amount: 150_000, // whole rupiah, the sum of the items
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    description: 'Invoice #12345',
    webhookUrl: process.env.KGITON_WEBHOOK_URL || undefined,
    backUrl: 'https://myapp.com/payment/complete', // the customer's return proves no payment
    items: [
      { id: '1', name: 'Laundry 5kg', price: 100_000, quantity: 1 },
      { id: '2', name: 'Extra Parfum', price: 25_000, quantity: 2 },
    ],
  });
  console.log('Payment:', payment.payment_id);
  console.log('Send the customer to:', payment.payment_url);
  console.log('Pay before:', payment.expires_at);
} catch (error) {
  console.error(error instanceof KGiTONError ? `${error.code}: ${error.message}` : String(error));
  if (error instanceof KGiTONError && error.outcomeUnknown) {
    console.error('The payment may exist: run this again, with the same transaction id.');
  }
  process.exitCode = 1;
}
