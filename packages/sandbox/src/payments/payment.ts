import type { PartnerPaymentRequest, PartnerPaymentResponse } from '@kgiton/contract';
import type { PaymentState } from '../control/generated/schemas.js';

/** A payment that was created. Moments are milliseconds since 1970-01-01T00:00:00Z by the clock of its world. */
export interface Payment {
  paymentId: string;
  transactionId: string;
  /** The API key that created it, whose world it belongs to. */
  apiKey: string;
  /** The request, without members that the contract does not know. */
  request: PartnerPaymentRequest;
  /** The response, as it was given first and is given again. */
  response: PartnerPaymentResponse;
  createdAt: number;
  /** It can be paid strictly before this moment. */
  expiresAt: number;
  /** When it was paid, if it was. */
  paidAt?: number | undefined;
}

/** A payment as it is kept: texts and numbers alone, so that any database can, and that a million of them weigh little. */
export interface PaymentRecord extends Omit<Payment, 'request' | 'response'> {
  /** JSON with its members in the contract's order: two requests are the same if and only if their texts are. */
  request: string;
  /** JSON, byte for byte what is answered. */
  response: string;
}

/** The payment of a record. Whoever changes it changes nothing else. */
export function paymentOf(record: PaymentRecord): Payment {
  return { ...record, request: JSON.parse(record.request), response: JSON.parse(record.response) };
}

/** What has become of a payment, at a moment of its world. */
export function stateOf({ paidAt, expiresAt }: Pick<Payment, 'paidAt' | 'expiresAt'>, now: number): PaymentState {
  if (paidAt !== undefined) return 'paid';
  return now >= expiresAt ? 'expired' : 'pending';
}
