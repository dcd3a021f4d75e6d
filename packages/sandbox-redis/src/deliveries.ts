import { randomUUID } from 'node:crypto';
import {
  type AdvanceOutcome,
  type Claim,
  type DeliveryStore,
  MAX_ATTEMPTS,
  MAX_PER_ACCOUNT,
  type StoreContext,
} from '@kgiton/sandbox/store';
import { type Accounts, inTurn } from './account.js';
import type { Connection, Reply } from './connection.js';
import type { Keys } from './keys.js';
import { MAX_BYTES } from './limits.js';
import type { Owners } from './owners.js';
import type { Polls } from './polls.js';
import { deliveryOf } from './records.js';

export interface DeliveriesOptions extends Pick<StoreContext, 'onError'> {
  connection: Connection;
  accounts: Accounts;
  keys: Keys;
  polls: Polls;
  owners: Owners;
  /** Milliseconds after which the claims of a process that has died are given back. */
  lease: number;
  /** Called with the ids of the payments that an account had too many of. */
  onDrop(apiKey: string, paymentIds: Reply): Promise<void>;
}

type Deliveries = DeliveryStore & {
  /** Stops renewing claims. */
  stop(): void;
};

/** Deliveries with their schedule, and the clocks that it goes by. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { connection, accounts, keys, polls, owners, lease, onDrop, onError } = options;
  const { client } = connection;
  const { run, runOpen } = accounts;

  /** The claims of this process with their API keys. It renews them as long as it lives. */
  const held = new Map<string, string>();
  const renewal = setInterval(() => renew().catch(onError), lease / 3);
  renewal.unref();

  async function renew(): Promise<void> {
    const tokens = new Map<string, string[]>();
    for (const [token, apiKey] of held) tokens.set(apiKey, [...(tokens.get(apiKey) ?? []), token]);
    await inTurn([...tokens], ([apiKey, own]) => run('renew', apiKey, ...own));
  }

  function claimOf(reply: Reply, apiKey: string): Claim {
    const [parts, due, claimCount, token] = reply as [Reply, string, string, string];
    held.set(token, apiKey);
    return { delivery: deliveryOf(parts), due: due ? Number(due) : undefined, rounds: Number(claimCount), token };
  }

  /** The account of a delivery. */
  const ownerOf = (id: string) => owners.of(id.replace(/^dlv_/, 'PAY-'));

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
        // If the clock here is ahead of the server's, an account may be due again at once. This loop ends then.
        let isProgress = false;
        for (const poll of await polls.due(time)) {
          const [claim, moment] = (await run('claim', poll.apiKey, time, randomUUID())) as [Reply, Reply];
          const claimed = claim ? claimOf(claim, poll.apiKey) : undefined;
          // This process has to send what it has claimed, even if the store is gone by now. An extra poll does no harm.
          await polls.done(poll, moment).catch((error) => {
            if (!claimed) throw error;
            onError(error);
          });
          if (claimed) return claimed;
          if (!moment || Number(moment) > time) isProgress = true;
        }
        if (!isProgress) return undefined;
      }
    },
    async claimRedelivery(id) {
      const owner = await ownerOf(id);
      if (owner === null) return undefined;
      await polls.request(owner);
      const reply = await run('claim-redelivery', owner, id, randomUUID());
      return reply === null ? undefined : claimOf(reply, owner);
    },
    async settle({ token, delivery: { apiKey } }, { attempts, isAcknowledged, nextDue = '' }) {
      const texts = attempts.flatMap(({ responseBody, ...rest }) => [
        JSON.stringify({ ...rest, responseBody }),
        JSON.stringify(rest),
      ]);
      // If the store is unreachable, the lease expires and another process delivers again.
      held.delete(token);
      const reply = await run(
        'settle',
        apiKey,
        token,
        isAcknowledged ? 1 : 0,
        nextDue,
        MAX_ATTEMPTS,
        MAX_PER_ACCOUNT.payments,
        MAX_BYTES.payments,
        ...texts,
      );
      if (reply === null) return undefined;
      const [made, moment, dropped] = reply as [string, string, Reply];
      await polls.after(apiKey, moment);
      await onDrop(apiKey, dropped);
      return Number(made);
    },
    async release({ token, delivery: { apiKey } }) {
      held.delete(token);
      await polls.after(apiKey, await run('release', apiKey, token));
    },
    async nextDue() {
      return polls.first();
    },
    async ahead(apiKey) {
      const own = apiKey === undefined ? null : await client.hGet(keys.meta(apiKey), 'ahead');
      return Number(own ?? (await client.get(keys.clockOffset)) ?? 0);
    },
    async advanceTarget(milliseconds, apiKey) {
      const all = apiKey === undefined ? await accounts.apiKeys() : [apiKey];
      const targetOf = async (one: string) =>
        [one, Number((await runOpen('advance-target', one, milliseconds))[1])] as const;
      const targets = new Map(await inTurn(all, targetOf));
      if (apiKey === undefined) await connection.run('add', [keys.clockOffset], [String(milliseconds)]);
      return targets;
    },
    async advanceClock(apiKey, offset, time, latest): Promise<AdvanceOutcome> {
      await polls.request(apiKey);
      const reply = (await run('advance-clock', apiKey, offset, time, randomUUID(), latest ?? '')) as [
        AdvanceOutcome['outcome'],
        Reply,
        Reply,
        string,
      ];
      const [outcome, parts, moment, latestInFlight] = reply;
      const claim = outcome === 'due' ? claimOf(parts, apiKey) : undefined;
      await polls.after(apiKey, moment).catch((error) => {
        if (!claim) throw error;
        onError(error);
      });
      if (claim) return { outcome: 'due', claim, hasMoved: latestInFlight === 'moved' };
      return outcome === 'busy' ? { outcome, latest: Number(latestInFlight) } : { outcome: 'arrived' };
    },
    stop: () => clearInterval(renewal),
  };
}
