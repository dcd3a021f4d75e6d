import { type KGiTON, KGiTONError, type PartnerPaymentType, type PaymentOf } from '@kgiton/sdk';
import type { Attempt, Order, OrderStore } from './orders.js';

export interface PaymentsOptions {
  kgiton: KGiTON;
  orders: OrderStore;
  licenseKey: string;
  publicUrl: string;
  /** Returns milliseconds since the Unix epoch. */
  now: () => number;
}

export type OrderState = 'new' | 'waiting' | 'expired' | 'failed' | 'disputed' | 'paid' | 'cancelled';

/** Returns the state of an order. Only KGiTON's word marks it as paid: a customer returning to its page proves nothing. */
export function stateOf(order: Order, now: number): OrderState {
  const last = order.attempts.at(-1);
  if (order.isCancelled) return 'cancelled';
  if (order.paid) return 'paid';
  if (order.attempts.some(({ isDisputed }) => isDisputed)) return 'disputed';
  if (!last?.payment) return 'new';
  return last.ended ?? (isExpired(last.payment, now) ? 'expired' : 'waiting');
}

/**
 * Returns the payment that the customer can pay now: the open one, or a new one. However often it is called, and from
 * however many tabs, it takes only one token: the transaction id is derived from the order, and KGiTON responds to the
 * same id and body with the same payment. Returns undefined if the order has been paid or cancelled in the meantime.
 *
 * @throws {KGiTONError} when KGiTON rejects the request or does not respond
 */
export async function startPayment(
  order: Order,
  chosen: PartnerPaymentType,
  { kgiton, orders, licenseKey, publicUrl, now }: PaymentsOptions,
): Promise<PaymentOf | undefined> {
  const last = order.attempts.at(-1);
  if (last?.payment && stateOf(order, now()) === 'waiting') return last.payment;

  // Saved before the request is sent, so that after a crash, a lost response or a second click the shop repeats the same
  // request. It does so even if the customer has chosen the other payment type since: KGiTON rejects a transaction id
  // that comes back with a different body.
  const planned: Attempt = { transactionId: nextTransactionId(order), paymentType: chosen, startedAt: now() };
  const started = await orders.startAttempt(order.id, planned);
  if (!started) return undefined;
  const { transactionId, paymentType } = started;
  try {
    const payment = await kgiton.partnerPayment.generate({
      transaction_id: transactionId,
      payment_type: paymentType,
      amount: order.total,
      license_key: licenseKey,
      description: `Laundry ${order.id}`,
      customer_name: order.customerName,
      items: [...order.items],
      webhook_url: `${publicUrl}/webhook/payment`,
      back_url: `${publicUrl}/orders/${order.id}`,
    });
    await orders.savePayment(order.id, payment);
    return payment;
  } catch (error) {
    // Definitely rejected: the transaction id is unused, and the customer may choose again.
    if (error instanceof KGiTONError && !error.outcomeUnknown) await orders.dropAttempt(order.id, transactionId);
    throw error;
  }
}

/** `ORDER-7K…`, then `ORDER-7K…-2` once that has expired or failed: a transaction id stands for one payment, forever. */
function nextTransactionId({ id, attempts }: Order): string {
  const last = attempts.at(-1);
  if (last && !last.payment) return last.transactionId;
  return attempts.length === 0 ? id : `${id}-${attempts.length + 1}`;
}

function isExpired({ expires_at }: PaymentOf, now: number): boolean {
  return now >= Date.parse(expires_at);
}
