import { createHash, randomBytes } from 'node:crypto';

/** Makes ids that are never used again. */
export interface Ids {
  /** `PAY-` and twelve of A–Z and 0–9. */
  payment(): string;
  /** `req_` and twelve of A–Z and 0–9. */
  request(): string;
  /** `dlv_` and twelve of A–Z and 0–9. */
  delivery(): string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** @param seed the same seed gives the same ids in the same order; without one they are random */
export function createIds(seed?: string): Ids {
  let count = 0;
  const bytes = () =>
    seed === undefined ? randomBytes(12) : createHash('sha256').update(`${seed} ${count++}`).digest().subarray(0, 12);
  const id = (prefix: string) => prefix + Array.from(bytes(), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return { payment: () => id('PAY-'), request: () => id('req_'), delivery: () => id('dlv_') };
}
