import type { PaymentSuccessEvent } from '@kgiton/sdk';
import { createWebhookHandler, type WebhookHandler } from '@kgiton/sdk/webhooks';
import { describeError } from './describe-error.js';
import type { OrderStore } from './orders.js';

export interface WebhookOptions {
  orders: OrderStore;
  webhookSecret: string;
  log: (line: string) => void;
}

/** Handles KGiTON's payment webhooks. The SDK verifies the signature before the handler touches an order. */
export function createPaymentWebhook({ orders, webhookSecret, log }: WebhookOptions): WebhookHandler {
  // KGiTON may send a webhook more than once, and this may run again after a crash, so it must be idempotent.
  async function onPaymentSuccess({ transaction_id, amount, paid_at }: PaymentSuccessEvent): Promise<void> {
    const order = await orders.findByTransaction(transaction_id);
    // An error would only make KGiTON retry; these cases need a person.
    if (!order) return log(`webhook: no order for transaction ${transaction_id}`);
    if (amount !== order.total) return log(`webhook: ${transaction_id} paid Rp ${amount}, expected Rp ${order.total}`);

    // The payment may already count as expired in the shop. Money that arrived still counts.
    const { paid } = await orders.markPaid(order.id, { at: paid_at, transactionId: transaction_id });
    if (paid?.transactionId !== transaction_id) log(`webhook: ${order.id} was paid twice; refund ${transaction_id}`);
  }

  return createWebhookHandler({
    secret: webhookSecret,
    onPaymentSuccess,
    onError: (error) => log(`webhook: ${describeError(error)}`),
  });
}
