import { KGiTON } from '@kgiton/sdk';

const kgiton = new KGiTON();

const { qris } = await kgiton.partnerPayment.generateQris({
  transactionId: 'TRX-2026-001',
  amount: 50_000,
  licenseKey: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
});
console.log(qris.qr_content);
const { payment_status } = await kgiton.partnerPayment.waitForPayment('TRX-2026-001');
if (payment_status === 'paid') console.log('Print the receipt.');
