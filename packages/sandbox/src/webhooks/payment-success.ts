import { createHmac } from 'node:crypto';
import type { PaymentSuccessEvent } from '@kgiton/contract';
import { timestamp } from '../engine/engine.js';
import type { Payment } from '../engine/store.js';

/** Lowercase hex HMAC-SHA256, as the contract signs. */
export function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** The body of the `payment.success` webhook: compact JSON, members in the documented order. */
export function paymentSuccessBody({ paymentId, request, paidAt = 0 }: Payment, secret: string): string {
  const unsigned = {
    event: 'payment.success',
    payment_id: paymentId,
    transaction_id: request.transaction_id,
    amount: request.amount,
    payment_type: request.payment_type,
    paid_at: timestamp(paidAt),
  } as const;
  const event: PaymentSuccessEvent = { ...unsigned, signature: hmac(JSON.stringify(unsigned), secret) };
  return JSON.stringify(event);
}
