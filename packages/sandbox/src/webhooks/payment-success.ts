import { createHmac } from 'node:crypto';
import { type PartnerPaymentType, type PaymentSuccessEvent, SIGNATURE_HEADER } from '@kgiton/contract';
import { timestamp } from '../payments/timestamp.js';

/** What the event tells of a payment. */
export interface PaidPayment {
  paymentId: string;
  transactionId: string;
  /** Whole rupiah. */
  amount: number;
  paymentType: PartnerPaymentType;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  paidAt: number;
}

/** Lowercase hex HMAC-SHA256, as the contract signs. */
export function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/**
 * The body of the `payment.success` webhook: compact JSON, members in the documented order.
 *
 * @param more members that a later version of the contract may add
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
