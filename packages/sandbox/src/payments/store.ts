import type { License, LicenseState } from '../control/generated/schemas.js';
import type { Fault, FaultKind, RequestFault, WebhookFault } from '../faults.js';
import type { PaymentRecord } from './payment.js';

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

/** What identifies a payment. */
export type PaymentKey = Pick<PaymentRecord, 'apiKey' | 'paymentId' | 'transactionId'>;

/**
 * The state of the sandbox. Each operation is atomic: whatever runs at the same time, it takes effect as a whole or not
 * at all. Results are for reading, and may change later. `apiKey` names an account, which begins with the first write to
 * it; an id is a payment id or a transaction id.
 */
export interface Store {
  license(apiKey: string, key: string): Promise<License | undefined>;
  licenses(apiKey: string): Promise<readonly License[]>;
  setLicense(apiKey: string, change: LicenseChange): Promise<License>;
  find(apiKey: string, id: string): Promise<PaymentRecord | undefined>;
  findByTransaction(apiKey: string, transactionId: string): Promise<PaymentRecord | undefined>;
  /** A payment of any account by its payment id, which is unique and cannot be guessed. */
  findByPaymentId(paymentId: string): Promise<PaymentRecord | undefined>;
  /** Takes a token of a license key and adds the payment, unless its transaction id is taken or no token is left. */
  insert(payment: PaymentRecord, licenseKey: string): Promise<Insertion>;
  /** Adds a payment as it was, without a token. */
  restore(payment: PaymentRecord): Promise<void>;
  /** Marks a payment as paid at `moment`, unless it is paid already, has expired or has failed. */
  pay(apiKey: string, paymentId: string, moment: number): Promise<Transition>;
  /** Lets a payment expire at `moment`, unless it is paid or has failed. One that expires earlier stays as it is. */
  expire(apiKey: string, paymentId: string, moment: number): Promise<Transition>;
  /** Lets a payment fail at `moment`, unless it is paid or has expired. One that has failed stays as it is. */
  fail(apiKey: string, paymentId: string, moment: number): Promise<Transition>;
  /** The payments of an account, or of all, the oldest first. */
  payments(apiKey?: string): Promise<readonly PaymentRecord[]>;
  /** The webhook fault of a payment: its own, or else that of its API key. */
  fault(payment: PaymentKey): Promise<WebhookFault | undefined>;
  /**
   * The same for a webhook that is sent: counts down its `times`, and removes it after the last. The payment's own is
   * always removed, since a payment is paid once.
   */
  takeFault(payment: PaymentKey): Promise<WebhookFault | undefined>;
  /**
   * The fault of a request about a transaction, which need not exist: that of the transaction, or else that of the API
   * key. Counts down its `times`, and removes it after the last.
   */
  takeRequestFault(apiKey: string, transactionId: string | undefined): Promise<RequestFault | undefined>;
  faults(apiKey?: string): Promise<readonly FaultSetting[]>;
  /** Sets the fault of an id, or of a whole account, in the place of another that affects the same. */
  setFault(apiKey: string, id: string | undefined, fault: Fault): Promise<void>;
  /** Removes the faults of an id, or of a whole account; with a kind, only one of that kind. */
  clearFault(apiKey: string, id: string | undefined, kind?: FaultKind): Promise<void>;
  /** Begins an account, unless it exists. */
  open(apiKey: string): Promise<void>;
  /** The API keys that have an account. */
  apiKeys(): Promise<readonly string[]>;
  /** Removes an account, or all. */
  reset(apiKey?: string): Promise<void>;
}

/** Every API key with this prefix is accepted, and has an account of its own. */
export const API_KEY_PREFIX = 'kgiton_';

export function isApiKey(text: string | undefined): text is string {
  return text?.startsWith(API_KEY_PREFIX) ?? false;
}
