import { randomUUID } from 'node:crypto';
import type { Claim, Step, Store, StoreContext } from '@kgiton/sandbox/store';
import type { Accounts } from './account.js';
import type { Connection, Reply } from './connection.js';
import type { Keys } from './keys.js';
import type { Looks } from './looks.js';
import { deliveryOf } from './records.js';

const MOST_ATTEMPTS = 100;

export interface DeliveriesOptions extends Pick<StoreContext, 'onError'> {
  connection: Connection;
  accounts: Accounts;
  keys: Keys;
  looks: Looks;
  /** Milliseconds after which the claims of a process that has died are given back. */
  lease: number;
}

type Deliveries = Pick<
  Store,
  | 'delivery'
  | 'deliveries'
  | 'isSent'
  | 'claim'
  | 'claimRedelivery'
  | 'land'
  | 'release'
  | 'nextDue'
  | 'ahead'
  | 'aim'
  | 'step'
> & {
  /** Renews no claim any more. */
  stop(): void;
};

/** Deliveries with their schedule, and the clocks that it goes by. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { connection, accounts, keys, looks, lease, onError } = options;
  const { client } = connection;
  const { run, runOpen } = accounts;

  /** The claims of this process with their API keys. It renews them as long as it lives. */
  const held = new Map<string, string>();
  const renewal = setInterval(() => renew().catch(onError), lease / 3);
  renewal.unref();

  async function renew(): Promise<void> {
    const tokens = new Map<string, string[]>();
    for (const [token, apiKey] of held) tokens.set(apiKey, [...(tokens.get(apiKey) ?? []), token]);
    await Promise.all(Array.from(tokens, ([apiKey, own]) => run('renew', apiKey, ...own)));
  }

  function claimOf(reply: Reply, apiKey: string): Claim {
    const [parts, due, rounds, token] = reply as [Reply, string, string, string];
    held.set(token, apiKey);
    return { delivery: deliveryOf(parts), due: due ? Number(due) : undefined, rounds: Number(rounds), token };
  }

  /** The account of a delivery. */
  const ownerOf = (id: string) => client.get(keys.owner(id.replace(/^dlv_/, 'PAY-')));

  return {
    async delivery(id) {
      const owner = await ownerOf(id);
      const reply = owner === null ? null : await run('delivery', owner, id);
      return reply === null ? undefined : deliveryOf(reply);
    },
    deliveries: async (apiKey) =>
      accounts.list('deliveries', apiKey === undefined ? await accounts.apiKeys() : [apiKey], deliveryOf),
    async isSent(apiKey, id) {
      return (await client.hExists(keys.deliveries(apiKey), `b:${id}`)) === 1;
    },
    async claim(time) {
      for (;;) {
        const first = await looks.first();
        if (!first || first.moment > time) return undefined;
        const [claim, moment] = (await run('claim', first.apiKey, time, randomUUID())) as [Reply, Reply];
        await looks.done(first.apiKey, first.moment, moment);
        if (claim) return claimOf(claim, first.apiKey);
      }
    },
    async claimRedelivery(id) {
      const owner = await ownerOf(id);
      const reply = owner === null ? null : await run('claim-redelivery', owner, id, randomUUID());
      return reply === null ? undefined : claimOf(reply, owner as string);
    },
    async land({ token, delivery: { apiKey } }, { attempts, isAcknowledged, nextDue = '' }) {
      const texts = attempts.map((attempt) => JSON.stringify(attempt));
      // If the store cannot be told, the lease ends, and somebody delivers again.
      held.delete(token);
      const reply = await run('land', apiKey, token, isAcknowledged ? 1 : 0, nextDue, MOST_ATTEMPTS, ...texts);
      if (reply === null) return undefined;
      const [made, moment] = reply as [string, string];
      await looks.after(apiKey, moment);
      return Number(made);
    },
    async release({ token, delivery: { apiKey } }) {
      held.delete(token);
      await looks.after(apiKey, await run('release', apiKey, token));
    },
    async nextDue() {
      return (await looks.first())?.moment;
    },
    async ahead(apiKey) {
      const own = apiKey === undefined ? null : await client.hGet(keys.meta(apiKey), 'ahead');
      return Number(own ?? (await client.get(keys.ahead)) ?? 0);
    },
    async aim(milliseconds, apiKey) {
      const all = apiKey === undefined ? await accounts.apiKeys() : [apiKey];
      const aims = all.map(async (one) => [one, Number((await runOpen('aim', one, milliseconds))[1])] as const);
      const targets = new Map(await Promise.all(aims));
      if (apiKey === undefined) await client.incrBy(keys.ahead, milliseconds);
      return targets;
    },
    async step(apiKey, ahead, time): Promise<Step> {
      const reply = (await run('step', apiKey, ahead, time, randomUUID())) as [Step['outcome'], Reply, Reply];
      const [outcome, claim, moment] = reply;
      await looks.after(apiKey, moment);
      return outcome === 'due' ? { outcome, claim: claimOf(claim, apiKey) } : { outcome };
    },
    stop: () => clearInterval(renewal),
  };
}
