import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { License, LicenseState } from '../control/generated/schemas.js';
import type { Fault, FaultKind, RequestFault, WebhookFault } from '../faults.js';
import type { LicenseSeed } from '../payments/license-keys.js';
import type { LoggedRequest } from '../payments/logged-request.js';
import type { PaymentRecord } from '../payments/payment.js';
import type { Events } from '../wait.js';
import type { Delivery, DeliveryAttempt } from '../webhooks/delivery.js';
import type { ListenerStore } from './listener-store.js';

/** A change to a license key. What is not given stays as it is. */
export interface LicenseChange {
  key: string;
  /** @default as it is; 1_000_000 for a new key */
  tokens?: number | undefined;
  /** @default as it is; 'active' for a new key */
  state?: LicenseState | undefined;
}

/** A fault, and the payments that it applies to. */
export interface FaultSetting {
  apiKey: string;
  /** The payment id or transaction id that it applies to; without it, every webhook or request of the API key. */
  id?: string | undefined;
  /** With `times`, how often it still applies. */
  fault: Fault;
}

/** The outcome of creating a payment. */
export type Insertion =
  | { outcome: 'created'; payment: PaymentRecord }
  | { outcome: 'exists'; payment: PaymentRecord }
  | { outcome: 'no-token' };

/** The outcome of paying a payment, or of letting it expire or fail: done, or why not. */
export type Transition =
  | { outcome: 'done' | 'already-paid' | 'expired' | 'failed'; payment: PaymentRecord }
  | { outcome: 'unknown' };

/** How much a store holds. */
export interface StoreCounts {
  accounts: number;
  payments: number;
}

/** What identifies a payment. */
export type PaymentKey = Pick<PaymentRecord, 'apiKey' | 'paymentId' | 'transactionId'>;

/** A webhook to deliver. */
export interface NewDelivery extends Omit<Delivery, 'attempts'> {
  state: 'pending' | 'withheld';
}

/** The right to make the next attempts of a delivery. Only one process at a time has it. */
export interface Claim {
  /** As it was at the claim. */
  delivery: Delivery;
  /** The scheduled moment by the clock of the account; undefined for a redelivery. */
  due: number | undefined;
  /** How many times the schedule has claimed it before. */
  rounds: number;
  /** Identifies the claim. */
  token: string;
}

/** How claimed attempts ended. */
export interface ClaimOutcome {
  attempts: readonly DeliveryAttempt[];
  /** Whether one of them was acknowledged. */
  isAcknowledged: boolean;
  /** When the schedule makes the next attempt, if none was acknowledged; undefined: no more. */
  nextDue?: number | undefined;
}

/** What changed. Without an API key, it may be anything; the change is a hint to read again, not to rely on. */
export interface Change {
  apiKey?: string | undefined;
  /** The delivery that changed, if it was one. */
  deliveryId?: string | undefined;
  /** Whether everything of the account was removed. */
  isReset?: boolean | undefined;
  /** What is new for whoever listens: there is an attempt in the queue, or the listener is another one, or none. */
  listener?: 'queued' | 'changed' | undefined;
  /** The forwarded attempt that has ended, if it was one. */
  attemptId?: string | undefined;
}

/** The outcome of {@link Store.advanceClock}. */
export type AdvanceOutcome =
  /** `hasMoved`: the clock has come to that moment; else it was due already. */
  | { outcome: 'due'; claim: Claim; hasMoved: boolean }
  /** Attempts are in flight, and decide what falls due. Deliveries of later payments have a higher number than `latest`. */
  | { outcome: 'busy'; latest: number }
  | { outcome: 'arrived' };

/**
 * The state of the sandbox. Each operation is atomic: whatever runs at the same time, in this process or in another one
 * with the same store, it takes effect as a whole or not at all. Results are for reading, and may change later. `apiKey`
 * names an account, which begins with the first write to it; an id is a payment id or a transaction id. While the state
 * cannot be reached, operations reject with a `StoreUnavailableError`.
 *
 * Moments are milliseconds since 1970-01-01T00:00:00Z by the clock of an account. `time` is the same without what
 * accounts have moved: the clock of an account shows `time` and how far it is ahead.
 */
export interface Store extends ListenerStore {
  license(apiKey: string, key: string): Promise<License | undefined>;
  licenses(apiKey: string): Promise<readonly License[]>;
  setLicense(apiKey: string, change: LicenseChange): Promise<License>;

  find(apiKey: string, id: string): Promise<PaymentRecord | undefined>;
  findByTransaction(apiKey: string, transactionId: string): Promise<PaymentRecord | undefined>;
  /** A payment of any account by its payment id, which is unique and cannot be guessed. */
  findByPaymentId(paymentId: string): Promise<PaymentRecord | undefined>;
  /** Takes a token of a license key and adds the payment, unless its transaction id is taken or no token is left. */
  insert(payment: PaymentRecord, licenseKey: string): Promise<Insertion>;
  /**
   * Marks a payment as paid at `moment`, unless it is paid already, has expired or has failed. Then it also schedules the
   * delivery of its webhook, counts down the `times` of its fault, and removes the payment's own, since a payment is paid
   * once. `fault-changed`, and without effect, if the delivery was prepared for another fault.
   */
  pay(
    apiKey: string,
    paymentId: string,
    moment: number,
    delivery: NewDelivery | undefined,
  ): Promise<Transition | { outcome: 'fault-changed' }>;
  /** Lets a payment expire at `moment`, unless it is paid or has failed. One that expires earlier stays as it is. */
  expire(apiKey: string, paymentId: string, moment: number): Promise<Transition>;
  /** Lets a payment fail at `moment`, unless it is paid or has expired. One that has failed stays as it is. */
  fail(apiKey: string, paymentId: string, moment: number): Promise<Transition>;
  /** The payments of an account, or of all, the oldest first; with a limit, only the newest ones. */
  payments(apiKey?: string, limit?: number): Promise<readonly PaymentRecord[]>;
  countPayments(apiKey: string): Promise<number>;

  /** The webhook fault of a payment: its own, or else that of its API key. */
  fault(payment: PaymentKey): Promise<WebhookFault | undefined>;
  /**
   * The fault of a request about a transaction, which need not exist: that of the transaction, or else that of the API
   * key. Counts down its `times`, and removes it after the last.
   */
  takeRequestFault(apiKey: string, transactionId: string | undefined): Promise<RequestFault | undefined>;
  /** Every fault: those of the account first, then the one that was set first. */
  faults(apiKey?: string): Promise<readonly FaultSetting[]>;
  /** Sets the fault of an id, or of a whole account, in the place of another that affects the same. */
  setFault(apiKey: string, id: string | undefined, fault: Fault): Promise<void>;
  /** Removes the faults of an id, or of a whole account; with a kind, only one of that kind. */
  clearFault(apiKey: string, id: string | undefined, kind?: FaultKind): Promise<void>;

  delivery(id: string): Promise<Delivery | undefined>;
  /** The deliveries of an account, or of all, the oldest first. */
  deliveries(apiKey?: string): Promise<readonly Delivery[]>;
  /** Whether a delivery of an account was ever claimed, and so has begun. */
  isSent(apiKey: string, deliveryId: string): Promise<boolean>;
  /** Claims a delivery that is due at `time`, if there is one; of several of an account, the first. */
  claim(time: number): Promise<Claim | undefined>;
  /** Claims a delivery whatever its schedule, which stays as it is. */
  claimRedelivery(id: string): Promise<Claim | undefined>;
  /**
   * Adds attempts to a delivery, which keeps its latest {@link MAX_ATTEMPTS}, and ends the claim. An acknowledged
   * delivery is delivered; a scheduled one that is still pending gets its next moment, or has failed. Resolves with the
   * number of attempts that were ever made, or with undefined, and without effect, if the delivery is gone.
   */
  settle(claim: Claim, outcome: ClaimOutcome): Promise<number | undefined>;
  /** Gives a claim back unused: the delivery is due as before. */
  release(claim: Claim): Promise<void>;
  /** The `time` at which to claim again: when the next delivery is due, or before. Undefined: none is. */
  nextDue(): Promise<number | undefined>;

  /** How far the clock of an account is ahead of `time`, in milliseconds; without an API key, that of new accounts. */
  ahead(apiKey?: string): Promise<number>;
  /**
   * Moves the target of the clock of an account, or of all clocks, so many milliseconds further. Returns how far
   * ahead each will be. The clocks of existing accounts get there with {@link Store.advanceClock}, that of new ones is there at once.
   */
  advanceTarget(milliseconds: number, apiKey?: string): Promise<ReadonlyMap<string, number>>;
  /**
   * Moves the clock of an account until it is `ahead`, but no further than to the next moment at which a delivery is due,
   * which it claims; and not while attempts are in flight, because their outcome decides whether there is another.
   * With `latest`, the number of a delivery, those of later payments do not count: however many are made meanwhile, the
   * move ends.
   */
  advanceClock(apiKey: string, ahead: number, time: number, latest?: number): Promise<AdvanceOutcome>;

  /** Adds a request to the request log, which keeps the latest. */
  logRequest(entry: LoggedRequest): Promise<void>;
  /** The latest requests of an account, or all, the oldest first. */
  requests(apiKey?: string): Promise<readonly LoggedRequest[]>;

  /** Begins an account, unless it exists. */
  open(apiKey: string): Promise<void>;
  /**
   * How many accounts and payments there are, found in one pass, however many that are. In a shared store, it may be a few
   * off for a while after a process has died.
   */
  counts(): Promise<StoreCounts>;
  /** Whether an API key has an account. */
  isOpen(apiKey: string): Promise<boolean>;
  /** The API keys that have an account, the oldest first. */
  apiKeys(): Promise<readonly string[]>;
  /** The API key of the only account; undefined if there are none or several. */
  only(): Promise<string | undefined>;
  /** Removes an account, or all, with everything that belongs to it. Claims of its deliveries end. */
  reset(apiKey?: string): Promise<void>;
  /** Reports every change, in whatever process it was made. */
  readonly changes: Pick<Events<Change>, 'next' | 'subscribe'>;
  /** Whether other processes use it too. One that dies with its claims makes no change that reports it. */
  readonly isShared: boolean;
  /** Counts for a rate limit over all processes; without it, each process counts for itself. */
  limiter?(limit: RateLimit): RateLimiter;
  /** Whether its state can be reached. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** A number of events in a time. */
export interface RateLimit {
  name: string;
  /** How many events. */
  points: number;
  /** In how many real seconds. */
  duration: number;
}

/** Counts events by a key. `consume` rejects with `msBeforeNext` if there were too many, and `reward` takes one back. */
export type RateLimiter = Pick<RateLimiterAbstract, 'consume' | 'reward'>;

/** The part of a store that has license keys, payments and faults. */
export type PaymentStore = Pick<
  Store,
  | 'license'
  | 'licenses'
  | 'setLicense'
  | 'find'
  | 'findByTransaction'
  | 'findByPaymentId'
  | 'insert'
  | 'pay'
  | 'expire'
  | 'fail'
  | 'payments'
  | 'countPayments'
  | 'counts'
  | 'fault'
  | 'takeRequestFault'
  | 'faults'
  | 'setFault'
  | 'clearFault'
  | 'open'
  | 'isOpen'
>;

/** The part of a store that has deliveries with their schedule, and the clocks that it goes by. */
export type DeliveryStore = Pick<
  Store,
  | 'delivery'
  | 'deliveries'
  | 'isSent'
  | 'claim'
  | 'claimRedelivery'
  | 'settle'
  | 'release'
  | 'nextDue'
  | 'ahead'
  | 'advanceTarget'
  | 'advanceClock'
>;

/** What a sandbox gives to its store. */
export interface StoreContext {
  /** The license keys of a new account. */
  licenses: readonly LicenseSeed[];
  /** Called with log lines about what is dropped. */
  warn(line: string): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** Opens a store, such as one that several sandboxes share. */
export type OpenStore = (context: StoreContext) => Promise<Store>;

/** Every API key with this prefix is accepted, and has an account of its own. */
export const API_KEY_PREFIX = 'kgiton_';

export function isApiKey(text: string | undefined): text is string {
  return text?.startsWith(API_KEY_PREFIX) ?? false;
}
