import type { License, LicenseState } from '../control/generated/schemas.js';
import type { FaultSetting, WebhookFault } from '../webhooks/faults.js';
import type { PaymentRecord } from './payment.js';

/** What is to become of a license key; what is not given stays as it is. */
export interface LicenseChange {
  key: string;
  /** @default as it is; 1_000_000 for a new key */
  tokens?: number | undefined;
  /** @default as it is; 'active' for a new key */
  state?: LicenseState | undefined;
}

/** What became of a payment that was to be created. */
export type Insertion =
  | { outcome: 'created'; payment: PaymentRecord }
  | { outcome: 'exists'; payment: PaymentRecord }
  | { outcome: 'no-token' };

/** What became of a payment that was to be paid. */
export type Paying = { outcome: 'paid' | 'already-paid' | 'expired'; payment: PaymentRecord } | { outcome: 'unknown' };

/**
 * Where the sandbox keeps its state. Each operation is atomic: whatever others do meanwhile, it happens as a whole or not
 * at all. What it gives is for reading, and may change later. `apiKey` names a world, which begins with the first thing that is written to it; an id is a payment id or a
 * transaction id.
 */
export interface Store {
  license(apiKey: string, key: string): Promise<License | undefined>;
  licenses(apiKey: string): Promise<readonly License[]>;
  setLicense(apiKey: string, change: LicenseChange): Promise<License>;
  find(apiKey: string, id: string): Promise<PaymentRecord | undefined>;
  findByTransaction(apiKey: string, transactionId: string): Promise<PaymentRecord | undefined>;
  /** A payment of any world by its payment id, which no world has twice and nobody can guess. */
  findByPaymentId(paymentId: string): Promise<PaymentRecord | undefined>;
  /** Takes a token of a license key and adds the payment, unless its transaction id is taken or no token is left. */
  insert(payment: PaymentRecord, licenseKey: string): Promise<Insertion>;
  /** Marks as paid at `moment`, unless it was before or has expired. */
  pay(apiKey: string, paymentId: string, moment: number): Promise<Paying>;
  /** Lets it expire at `moment`, if it would later and was not paid. */
  expire(apiKey: string, paymentId: string, moment: number): Promise<PaymentRecord | undefined>;
  /** The payments of a world, or of all, the oldest first. */
  payments(apiKey?: string): Promise<readonly PaymentRecord[]>;
  /** The fault of a payment's webhook: the payment's own, or else that of its API key. */
  fault(payment: Pick<PaymentRecord, 'apiKey' | 'paymentId' | 'transactionId'>): Promise<WebhookFault | undefined>;
  /** The same, and forgets the payment's own: it is paid once. */
  takeFault(payment: Pick<PaymentRecord, 'apiKey' | 'paymentId' | 'transactionId'>): Promise<WebhookFault | undefined>;
  faults(apiKey?: string): Promise<readonly FaultSetting[]>;
  /** Sets a fault for one id, or for a whole world; without one, takes it away. */
  setFault(apiKey: string, id: string | undefined, fault: WebhookFault | undefined): Promise<void>;
  /** Begins a world, if there is none. */
  open(apiKey: string): Promise<void>;
  /** The API keys that have a world. */
  apiKeys(): Promise<readonly string[]>;
  /** Forgets a world, or all. */
  reset(apiKey?: string): Promise<void>;
}
