import { createHash, randomFillSync } from 'node:crypto';

/** Makes ids that are never used again. */
export interface Ids {
  /** `PAY-` and twelve of A–Z and 0–9. */
  payment(): string;
  /** `req_` and twelve of A–Z and 0–9. */
  request(): string;
  /** With a seed, begins anew. */
  restart(): void;
}

const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const LENGTH = 12;

/** @param seed the same seed gives the same ids in the same order; without one they are random */
export function createIds(seed?: string): Ids {
  const start = () => (seed === undefined ? randomBytes() : seededBytes(seed));
  let next = start();
  const characters = Buffer.alloc(LENGTH);
  const id = (prefix: string) => {
    const bytes = next();
    for (let i = 0; i < LENGTH; i++) characters[i] = ALPHABET[(bytes[i] as number) % ALPHABET.length] as number;
    return prefix + characters.toString('latin1');
  };
  return {
    payment: () => id('PAY-'),
    request: () => id('req_'),
    restart() {
      next = start();
    },
  };
}

/** Asks for random bytes in large portions: asking costs far more than the bytes. */
function randomBytes(): () => Uint8Array {
  const pool = new Uint8Array(LENGTH * 512);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += LENGTH;
    return pool.subarray(used - LENGTH, used);
  };
}

function seededBytes(seed: string): () => Uint8Array {
  let count = 0;
  return () => createHash('sha256').update(`${seed} ${count++}`).digest().subarray(0, LENGTH);
}
