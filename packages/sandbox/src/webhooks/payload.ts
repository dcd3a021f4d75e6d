import { SIGNATURE_HEADER } from '@kgiton/contract';
import type { Payment } from '../payments/payment.js';
import type { WebhookFault } from './faults.js';
import { paymentSuccessBody, webhookHeaders } from './payment-success.js';

/** The bytes of a webhook, the same on each attempt. */
export interface WebhookMessage {
  body: string;
  headers: Readonly<Record<string, string>>;
}

/** The webhook of a payment that was paid, with what its fault does to the bytes. */
export function messageOf(
  payment: Payment,
  paidAt: number,
  secret: string,
  kind?: WebhookFault['kind'],
): WebhookMessage {
  const { paymentId, transactionId } = payment;
  const { amount, payment_type: paymentType } = payment.request;
  const signedWith = kind === 'wrong-secret' ? `${secret}-of-somebody-else` : secret;
  const body = paymentSuccessBody({ paymentId, transactionId, amount, paymentType, paidAt }, signedWith);
  const headers = webhookHeaders(body, signedWith);
  if (kind === 'tampered') return { body: body.replace(`"amount":${amount}`, `"amount":${amount + 1}`), headers };
  if (kind === 'uppercase-signature') {
    return { body, headers: { ...headers, [SIGNATURE_HEADER]: headers[SIGNATURE_HEADER]?.toUpperCase() ?? '' } };
  }
  return { body, headers };
}
