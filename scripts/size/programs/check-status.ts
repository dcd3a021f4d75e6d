import { KGiTON, TransactionNotFoundError } from '@kgiton/sdk';

const kgiton = new KGiTON();

try {
  const { payment_status, paid_at } = await kgiton.partnerPayment.checkStatus('TRX-2026-001');
  console.log(payment_status, paid_at);
} catch (error) {
  if (!(error instanceof TransactionNotFoundError)) throw error;
  console.error('No payment has this transaction id.');
}
