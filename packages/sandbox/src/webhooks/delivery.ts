import type { DeliveryAttempt as AttemptView, DeliveryState } from '../control/generated/schemas.js';
import type { WebhookFault } from './faults.js';

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  /** When it was made, by the sandbox's clock: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  /** Why it was made: by the schedule, or because somebody asked. */
  reason: AttemptView['reason'];
  /** The status of the answer, if one came. */
  status?: number;
  /** Why no answer came, if none did. */
  error?: string;
  /** Real milliseconds that it took. */
  duration: number;
}

/** A webhook on its way, with all that was tried. */
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
  /** What was let go wrong with it. */
  fault?: WebhookFault | undefined;
  attempts: readonly DeliveryAttempt[];
  /** When the next attempt is due by the sandbox's clock, if one is. */
  nextAttemptAt?: number | undefined;
}
