import type { Payment } from '../payments/payment.js';
import type { LicenseChange } from '../payments/store.js';
import type { JournalEntry } from '../server/request-log.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { FaultSetting, WebhookFault } from '../webhooks/faults.js';
import type { License } from './generated/schemas.js';

/** How far to move the clock. */
export interface Advance {
  hours?: number | undefined;
  minutes?: number | undefined;
  seconds?: number | undefined;
  milliseconds?: number | undefined;
}

/** Which delivery to wait for: of a payment, by either of its ids, and in a state. */
export interface DeliveryFilter {
  /** A payment id or a transaction id. */
  id?: string | undefined;
  /** @default 'delivered' */
  state?: Delivery['state'] | undefined;
  /** The API key that created the payment; any, unless given. */
  apiKey?: string | undefined;
  /**
   * Real milliseconds to wait.
   * @default 5_000
   */
  timeout?: number | undefined;
}

/**
 * What a test or a person can do to a sandbox and see of it, beside sending requests to the API. An `id` is a payment id
 * or a transaction id. `apiKey` names a world; without it, every world is meant, or the only one that has what is asked for.
 */
export interface Simulation {
  /** @throws {SandboxError} `not-found`, or `ambiguous` when several API keys have such a transaction */
  payment(id: string, apiKey?: string): Promise<Payment>;
  /** The payments, the oldest first; with a limit, only so many of the newest. */
  payments(apiKey?: string, limit?: number): Promise<readonly Payment[]>;
  /** How many payments there are. */
  countPayments(apiKey?: string): Promise<number>;
  /**
   * Pays, as the customer would; then the webhook is on its way.
   *
   * @throws {SandboxError} `not-found`, `ambiguous`, `already-paid` or `expired`
   */
  pay(id: string, apiKey?: string): Promise<Payment>;
  /** Lets a payment expire now. @throws {SandboxError} `not-found`, `ambiguous` or `already-paid` */
  expire(id: string, apiKey?: string): Promise<Payment>;

  /** A license key, if there is one. The API key need not be given if at most one was used. @throws {SandboxError} `ambiguous` */
  license(key: string, apiKey?: string): Promise<License | undefined>;
  /** Every license key. @throws {SandboxError} `ambiguous` */
  licenses(apiKey?: string): Promise<readonly License[]>;
  /** Changes or adds a license key. @throws {SandboxError} `invalid` or `ambiguous` */
  setLicense(change: LicenseChange, apiKey?: string): Promise<License>;

  /** The sandbox's time: milliseconds since 1970-01-01T00:00:00Z. */
  now(apiKey?: string): number;
  /**
   * Moves the clock forward. Retries of webhooks that fall due are made, and waited for.
   *
   * @throws {SandboxError} `invalid`
   */
  advance(by: Advance, apiKey?: string): Promise<void>;

  /** The webhooks, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /**
   * Waits for a delivery.
   *
   * @throws {SandboxError} `timeout`, when none comes in time, or none can come any more; it says what was tried
   */
  waitForDelivery(filter?: DeliveryFilter): Promise<Delivery>;
  /** A delivery that matches, now or as soon as there is one; none, when the signal aborts before. */
  nextDelivery(matches: (delivery: Delivery) => boolean, signal: AbortSignal): Promise<Delivery | undefined>;
  /** Delivers a webhook once more: the same bytes, and apart from its schedule. @throws {SandboxError} `not-found` */
  redeliver(deliveryId: string): Promise<Delivery>;
  /**
   * Lets the webhooks go wrong of one payment (by an id that may come later), or of every payment of an API key; the
   * payment's comes first. Without a fault they go well again. Gives the API key that is meant.
   *
   * @throws {SandboxError} `invalid` or `ambiguous`
   */
  setFault(
    fault: WebhookFault | undefined,
    target?: { id?: string | undefined; apiKey?: string | undefined },
  ): Promise<string>;
  /** The faults that are set. */
  faults(apiKey?: string): Promise<readonly FaultSetting[]>;

  /** The last requests to the API, the oldest first. */
  readonly requests: readonly JournalEntry[];
  /** The API keys that have been used. */
  apiKeys(): Promise<readonly string[]>;
  /** Forgets the world of an API key, or all; then it is as it was at first, its clock too. */
  reset(apiKey?: string): Promise<void>;
  /** Resolves at the next change of anything, or when the signal aborts. */
  change(signal?: AbortSignal): Promise<void>;
}
