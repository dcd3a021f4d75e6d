import type { Payment } from '../engine/payment.js';
import type { License, PaymentState } from '../generated/schemas.js';
import type { JournalEntry } from '../http/journal.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { FaultSetting } from '../webhooks/fault.js';

/** The newest of a list, and how many older ones are left out. */
export interface Newest<Item> {
  /** The newest first. */
  shown: readonly Item[];
  older: number;
}

/** What an API key's own clock adds to the clock of the page, in milliseconds; each API key may have advanced its own. */
export interface ByOwnClock {
  ahead: number;
}

export type ShownPayment = Payment & ByOwnClock & { state: PaymentState };
export type ShownDelivery = Delivery & ByOwnClock;

/** Everything that the dashboard shows. All texts may be hostile, but for `origin` and `webhookSecret`. */
export interface DashboardView {
  /** Where the sandbox is, without a slash at its end. */
  origin: string;
  webhookSecret: string;
  /** The API keys that have been used. */
  apiKeys: readonly string[];
  /** The API key that is looked at; all of them without it. */
  apiKey: string | undefined;
  /** The API key whose faults and license keys can be changed: the one that is looked at, or the only one. */
  world: string | undefined;
  /** The sandbox's clock: milliseconds since 1970-01-01T00:00:00Z. */
  now: number;
  /** The clock moves only when it is advanced. */
  isFrozen: boolean;
  /** When the next payment that is shown expires, by the clock of the page. */
  nextExpiry: number | undefined;
  payments: Newest<ShownPayment>;
  deliveries: Newest<ShownDelivery>;
  requests: Newest<JournalEntry>;
  faults: readonly FaultSetting[];
  /** Of `world`, or those that a new API key will find; `undefined` while several API keys could be meant. */
  licenses: readonly License[] | undefined;
  /** Why the last action could not be done. */
  problem: string | undefined;
}
