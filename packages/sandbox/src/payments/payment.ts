import type { PartnerPaymentRequest, PartnerPaymentResponse } from '@kgiton/contract';
import type { PaymentState } from '../control/generated/schemas.js';

/** A payment. Moments are milliseconds since 1970-01-01T00:00:00Z by the clock of its account. */
export interface Payment {
  paymentId: string;
  transactionId: string;
  /** The API key that created it, to whose account it belongs. */
  apiKey: string;
  /** The request, without properties that the contract does not know. */
  request: PartnerPaymentRequest;
  /** The response, which every repetition of the request gets again. */
  response: PartnerPaymentResponse;
  createdAt: number;
  /** It can be paid strictly before this moment. */
  expiresAt: number;
  /** When it was paid, if it was. */
  paidAt?: number | undefined;
  /** When it failed, if it did. */
  failedAt?: number | undefined;
}

/** A payment as it is stored: strings and numbers only, so that any database can hold it, and a million weigh little. */
export interface PaymentRecord extends Omit<Payment, 'request' | 'response'> {
  /** JSON with its properties in the contract's order: two requests are the same if and only if their texts are. */
  request: string;
  /** JSON, byte for byte what `generatePayment` responds. */
  response: string;
}

/** The payment of a record. Changes to it change nothing else. */
export function paymentOf(record: PaymentRecord): Payment {
  return { ...record, request: JSON.parse(record.request), response: JSON.parse(record.response) };
}

/** The state of a payment at a moment of its account. */
export function stateOf(
  { paidAt, failedAt, expiresAt }: Pick<Payment, 'paidAt' | 'failedAt' | 'expiresAt'>,
  now: number,
): PaymentState {
  if (paidAt !== undefined) return 'paid';
  if (failedAt !== undefined) return 'failed';
  return now >= expiresAt ? 'expired' : 'pending';
}

// Payments of the same second expire in the same second.
let latest = { second: Number.NaN, text: '' };

/** RFC 3339 in UTC, without fractions of a second. */
export function timestamp(moment: number): string {
  const second = Math.floor(moment / 1000);
  if (second !== latest.second) latest = { second, text: `${new Date(moment).toISOString().slice(0, 19)}Z` };
  return latest.text;
}
