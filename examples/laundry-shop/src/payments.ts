import { type KGiTON, KGiTONError, type PartnerPaymentType, type PaymentOf } from '@kgiton/sdk';
import type { Attempt, Order, OrderStore } from './orders.js';

export interface PaymentsOptions {
  kgiton: KGiTON;
  orders: OrderStore;
  licenseKey: string;
  publicUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type OrderState = 'new' | 'waiting' | 'expired' | 'paid';

/** Where an order stands. Only a webhook makes it paid; that a customer came back to its page proves nothing. */
export function stateOf(order: Order, now: number): OrderState {
  const payment = order.attempts.at(-1)?.payment;
  if (order.paid) return 'paid';
  if (!payment) return 'new';
  return isExpired(payment, now) ? 'expired' : 'waiting';
}

/**
 * Gives the payment that the customer can pay now: the one that is open, or a new one. However often and from however
 * many tabs it is called, it takes one token, because the transaction id comes from the order: KGiTON answers the same
 * id and body with the same payment.
 *
 * @throws {KGiTONError} when KGiTON refuses, or does not answer
 */
export async function startPayment(
  order: Order,
  chosen: PartnerPaymentType,
  { kgiton, orders, licenseKey, publicUrl, now }: PaymentsOptions,
): Promise<PaymentOf> {
  const last = order.attempts.at(-1);
  if (last?.payment && !isExpired(last.payment, now())) return last.payment;

  // Written down before KGiTON is asked. After a crash, a lost answer or a second click the same request is sent again,
  // even if the customer has chosen the other way to pay meanwhile: for KGiTON that would be a different payment.
  const planned: Attempt = { transactionId: nextTransactionId(order), paymentType: chosen };
  const { transactionId, paymentType } = await orders.startAttempt(order.id, planned);
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
    // Refused for certain: the transaction id is free, and the customer may choose again.
    if (error instanceof KGiTONError && !error.outcomeUnknown) await orders.dropAttempt(order.id, transactionId);
    throw error;
  }
}

/** `ORDER-7K…` at first, and `ORDER-7K…-2` when that has expired: an id of KGiTON's stands for one payment for ever. */
function nextTransactionId({ id, attempts }: Order): string {
  const last = attempts.at(-1);
  if (last && !last.payment) return last.transactionId;
  return attempts.length === 0 ? id : `${id}-${attempts.length + 1}`;
}

function isExpired({ expires_at }: PaymentOf, now: number): boolean {
  return now >= Date.parse(expires_at);
}
