import { InsufficientTokensError, KGiTON, KGiTONError, ValidationError } from '@kgiton/sdk';

const kgiton = new KGiTON();

try {
  const payment = await kgiton.partnerPayment.generateQris({
    transactionId: 'TRX-2026-001',
    amount: 50_000,
    licenseKey: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
  });
  console.log(payment.qris.qr_content, payment.expires_at);
} catch (error) {
  if (error instanceof ValidationError) console.error(error.errors);
  else if (error instanceof InsufficientTokensError) console.error('Top up the license key.');
  else if (error instanceof KGiTONError) console.error(error.code, error.message, error.requestId);
  else throw error;
}
