import { fillRandom, sha256 } from '../platform/node.js';

/** Makes ids that are never used again. */
export interface Ids {
  /** `PAY-` and twelve of A–Z and 0–9, for a payment of an API key. */
  payment(apiKey: string): string;
  /** `req_` and twelve of A–Z and 0–9, for a request of an API key. */
  request(apiKey: string | undefined): string;
  /** With a seed, starts again for an API key, or for all. */
  restart(apiKey?: string): void;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LENGTH = 12;

/** As many API keys keep their place in the sequence; the others go on after the highest that was forgotten. */
const MOST_COUNTS = 10_000;

/**
 * @param seed the same seed gives each API key the same ids in the same order, as long as no more than 10,000 are used;
 * without one they are random
 * @param reserved ids of payments that are not made: with a seed, an earlier sandbox may have made them
 */
export function createIds(seed?: string, reserved: ReadonlySet<string> = new Set()): Ids {
  const counts = new Map<string, number>();
  // No count that is forgotten was higher.
  let least = 0;
  // Random bytes come in large portions: 0.2 µs for an id instead of 2.6 µs, and a request takes two of them.
  const pool = new Uint8Array(LENGTH * 512);
  let used = pool.length;

  function randomBytes(): Uint8Array {
    if (used === pool.length) {
      fillRandom(pool);
      used = 0;
    }
    used += LENGTH;
    return pool.subarray(used - LENGTH, used);
  }

  function seededBytes(prefix: string, apiKey: string): Uint8Array {
    const account = sha256(apiKey).join();
    const count = counts.get(account) ?? least;
    // The latest used stay.
    counts.delete(account);
    counts.set(account, count + 1);
    const [oldest] = counts.size > MOST_COUNTS ? counts : [];
    if (oldest) {
      counts.delete(oldest[0]);
      least = Math.max(least, oldest[1]);
    }
    return sha256(JSON.stringify([seed, apiKey, prefix, count]));
  }

  function id(prefix: string, apiKey = ''): string {
    const bytes = seed === undefined ? randomBytes() : seededBytes(prefix, apiKey);
    let made = '';
    for (let i = 0; i < LENGTH; i++) made += ALPHABET[(bytes[i] as number) % ALPHABET.length];
    return prefix + made;
  }

  return {
    payment(apiKey) {
      for (;;) {
        const made = id('PAY-', apiKey);
        if (!reserved.has(made)) return made;
      }
    },
    request: (apiKey) => id('req_', apiKey),
    restart(apiKey) {
      if (apiKey !== undefined) counts.delete(sha256(apiKey).join());
      else {
        counts.clear();
        least = 0;
      }
    },
  };
}
