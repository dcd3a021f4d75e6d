import type { Advance } from '../clock/advance.js';
import type { LoggedRequest } from '../payments/logged-request.js';
import type { Payment } from '../payments/payment.js';
import type { FaultSetting, LicenseChange } from '../store/store.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Fault, FaultKind, License, PaymentState, State } from './generated/schemas.js';
import type { Page, PageRequest } from './paging.js';

/** Which payments to list. */
export interface PaymentFilter extends PageRequest {
  apiKey?: string | undefined;
  /** A payment id or a transaction id. */
  id?: string | undefined;
  state?: PaymentState | undefined;
  /** A part of an id, or a whole amount (`50000`, `Rp 50.000`). */
  search?: string | undefined;
}

/** The delivery to wait for: of a payment, by either of its ids, and in a state. */
export interface DeliveryFilter {
  /** A payment id or a transaction id. */
  id?: string | undefined;
  /** @default 'delivered' */
  state?: Delivery['state'] | undefined;
  /** The API key that created the payment. @default any */
  apiKey?: string | undefined;
  /**
   * Real milliseconds to wait.
   * @default 5_000
   */
  timeout?: number | undefined;
}

/** What a fault applies to. */
export interface FaultTarget {
  /** A payment id or a transaction id; without it, every webhook or request of the API key. */
  id?: string | undefined;
  apiKey?: string | undefined;
  /** Which fault to remove. @default both */
  kind?: FaultKind | undefined;
}

/**
 * What a test or a person can do with a sandbox and see of it, beside sending requests to the API. An `id` is a payment
 * id or a transaction id. `apiKey` names an account; without it, all accounts are meant, or the only one that has what is
 * asked for.
 */
export interface Control {
  /** @throws {SandboxError} `not-found`, or `ambiguous` when several API keys have such a transaction */
  payment(id: string, apiKey?: string): Promise<Payment>;
  /** The payments, the oldest first; with a limit, only the newest ones. */
  payments(apiKey?: string, limit?: number): Promise<readonly Payment[]>;
  /** A part of the payments, the newest ones or those before one of them. */
  listPayments(filter?: PaymentFilter): Promise<Page<Payment>>;
  /** The number of payments. */
  countPayments(apiKey?: string): Promise<number>;
  /**
   * Pays, like the customer; then the webhook is sent.
   *
   * @throws {SandboxError} `not-found`, `ambiguous`, `already-paid`, `expired` or `failed`
   */
  pay(id: string, apiKey?: string): Promise<Payment>;
  /** Lets a payment expire now. @throws {SandboxError} `not-found`, `ambiguous`, `already-paid` or `failed` */
  expire(id: string, apiKey?: string): Promise<Payment>;
  /**
   * Lets a payment fail now, as when the payment gateway rejects it. No webhook is sent.
   *
   * @throws {SandboxError} `not-found`, `ambiguous`, `already-paid` or `expired`
   */
  fail(id: string, apiKey?: string): Promise<Payment>;

  /** A license key, if it exists. The API key is optional if at most one was used. @throws {SandboxError} `ambiguous` */
  license(key: string, apiKey?: string): Promise<License | undefined>;
  /** Every license key. @throws {SandboxError} `ambiguous` */
  licenses(apiKey?: string): Promise<readonly License[]>;
  /** Changes or adds a license key. @throws {SandboxError} `invalid` or `ambiguous` */
  setLicense(change: LicenseChange, apiKey?: string): Promise<License>;

  /** The sandbox's time: milliseconds since 1970-01-01T00:00:00Z. */
  currentTime(apiKey?: string): Promise<number>;
  /**
   * Moves the clock forward. Makes the retries of webhooks that fall due, and waits for them.
   *
   * @throws {SandboxError} `invalid`
   */
  advance(by: Advance, apiKey?: string): Promise<void>;

  /** The webhooks, the oldest first. */
  deliveriesOf(apiKey?: string): Promise<readonly Delivery[]>;
  /** A webhook. @throws {SandboxError} `not-found` */
  delivery(deliveryId: string): Promise<Delivery>;
  /**
   * Waits for a delivery.
   *
   * @throws {SandboxError} `timeout`, when none comes in time, or none can come any more; the message lists the attempts
   */
  waitForDelivery(filter?: DeliveryFilter): Promise<Delivery>;
  /** Resolves with a delivery that matches, as soon as there is one; with undefined when the signal aborts first. */
  nextDelivery(
    matches: (delivery: Delivery) => boolean,
    signal: AbortSignal,
    apiKey?: string,
  ): Promise<Delivery | undefined>;
  /** Delivers a webhook once more: the same bytes, independent of its schedule. @throws {SandboxError} `not-found` */
  redeliver(deliveryId: string): Promise<Delivery>;
  /**
   * Sets a fault of one payment (by an id that may not exist yet), or of every webhook or request of an API key; that of
   * the payment takes precedence. It takes the place of another fault of the same target that affects the same, webhooks
   * or requests. Without a fault, removes those that are set, or the one of a `kind`. Resolves with the API key that is
   * meant.
   *
   * @throws {SandboxError} `invalid` or `ambiguous`
   */
  setFault(fault: Fault | undefined, target?: FaultTarget): Promise<string>;
  /** The faults that are set. */
  faults(apiKey?: string): Promise<readonly FaultSetting[]>;

  /** The latest requests to the API, the oldest first. */
  requestsOf(apiKey?: string): Promise<readonly LoggedRequest[]>;
  /** Begins an account. Resolves with its API key, which is random. */
  createAccount(): Promise<string>;
  /** The API keys that were used. */
  apiKeys(): Promise<readonly string[]>;
  /** Resets the account of an API key, or all accounts, to the state they started with, including the clock. */
  reset(apiKey?: string): Promise<void>;
  /**
   * What is kept of an account, or of all: a state to start another sandbox with. Webhooks and logged requests are not
   * included.
   */
  state(apiKey?: string): Promise<State>;
  /** Resolves at the next change of anything, or when the signal aborts. */
  change(signal?: AbortSignal): Promise<void>;
}

/** {@link Control} of a sandbox that keeps its state in the memory of this process, which can be read at once. */
export interface SandboxControl extends Control {
  /** The sandbox's time: milliseconds since 1970-01-01T00:00:00Z. */
  now(apiKey?: string): number;
  /** The webhooks, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /** The latest requests to the API, the oldest first. */
  readonly requests: readonly LoggedRequest[];
}
