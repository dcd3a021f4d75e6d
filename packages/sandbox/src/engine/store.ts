import type { PartnerPaymentRequest, PartnerPaymentResponse } from '@kgiton/contract';
import type { LicenseState } from './license-keys.js';

/** A payment that was created. Moments are milliseconds since 1970-01-01T00:00:00Z by the sandbox's clock. */
export interface Payment {
  paymentId: string;
  transactionId: string;
  /** The API key that created it, whose world it belongs to. */
  apiKey: string;
  request: PartnerPaymentRequest;
  /** The response, as it was given first and is given again. */
  response: PartnerPaymentResponse;
  /** Two requests are the same if and only if this is. */
  fingerprint: string;
  createdAt: number;
  /** It can be paid strictly before this moment. */
  expiresAt: number;
  /** When it was paid, if it was. */
  paidAt?: number | undefined;
}

/** A license key of one API key's world. */
export interface License {
  key: string;
  state: LicenseState;
  tokens: number;
}

/** What became of a payment that was to be created. */
export type Insertion =
  | { outcome: 'created'; payment: Payment }
  | { outcome: 'exists'; payment: Payment }
  | { outcome: 'no-token' };

/** What became of a payment that was to be paid. */
export type Paying = { outcome: 'paid' | 'already-paid' | 'expired'; payment: Payment } | { outcome: 'unknown' };

/**
 * Where the sandbox keeps its state. Each operation is atomic: whatever others do meanwhile, it happens as a whole or not
 * at all. `apiKey` names a world; an id is a payment id or a transaction id.
 */
export interface Store {
  license(apiKey: string, key: string): Promise<License | undefined>;
  setLicense(apiKey: string, license: License): Promise<void>;
  find(apiKey: string, id: string): Promise<Payment | undefined>;
  /** A payment of any world by its payment id, which no world has twice and nobody can guess. */
  findByPaymentId(paymentId: string): Promise<Payment | undefined>;
  /** Takes a token of the license and adds the payment, unless its transaction id is taken or no token is left. */
  insert(payment: Payment): Promise<Insertion>;
  /** Marks as paid at `moment`, unless it was before or has expired. */
  pay(apiKey: string, id: string, moment: number): Promise<Paying>;
  /** Lets it expire at `moment`, if it would later. */
  expire(apiKey: string, id: string, moment: number): Promise<Payment | undefined>;
  /** The payments of a world, or of all, the oldest first. */
  payments(apiKey?: string): Promise<readonly Payment[]>;
  licenses(apiKey: string): Promise<readonly License[]>;
  /** The API keys that have a world. */
  apiKeys(): Promise<readonly string[]>;
  /** Forgets a world, or all. */
  reset(apiKey?: string): Promise<void>;
}
