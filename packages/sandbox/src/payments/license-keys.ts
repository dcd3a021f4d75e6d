import type { LicenseState } from '../control/generated/schemas.js';

/** A license key as every API key finds it at first. */
export interface LicenseSeed {
  key: string;
  /** What the key is for, in words. */
  purpose: string;
  state: LicenseState;
  tokens: number;
}

/**
 * The license keys that every API key has at first. Any other key is `INVALID_LICENSE`, so every error of the contract
 * can be had from the request alone.
 */
export const LICENSE_KEYS: readonly LicenseSeed[] = [
  // That of the contract's examples: whoever copies one gets a payment.
  { key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', purpose: 'Works, with many tokens', state: 'active', tokens: 1_000_000 },
  { key: 'SANDB-ACTIV-E0000-00000-00001', purpose: 'Works, with many tokens', state: 'active', tokens: 1_000_000 },
  { key: 'SANDB-EMPTY-00000-00000-00001', purpose: 'Has no token: INSUFFICIENT_TOKENS', state: 'active', tokens: 0 },
  {
    key: 'SANDB-EXPIR-ED000-00000-00001',
    purpose: 'Has expired: LICENSE_EXPIRED',
    state: 'expired',
    tokens: 1_000_000,
  },
  {
    key: 'SANDB-GATEW-AYERR-00000-00001',
    purpose: 'The gateway fails: GATEWAY_ERROR',
    state: 'gateway-failure',
    tokens: 1_000_000,
  },
];
