import type { License, PaymentState } from '../control/generated/schemas.js';
import type { Payment } from '../payments/payment.js';
import type { LoggedRequest } from '../payments/request-log.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { FaultSetting } from '../webhooks/faults.js';

/** The newest of a list, and how many older ones are left out. */
export interface Newest<Item> {
  /** The newest first. */
  shown: readonly Item[];
  older: number;
}

/** A payment with what has become of it by the clock of its API key. */
export type ShownPayment = Payment & { state: PaymentState };

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
  /** The clock of the page: milliseconds since 1970-01-01T00:00:00Z. */
  now: number;
  /** The clocks of the API keys that what is shown belongs to: each may have been advanced by itself. */
  clocks: Readonly<Record<string, number>>;
  /** Some API key that has been used has another time than the page. */
  isTimeDivided: boolean;
  /** The clock moves only when it is advanced. */
  isFrozen: boolean;
  payments: Newest<ShownPayment>;
  deliveries: Newest<Delivery>;
  requests: Newest<LoggedRequest>;
  faults: readonly FaultSetting[];
  /** Of `world`, or those that a new API key will find; `undefined` while several API keys could be meant. */
  licenses: readonly License[] | undefined;
  /** Why the last action could not be done. */
  problem: string | undefined;
}
