import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import type { Claim, Store } from '@kgiton/sandbox/store';
import { createClient } from '@redis/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { delivery, describeStore, payment } from '../../../test/support/store-conformance/index.js';
import { createMemoryStore } from '../../sandbox/src/store/memory/create-memory-store.js';
import { createRedisStore } from '../src/index.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';
import { createPlayer, step } from './store-steps.js';

let count = 0;
const context = { licenses: LICENSE_KEYS, warn: () => {}, onError: () => {} };

async function openTwo({ url }: RedisServer, cluster: boolean) {
  const open = createRedisStore({ url, cluster, prefix: `test-${++count}:` });
  const stores: [Store, Store] = [await open(context), await open(context)];
  const close = async () => void (await Promise.all(stores.map((store) => store.close())));
  return Object.assign(stores, { close, [Symbol.asyncDispose]: close });
}

describeWithTools('a store in Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  let cluster: RedisServer;
  beforeAll(async () => {
    [server, cluster] = await Promise.all([startRedis(), startRedis({ isCluster: true })]);
  });
  afterAll(async () => {
    for (const one of [server, cluster]) await one[Symbol.asyncDispose]();
  });

  describeStore('in Redis', () => openTwo(server, false));
  describeStore('in a cluster', () => openTwo(cluster, true));

  test('does whatever a store in memory does, whatever is asked of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        await using stores = await openTwo(server, false);
        const memory = createMemoryStore(context);
        const [inMemory, inRedis] = [createPlayer(memory), createPlayer(stores[0])];
        for (const [index, one] of steps.entries()) {
          // The ids that a step makes up are the same for both.
          const made = { number: index, record: payment({ apiKey: one.apiKey, transactionId: one.id }) };
          const want = structuredClone(await inMemory(one, made));
          expect([one, await inRedis(one, made)]).toEqual([one, want]);
        }
      }),
      { numRuns: process.env.CI ? 150 : 60 },
    );
  });

  test('an account that is not used is removed whole', async () => {
    const prefix = `test-${++count}:`;
    const store = await createRedisStore({ url: server.url, prefix, idle: 300 })(context);
    const record = payment();
    await store.insert(record, LICENSE);
    await store.pay(record.apiKey, record.paymentId, 5_000, delivery(record));
    await store.setFault(record.apiKey, 'TRX-X', { kind: 'never' });
    await store.land((await store.claimRedelivery(delivery(record).id)) as Claim, {
      attempts: [],
      isAcknowledged: false,
    });
    await expect.poll(() => store.find(record.apiKey, record.paymentId)).toBeUndefined();
    expect(await store.deliveries(record.apiKey)).toEqual([]);
    expect(await store.faults(record.apiKey)).toEqual([]);
    expect((await store.license(record.apiKey, LICENSE))?.tokens).toBe(1_000_000);
    await store.close();
  });

  test('what a process that died had claimed is due again when its lease is over, and not before', async () => {
    const options = { url: server.url, prefix: `test-${++count}:`, lease: 600 };
    const [dead, alive] = [await createRedisStore(options)(context), await createRedisStore(options)(context)];
    const record = payment();
    await dead.insert(record, LICENSE);
    await dead.pay(record.apiKey, record.paymentId, 5_000, delivery(record, { nextAttemptAt: 5_000 }));
    const held = (await dead.claim(5_000)) as Claim;
    // A process that lives renews its claims.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await alive.claim(Date.now())).toBeUndefined();
    await dead.close();
    await expect.poll(async () => (await alive.claim(Date.now()))?.due, { interval: 100 }).toBe(5_000);
    // What it still says of its attempt comes too late.
    const late = await createRedisStore(options)(context);
    const landing = { attempts: [], isAcknowledged: true };
    expect(await late.land(held, landing)).toBeUndefined();
    await Promise.all([alive.close(), late.close()]);
  });

  test('a webhook is looked for, also if whoever scheduled it is killed before it can say so', async () => {
    const stores = await openTwo(server, false);
    const [one, other] = stores;
    const [first, second] = [payment(), payment()];
    for (const record of [first, second]) await one.insert(record, LICENSE);
    await one.pay(first.apiKey, first.paymentId, START, delivery(first));
    const inFlight = (await one.claim(START)) as Claim;
    // The payer of the second has asked for a look, and is on its way. Meanwhile, the first is acknowledged.
    const prefix = `test-${count}:`;
    const client = createClient({ url: server.url });
    await client.connect();
    await client.zAdd(`${prefix}{looks}`, { score: 0, value: second.apiKey }, { comparison: 'LT' });
    await other.land(inFlight, { attempts: [], isAcknowledged: true });
    expect(await client.zScore(`${prefix}{looks}`, second.apiKey)).toBe(0);
    await client.close();
    await stores.close();
  });

  test('what a process has claimed is its own to send, also if the connection breaks before it notes the look', async () => {
    const proxy = await startCuttingProxy(server, '\r\ndone\r\n');
    const prefix = `test-${++count}:`;
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const store = await createRedisStore({ url: proxy.url, prefix })({ ...context, onError });
    const record = payment();
    await store.insert(record, LICENSE);
    await store.pay(record.apiKey, record.paymentId, START, delivery(record));
    proxy.isCutting = true;
    const claim = await store.claim(START);
    expect([claim?.due, errors.length > 0]).toEqual([START, true]);
    await store.land(claim as Claim, { attempts: [], isAcknowledged: true });
    await store.close();
    await proxy[Symbol.asyncDispose]();
  });

  test('accounts that are reset while others use them stay listed, and their webhooks are looked for', async () => {
    await using stores = await openTwo(server, false);
    const [one, other] = stores;
    const records = Array.from({ length: 40 }, (_, index) => payment({ apiKey: `kgiton_race_${index}` }));
    await Promise.all(records.map(({ apiKey }) => one.open(apiKey)));
    await Promise.all(records.flatMap((record) => [other.reset(record.apiKey), one.insert(record, LICENSE)]));
    const open = await Promise.all(records.map(({ apiKey }) => one.isOpen(apiKey)));
    const wanted = records.filter((_, index) => open[index]).map(({ apiKey }) => apiKey);
    expect(new Set(await other.apiKeys())).toEqual(new Set(wanted));
  });

  test('odd API keys harm nobody, in a cluster neither', async () => {
    for (const [target, isCluster] of [
      [server, false],
      [cluster, true],
    ] as const) {
      await using stores = await openTwo(target, isCluster);
      for (const apiKey of ['}', '{}', 'kgiton_}{', 'kgiton_\n\u0000 é', 'x'.repeat(5_000)]) {
        const entry = { id: 'req_1', at: 1, apiKey, method: 'GET', path: '/', body: '', status: 401 };
        await stores[0].logRequest({ ...entry, errors: [], warnings: [] });
        expect(await stores[1].requests(apiKey)).toHaveLength(1);
      }
      expect(await stores[1].requests()).toHaveLength(5);
      await stores[0].reset();
    }
  });

  test('every key of an account has a time to live, whatever was done', async () => {
    const stores = await openTwo(server, false);
    const record = payment();
    await stores[0].insert(record, LICENSE);
    await stores[0].setFault(record.apiKey, 'TRX-X', { kind: 'hang' });
    await stores[0].pay(record.apiKey, record.paymentId, START, delivery(record));
    await stores[0].release((await stores[0].claim(START)) as Claim);
    await stores[0].claim(START);
    const client = createClient({ url: server.url });
    await client.connect();
    const names = await client.keys(`test-${count}:{*}:*`);
    const lives = await Promise.all(names.map(async (name) => [name, await client.pTTL(name)] as const));
    expect(lives.length).toBeGreaterThan(8);
    expect(lives.filter(([name, life]) => life < 0 && !name.includes('{looks}'))).toEqual([]);
    await client.close();
    await stores.close();
  });

  test('closing ends although the server is away', async () => {
    const away = await startRedis();
    const store = await createRedisStore({ url: away.url })(context);
    await away[Symbol.asyncDispose]();
    store.claim(Date.now()).catch(() => {});
    await store.close();
  });

  test('a sandbox with an invalid option closes its store', async () => {
    const opened: Store[] = [];
    const open = createRedisStore({ url: server.url, prefix: `test-${++count}:` });
    const store = async (given: Parameters<typeof open>[0]) => {
      opened.push(await open(given));
      return opened[0] as Store;
    };
    await expect(startSandbox({ store, port: 0, allowOrigins: ['nonsense'] })).rejects.toThrow('allowOrigins');
    expect(await opened[0]?.ping()).toBe(false);
  });

  test('a server that cannot be reached is an error at once', async () => {
    const open = createRedisStore({ url: 'redis://127.0.0.1:1' });
    await expect(open(context)).rejects.toThrow('ECONNREFUSED');
  });
});

/** A way to a server that breaks once when a client says `what`, before the server hears it. */
async function startCuttingProxy({ url }: RedisServer, what: string) {
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.pipe(client);
    client.on('data', (chunk) => {
      if (!(handle.isCutting && chunk.includes(what))) return void upstream.write(chunk);
      handle.isCutting = false;
      client.destroy();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const handle = {
    url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    isCutting: false,
    async [Symbol.asyncDispose]() {
      proxy.close();
      await once(proxy, 'close');
    },
  };
  return handle;
}

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const START = 1_000;
