import { type PartnerPaymentType, type PaymentSuccessEvent, SIGNATURE_HEADER } from '@kgiton/contract';
import { type Payment, timestamp } from '../payments/payment.js';
import { hmac } from '../platform/node.js';

/** The bytes of a webhook, the same on each attempt. */
export interface WebhookMessage {
  body: string;
  headers: Readonly<Record<string, string>>;
}

/** What the event says of a payment. */
export interface PaidPayment {
  paymentId: string;
  transactionId: string;
  /** Whole rupiah. */
  amount: number;
  paymentType: PartnerPaymentType;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  paidAt: number;
}

/** The webhook of a payment that was paid. */
export function messageOf(
  { paymentId, transactionId, request }: Payment,
  paidAt: number,
  secret: string,
): WebhookMessage {
  const { amount, payment_type: paymentType } = request;
  const body = paymentSuccessBody({ paymentId, transactionId, amount, paymentType, paidAt }, secret);
  return { body, headers: webhookHeaders(body, secret) };
}

/**
 * The body of the `payment.success` webhook: compact JSON, with its properties in the documented order.
 *
 * @param more properties that a later version of the contract may add
 */
export function paymentSuccessBody(payment: PaidPayment, secret: string, more: Record<string, unknown> = {}): string {
  const unsigned = {
    event: 'payment.success',
    payment_id: payment.paymentId,
    transaction_id: payment.transactionId,
    amount: payment.amount,
    payment_type: payment.paymentType,
    paid_at: timestamp(payment.paidAt),
    ...more,
  } as const;
  const event: PaymentSuccessEvent = { ...unsigned, signature: hmac(JSON.stringify(unsigned), secret) };
  return JSON.stringify(event);
}

/** The headers of a webhook with this body. */
export function webhookHeaders(body: string, secret: string): Record<string, string> {
  return { 'content-type': 'application/json', [SIGNATURE_HEADER]: hmac(body, secret) };
}
