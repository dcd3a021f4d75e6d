// Generates a QRIS payment. Install and run:
// npm install @kgiton/sdk
// npx tsx generate-payment.mts
import { KGiTON, KGiTONError } from '@kgiton/sdk';

const kgiton = new KGiTON(); // reads KGITON_API_KEY, and KGITON_BASE_URL if it is set

try {
  // The SDK retries when the response is lost or the gateway is busy. That is safe:
  // the same transaction id with the same body takes no second token.
  const payment = await kgiton.partnerPayment.generateQris({
    transactionId: 'TRX-2026-001', // your own, unique, and the same for every retry
    amount: 50_000, // whole rupiah
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    description: 'Laundry Payment',
    webhookUrl: process.env.KGITON_WEBHOOK_URL,
  });
  console.log('Payment:', payment.payment_id);
  console.log('QR code:', payment.qris.qr_image_url);
  console.log('Pay before:', payment.expires_at);
} catch (error) {
  if (!(error instanceof KGiTONError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  if (error.outcomeUnknown) {
    console.error('The payment may exist: run this again, with the same transaction id.');
  }
  process.exitCode = 1;
}
