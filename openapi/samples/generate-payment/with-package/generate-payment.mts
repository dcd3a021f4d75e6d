// Generates a QRIS payment. Install @kgiton/sdk, then run: npx tsx generate-payment.mts
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
import { KGiTON, KGiTONError } from '@kgiton/sdk';

try {
  const kgiton = new KGiTON(); // reads KGITON_API_KEY and KGITON_BASE_URL
  // The SDK retries when the response is lost or the gateway is busy. That is safe:
  // the same transaction id with the same body takes no second token.
  const payment = await kgiton.partnerPayment.generateQris({
    transactionId: 'TRX-2026-001', // your own, unique, and the same for every retry
    amount: 50_000, // whole rupiah
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    description: 'Laundry Payment',
    webhookUrl: process.env.KGITON_WEBHOOK_URL || undefined,
  });
  console.log('Payment:', payment.payment_id);
  console.log('QR code:', payment.qris.qr_image_url);
  console.log('Pay before:', payment.expires_at);
} catch (error) {
  console.error(error instanceof KGiTONError ? `${error.code}: ${error.message}` : String(error));
  if (error instanceof KGiTONError && error.outcomeUnknown) {
    console.error('The payment may exist: run this again, with the same transaction id.');
  }
  process.exitCode = 1;
}
