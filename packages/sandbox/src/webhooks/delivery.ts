import type { DeliveryAttempt as AttemptView, DeliveryState } from '../control/generated/schemas.js';
import type { WebhookFault } from '../faults.js';

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  /** When it was made, by the clock of the account: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  /** Why it was made: by the schedule, or on request. */
  reason: AttemptView['reason'];
  /** The status of the response, if there was one. */
  status?: number;
  /** Why there was no response. */
  error?: string;
  /** The start of the response body, at most 4,096 bytes of it, as far as it arrived within a second of the status. */
  responseBody?: string;
  /** Real milliseconds from the request to the status or the error. */
  duration: number;
}

/** A webhook with all attempts to deliver it. */
export interface Delivery {
  id: string;
  paymentId: string;
  transactionId: string;
  /** The API key that created the payment. */
  apiKey: string;
  url: string;
  /** The exact body, the same on each attempt. */
  body: string;
  headers: Readonly<Record<string, string>>;
  state: DeliveryState;
  /** The fault that was set for it. */
  fault?: WebhookFault | undefined;
  attempts: readonly DeliveryAttempt[];
  /** When the next attempt is due by the clock of the account, if one is. */
  nextAttemptAt?: number | undefined;
}

/** The id of the delivery of a payment, which is paid once and so has one. */
export function deliveryIdOf(paymentId: string): string {
  return paymentId.replace(/^PAY-/, 'dlv_');
}
