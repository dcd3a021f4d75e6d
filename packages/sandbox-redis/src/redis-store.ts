import { type Change, createEvents, type LoggedRequest, MAX_PER_ACCOUNT, type OpenStore } from '@kgiton/sandbox/store';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { AT_ONCE, createAccounts, inTurn } from './account.js';
import { connect, type Reply } from './connection.js';
import { createCounts } from './counts.js';
import { createDeliveries } from './deliveries.js';
import { keysWith } from './keys.js';
import { MAX_BYTES } from './limits.js';
import { createListeners } from './listeners.js';
import { checked, type RedisStoreOptions } from './options.js';
import { createOwners } from './owners.js';
import { createPayments } from './payments.js';
import { createPolls } from './polls.js';

/**
 * A store in Redis or Valkey, for any number of sandboxes: `startSandbox({ store: createRedisStore({ url }) })`. Each
 * operation on an account is one script, so it takes effect as a whole or not at all, whatever is killed. What has taken
 * effect is as durable as the server: with `appendonly yes` and `appendfsync everysec`, at most the last second is lost.
 *
 * The store throws when it is opened and the server cannot be reached, or is older than Redis 7.0. The error says what to
 * do.
 *
 * @throws {TypeError} when an option is invalid
 */
export function createRedisStore(options: RedisStoreOptions): OpenStore {
  const { server, prefix, idle, lease } = checked(options);
  return async ({ licenses, warn, onError }) => {
    const connection = await connect({ server, onError });
    const { client } = connection;
    const keys = keysWith(prefix);
    const { notify, next, subscribe } = createEvents<Change>();
    await connection.subscribe(keys.changes, (message) => notify(message === undefined ? {} : JSON.parse(message)));
    const accounts = createAccounts({ connection, keys, licenses, idle, lease });
    const counts = createCounts(connection, keys, accounts.some);
    const polls = createPolls(connection, keys);
    const owners = createOwners(connection, keys, idle);
    const parts = { connection, accounts, keys, counts, polls, owners, onDrop };
    const { stop, ...deliveries } = createDeliveries({ ...parts, lease, onError });
    let hasDropped = false;
    let isClosed = false;

    async function onDrop(apiKey: string, reply: Reply): Promise<void> {
      const paymentIds = reply as string[];
      if (paymentIds.length === 0) return;
      if (!hasDropped) {
        const limit = `more than ${MAX_PER_ACCOUNT.payments} of an API key, or ${MAX_BYTES.payments / 2 ** 20} MiB`;
        warn(`there are too many payments, ${limit}: from now on the oldest are dropped`);
        hasDropped = true;
      }
      // What dropped them has taken effect. An owner that stays is forgotten with time.
      const removals = [owners.remove(paymentIds), counts.add(apiKey, -paymentIds.length)];
      for (const removal of removals) await removal.catch(onError);
    }

    async function reset(apiKeys: readonly string[]): Promise<void> {
      const removed = await inTurn(apiKeys, async (apiKey) => {
        // The account leaves the list first: a process that begins it anew from now on lists it again. A poll finds nothing.
        await Promise.all([client.zRem(keys.accounts, apiKey), client.hDel(keys.counts, apiKey)]);
        return (await accounts.run('reset', apiKey)) as string[];
      });
      await owners.remove(removed.flat());
    }

    /** Forgets API keys that sent no request for long. Not with each request. */
    async function trim(): Promise<void> {
      if (Math.random() > 0.01) return;
      await client.zRemRangeByScore(keys.logs, '-inf', Date.now() - idle);
    }

    return {
      ...createPayments({ ...parts, licenses }),
      ...deliveries,
      ...createListeners(accounts),
      async logRequest(entry) {
        const { apiKey = '' } = entry;
        await client.zAdd(keys.logs, { score: Date.now(), value: apiKey });
        await accounts.run('log-request', apiKey, JSON.stringify(entry), MAX_PER_ACCOUNT.requests, MAX_BYTES.requests);
        await trim();
      },
      async requests(apiKey) {
        await client.zRemRangeByScore(keys.logs, '-inf', Date.now() - idle);
        const logs = apiKey === undefined ? await client.zRange(keys.logs, 0, -1) : [apiKey];
        return accounts.list('requests', logs, (entry) => loggedRequestOf(entry as string));
      },
      counts: counts.read,
      open: accounts.open,
      isOpen: accounts.isOpen,
      apiKeys: accounts.apiKeys,
      only: () => accounts.singleApiKey(),
      async reset(apiKey) {
        if (apiKey !== undefined) return reset([apiKey]);
        await Promise.all([client.del(keys.clockOffset), client.del(keys.counts)]);
        const logs = await client.zRange(keys.logs, 0, -1);
        const all = [...new Set([...(await accounts.apiKeys()), ...logs])];
        for (let start = 0; start < all.length; start += AT_ONCE) await reset(all.slice(start, start + AT_ONCE));
        await client.del(keys.logs);
        await client.publish(keys.changes, JSON.stringify({ isReset: true } satisfies Change));
      },
      limiter: ({ name, points, duration }) =>
        new RateLimiterRedis({
          storeClient: client,
          useRedisPackage: true,
          keyPrefix: `${prefix}limit:${name}`,
          points,
          duration,
        }),
      changes: { next, subscribe },
      isShared: true,
      ping: () =>
        client.get(keys.clockOffset).then(
          () => true,
          () => false,
        ),
      async close() {
        if (isClosed) return;
        isClosed = true;
        stop();
        await connection.close();
      },
    };
  };
}

/** JSON has no undefined. */
function loggedRequestOf(text: string): LoggedRequest {
  const entry = JSON.parse(text) as LoggedRequest;
  return { ...entry, apiKey: entry.apiKey };
}
