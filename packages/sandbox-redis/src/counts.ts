import type { StoreCounts } from '@kgiton/sandbox/store';
import { type Accounts, inTurn } from './account.js';
import type { Connection } from './connection.js';
import type { Keys } from './keys.js';

/**
 * The number of payments of each account, side by side, so that all can be added up in one pass. It is not under the hash
 * tag of an account, so it is written before or after the script that changes the account. What a process that dies in
 * between leaves wrong is corrected when the counts are read.
 */
export interface Counts {
  add(apiKey: string, payments: number): Promise<void>;
  read(): Promise<StoreCounts>;
}

/** How many accounts, chosen at random, are compared with what is counted each time that the counts are read. */
const COMPARED = 100;

export function createCounts({ client, run }: Connection, keys: Keys, some: Accounts['some']): Counts {
  async function compare(apiKey: string): Promise<void> {
    const [payments, counted] = await Promise.all([client.zCard(keys.order(apiKey)), client.hGet(keys.counts, apiKey)]);
    if (counted === null || payments !== Number(counted)) {
      await client.hIncrBy(keys.counts, apiKey, payments - Number(counted));
    }
  }

  return {
    async add(apiKey, payments) {
      await client.hIncrBy(keys.counts, apiKey, payments);
    },
    async read() {
      await inTurn(await some(COMPARED), compare);
      const [accounts, payments] = (await run('sum', [keys.counts], [])) as [number, number];
      return { accounts, payments };
    },
  };
}
