import type { PaymentSuccessEvent } from '@kgiton/sdk';
import { createWebhookHandler, type WebhookHandler } from '@kgiton/sdk/webhooks';
import { describeError } from './describe-error.js';
import type { OrderStore } from './orders.js';

export interface WebhookOptions {
  orders: OrderStore;
  webhookSecret: string;
  log: (line: string) => void;
}

/** The endpoint that KGiTON tells of payments. The SDK has verified the signature before an order is touched. */
export function createPaymentWebhook({ orders, webhookSecret, log }: WebhookOptions): WebhookHandler {
  // KGiTON may send a webhook more than once, and this may run again after a crash: marking twice must be harmless.
  async function onPaymentSuccess({ transaction_id, amount, paid_at }: PaymentSuccessEvent): Promise<void> {
    const order = await orders.findByTransaction(transaction_id);
    // To fail here would only make KGiTON send it again; a person has to look.
    if (!order) return log(`webhook: no order has the transaction ${transaction_id}`);
    if (amount !== order.total) return log(`webhook: ${transaction_id} paid Rp ${amount}, not Rp ${order.total}`);

    // The transaction may be one that the shop held for expired: money that came counts.
    const { paid } = await orders.markPaid(order.id, { at: paid_at, transactionId: transaction_id });
    if (paid?.transactionId !== transaction_id) log(`webhook: ${order.id} was paid twice, refund ${transaction_id}`);
  }

  return createWebhookHandler({
    secret: webhookSecret,
    onPaymentSuccess,
    onError: (error) => log(`webhook: ${describeError(error)}`),
  });
}
