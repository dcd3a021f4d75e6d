import type { LicenseState } from '../control/generated/schemas.js';

/** A license key as every account has it at first. */
export interface LicenseSeed {
  key: string;
  /** What the key is for, for people. */
  purpose: string;
  state: LicenseState;
  tokens: number;
}

/**
 * The license keys that every account has at first. Any other key is `INVALID_LICENSE`, so a request alone can provoke
 * every error of the contract.
 */
export const LICENSE_KEYS: readonly LicenseSeed[] = [
  // The key of the contract's examples, so that a copied example works.
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

/** {@link LICENSE_KEYS} and the user's own keys with their tokens. A key of the sandbox keeps its state. */
export function licenseKeysWith(own: Readonly<Record<string, number>>): LicenseSeed[] {
  const added = Object.entries(own).map(([key, tokens]) => {
    const state = LICENSE_KEYS.find((license) => license.key === key)?.state ?? 'active';
    return { key, tokens, purpose: '', state };
  });
  return [...LICENSE_KEYS, ...added];
}
