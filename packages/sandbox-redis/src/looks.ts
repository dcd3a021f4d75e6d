import type { Connection, Reply } from './connection.js';
import type { Keys } from './keys.js';

/**
 * When somebody has to look at the deliveries of which account. It is not under the hash tag of an account, so a look can
 * be in vain, but none is ever missing: it is asked for before a delivery is scheduled, and stays until one has looked.
 */
export interface Looks {
  /** Before something is scheduled that may be due first. */
  request(apiKey: string): Promise<void>;
  /** After it: the moment that a script returned, or nothing. */
  after(apiKey: string, moment: Reply | undefined): Promise<void>;
  /** The account to look at first. */
  first(): Promise<{ apiKey: string; moment: number } | undefined>;
  /** After a look that came because of `found`. */
  done(apiKey: string, found: number, moment: Reply | undefined): Promise<void>;
}

/** The moment of an account to which something is being added. */
const REQUESTED = 0;

/** Milliseconds after which whoever requested it has long written, or is dead. */
const PATIENCE = 5_000;

export function createLooks(connection: Connection, keys: Keys): Looks {
  const { client } = connection;
  const update = async (apiKey: string, found: number | '', moment: Reply | undefined) => {
    await connection.run('look', [keys.looks], [apiKey, String(found), String(moment ?? '')]);
  };
  return {
    async request(apiKey) {
      await client.zAdd(keys.looks, { score: REQUESTED, value: apiKey }, { comparison: 'LT' });
    },
    after: (apiKey, moment) => update(apiKey, REQUESTED, moment),
    async first() {
      const [first] = await client.zRangeWithScores(keys.looks, 0, 0);
      return first && { apiKey: first.value, moment: first.score };
    },
    async done(apiKey, found, moment) {
      const soon = found === REQUESTED ? Date.now() + PATIENCE : Number.POSITIVE_INFINITY;
      const next = Math.min(moment ? Number(moment) : Number.POSITIVE_INFINITY, soon);
      await update(apiKey, found, Number.isFinite(next) ? String(next) : '');
    },
  };
}
