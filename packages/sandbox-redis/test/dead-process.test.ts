import type { Claim } from '@kgiton/sandbox/store';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { delivery, payment } from '../../../test/support/store-conformance/index.js';
import { createRedisStore } from '../src/index.js';
import { keysWith } from '../src/keys.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { startServerProxy } from './server-proxy.js';
import { context, LICENSE, nextPrefix, openTwo, START } from './store-setup.js';

describeWithTools('a process that died', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  test('what a process that died had claimed is due again when its lease is over, and not before', async () => {
    const options = { url: server.url, prefix: nextPrefix(), lease: 600 };
    const [dead, alive] = [await createRedisStore(options)(context), await createRedisStore(options)(context)];
    const record = payment();
    await dead.insert(record, LICENSE);
    await dead.pay(record.apiKey, record.paymentId, 5_000, delivery(record, { nextAttemptAt: 5_000 }));
    const held = (await dead.claim(5_000)) as Claim;
    // A process that lives renews its claims: when the lease that it had at first is over, it still has one.
    const client = await connectTo(server.url);
    const leases = keysWith(options.prefix).of(record.apiKey).find(isLeases) as string;
    const [{ score: end } = { score: Number.NaN }] = await client.zRangeWithScores(leases, 0, -1);
    const clock = async () => Number((await client.time())[0]) * 1_000;
    await expect.poll(clock).toBeGreaterThan(end);
    await client.close();
    expect(await alive.claim(Date.now())).toBeUndefined();
    await dead.close();
    await expect.poll(async () => (await alive.claim(Date.now()))?.due, { interval: 100 }).toBe(5_000);
    // What it still says of its attempt comes too late.
    const late = await createRedisStore(options)(context);
    const outcome = { attempts: [], isAcknowledged: true };
    expect(await late.settle(held, outcome)).toBeUndefined();
    await Promise.all([alive.close(), late.close()]);
  });

  test('a webhook is polled, also if whoever scheduled it is killed before it can say so', async () => {
    const stores = await openTwo(server);
    const [one, other] = stores;
    const [first, second] = [payment(), payment()];
    for (const record of [first, second]) await one.insert(record, LICENSE);
    await one.pay(first.apiKey, first.paymentId, START, delivery(first));
    const inFlight = (await one.claim(START)) as Claim;
    // The payer of the second has requested a poll, and is on its way. Meanwhile, the first is acknowledged.
    const client = createClient({ url: server.url });
    await client.connect();
    await client.zAdd(`${stores.prefix}{polls}`, { score: 0, value: second.apiKey }, { comparison: 'LT' });
    await other.settle(inFlight, { attempts: [], isAcknowledged: true });
    expect(await client.zScore(`${stores.prefix}{polls}`, second.apiKey)).toBe(0);
    await client.close();
    await stores.close();
  });

  test('what a process has claimed is its own to send, also if the connection breaks before it notes the poll', async () => {
    let isCutting = false;
    const proxy = await startServerProxy(server, {
      said(text) {
        if (!isCutting || !text.includes('\r\ndone\r\n')) return text;
        isCutting = false;
        return undefined;
      },
    });
    const prefix = nextPrefix();
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const store = await createRedisStore({ url: proxy.url, prefix })({ ...context, onError });
    const record = payment();
    await store.insert(record, LICENSE);
    await store.pay(record.apiKey, record.paymentId, START, delivery(record));
    isCutting = true;
    const claim = await store.claim(START);
    expect([claim?.due, errors.length > 0]).toEqual([START, true]);
    await store.settle(claim as Claim, { attempts: [], isAcknowledged: true });
    await store.close();
    await proxy[Symbol.asyncDispose]();
  });

  test('what a process that died has counted wrong is corrected when the counts are read', async () => {
    await using stores = await openTwo(server);
    for (const apiKey of ['kgiton_a', 'kgiton_b', 'kgiton_c']) await stores[0].insert(payment({ apiKey }), LICENSE);
    const client = await connectTo(server.url);
    await client.hSet(`${stores.prefix}counts`, 'kgiton_a', 7);
    await client.hDel(`${stores.prefix}counts`, 'kgiton_b');
    await client.close();
    expect(await stores[1].counts()).toEqual({ accounts: 3, payments: 3 });
  });

  test('what a process that died had claimed is given back in parts, and all of it', async () => {
    const prefix = nextPrefix();
    const open = (lease: number) => createRedisStore({ url: server.url, prefix, lease })(context);
    const [dead, alive] = await Promise.all([open(200), open(15_000)]);
    for (let index = 0; index < 130; index++) {
      const record = payment();
      await dead.insert(record, LICENSE);
      await dead.pay(record.apiKey, record.paymentId, START, delivery(record));
      await dead.claim(START);
    }
    const client = await connectTo(server.url);
    const held = async () => client.zCard(keysWith(prefix).of(payment().apiKey).find(isLeases) as string);
    expect(await held()).toBe(130);
    await dead.close();
    const again = new Set<string>();
    const claimAgain = async () => {
      const claim = await alive.claim(Date.now());
      if (claim) again.add(claim.delivery.id);
      return again.size;
    };
    await expect.poll(claimAgain, { interval: 20 }).toBe(1);
    // A hundred were given back, and one of them was claimed.
    expect(await held()).toBe(31);
    while (again.size < 130) await claimAgain();
    await alive.close();
    await client.close();
  });
});

const isLeases = (key: string) => key.endsWith(':leases');
