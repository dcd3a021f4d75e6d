import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import type { Claim, Store } from '@kgiton/sandbox/store';
import { createClient } from '@redis/client';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { runs } from '../../../test/support/spread.js';
import { delivery, describeStore, payment } from '../../../test/support/store-conformance/index.js';
import { createMemoryStore } from '../../sandbox/src/store/memory/create-memory-store.js';
import { scripts } from '../src/generated/scripts.js';
import { createRedisStore } from '../src/index.js';
import { keysWith } from '../src/keys.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { startServerProxy } from './server-proxy.js';
import { createPlayer, step } from './store-steps.js';

let count = 0;
const context = { licenses: LICENSE_KEYS, warn: () => {}, onError: () => {} };

async function openTwo({ url }: RedisServer) {
  const open = createRedisStore({ url, prefix: `test-${++count}:` });
  const stores: [Store, Store] = [await open(context), await open(context)];
  const close = async () => void (await Promise.all(stores.map((store) => store.close())));
  return Object.assign(stores, { close, [Symbol.asyncDispose]: close });
}

/** A store that closes with its test. */
async function openAt(url: string): Promise<Store & AsyncDisposable> {
  const store = await createRedisStore({ url, prefix: `test-${++count}:` })(context);
  return { ...store, [Symbol.asyncDispose]: store.close };
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

  describeStore('in Redis', () => openTwo(server));
  describeStore('in a cluster of three', () => openTwo(cluster));

  test('the accounts of a cluster are spread over all of its nodes', async () => {
    await using stores = await openTwo(cluster);
    const keys = Array.from({ length: 30 }, (_, index) => `kgiton_${index}`);
    for (const apiKey of keys) await stores[0].insert(payment({ apiKey }), LICENSE);
    const client = await connectTo(cluster.url);
    const slots = (await client.sendCommand(['CLUSTER', 'SLOTS'])) as unknown as [number, number, [string, number]][];
    await client.close();
    const counts = await Promise.all(
      slots.map(async ([, , [host, port]]) => {
        const node = await connectTo(`redis://${host}:${port}`);
        const found = await node.keys(`test-${count}:{*}:meta`);
        await node.close();
        return found.length;
      }),
    );
    expect(counts).toHaveLength(3);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(await stores[1].counts()).toEqual({ accounts: 30, payments: 30 });
    await stores[1].reset();
    expect(await stores[0].apiKeys()).toEqual([]);
    // Rate limits have keys of their own.
    const limiters = stores.map((store) => store.limiter?.({ name: 'x', points: 6, duration: 60 }));
    for (const key of ['a', 'b', 'c']) {
      for (const limiter of [...limiters, ...limiters, ...limiters]) await limiter?.consume(key);
      await expect(limiters[0]?.consume(key)).rejects.toMatchObject({ msBeforeNext: expect.any(Number) });
    }
  });

  test('all keys of an account have one slot, whatever its API key, and no script may use two', async () => {
    const { of: keysOf } = keysWith('test:');
    const client = await connectTo(cluster.url);
    const slotOf = async (key: string) => (await client.sendCommand(['CLUSTER', 'KEYSLOT', key])) as unknown as number;
    for (const apiKey of ['kgiton_a', 'kgiton_}{', '{}', '']) {
      expect(new Set(await Promise.all(keysOf(apiKey).map(slotOf))).size).toBe(1);
    }
    const two = ['kgiton_a', 'kgiton_b'].map((apiKey) => keysOf(apiKey)[0] as string);
    await expect(client.eval('return 1', { keys: two })).rejects.toThrow('CROSSSLOT');
    await client.close();
  });

  test('no script uses a key that it was not given', () => {
    for (const [name, source] of Object.entries(scripts)) {
      const given = [...source.matchAll(/^local (.+) = (KEYS\[.+)$/gm)].flatMap(([, names = '']) => names.split(', '));
      if (source.includes('for _, key in ipairs(KEYS) do')) given.push('key');
      const used = [...source.matchAll(/redis\.call\('(\w+)'(?:, ([^,)]+))?/g)]
        .filter(([, command]) => command !== 'TIME' && command !== 'PUBLISH')
        .map(([, , key = '']) => key);
      expect(used.length).toBeGreaterThan(0);
      expect([name, used.filter((key) => !given.includes(key) && !/^KEYS\[\d+\]$/.test(key))]).toEqual([name, []]);
    }
  });

  test('does whatever a store in memory does, whatever is asked of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        await using stores = await openTwo(server);
        const memory = createMemoryStore(context);
        const [inMemory, inRedis] = [createPlayer(memory), createPlayer(stores[0])];
        for (const [index, one] of steps.entries()) {
          // The ids that a step makes up are the same for both.
          const made = { number: index, record: payment({ apiKey: one.apiKey, transactionId: one.id }) };
          const want = structuredClone(await inMemory(one, made));
          expect([one, await inRedis(one, made)]).toEqual([one, want]);
        }
      }),
      runs(150),
    );
  });

  test('an account that is not used is removed whole', async () => {
    const prefix = `test-${++count}:`;
    const store = await createRedisStore({ url: server.url, prefix, idle: 300 })(context);
    const record = payment();
    await store.insert(record, LICENSE);
    await store.pay(record.apiKey, record.paymentId, 5_000, delivery(record));
    await store.setFault(record.apiKey, 'TRX-X', { kind: 'never' });
    await store.settle((await store.claimRedelivery(delivery(record).id)) as Claim, {
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
    const prefix = `test-${count}:`;
    const client = createClient({ url: server.url });
    await client.connect();
    await client.zAdd(`${prefix}{polls}`, { score: 0, value: second.apiKey }, { comparison: 'LT' });
    await other.settle(inFlight, { attempts: [], isAcknowledged: true });
    expect(await client.zScore(`${prefix}{polls}`, second.apiKey)).toBe(0);
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
    const prefix = `test-${++count}:`;
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

  test('accounts that are reset while others use them stay listed, and their webhooks are polled', async () => {
    await using stores = await openTwo(server);
    const [one, other] = stores;
    const records = Array.from({ length: 40 }, (_, index) => payment({ apiKey: `kgiton_race_${index}` }));
    await Promise.all(records.map(({ apiKey }) => one.open(apiKey)));
    await Promise.all(records.flatMap((record) => [other.reset(record.apiKey), one.insert(record, LICENSE)]));
    const open = await Promise.all(records.map(({ apiKey }) => one.isOpen(apiKey)));
    const wanted = records.filter((_, index) => open[index]).map(({ apiKey }) => apiKey);
    expect(new Set(await other.apiKeys())).toEqual(new Set(wanted));
  });

  test('what a process that died has counted wrong is corrected when the counts are read', async () => {
    await using stores = await openTwo(server);
    for (const apiKey of ['kgiton_a', 'kgiton_b', 'kgiton_c']) await stores[0].insert(payment({ apiKey }), LICENSE);
    const client = await connectTo(server.url);
    await client.hSet(`test-${count}:counts`, 'kgiton_a', 7);
    await client.hDel(`test-${count}:counts`, 'kgiton_b');
    await client.close();
    expect(await stores[1].counts()).toEqual({ accounts: 3, payments: 3 });
  });

  test('counting asks about as much for many accounts as for a few', async () => {
    await using stores = await openTwo(server);
    const client = await connectTo(server.url);
    const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))?.[1]);
    const asked: number[] = [];
    for (const end of [150, 600]) {
      await Promise.all(Array.from({ length: end }, (_, index) => stores[0].open(`kgiton_${index}`)));
      const before = await commands();
      expect(await stores[1].counts()).toEqual({ accounts: end, payments: 0 });
      asked.push((await commands()) - before);
    }
    await client.close();
    expect(asked[1]).toBeLessThan(1.2 * (asked[0] as number));
  });

  test('odd API keys harm nobody, in a cluster neither', async () => {
    for (const target of [server, cluster]) {
      await using stores = await openTwo(target);
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
    const stores = await openTwo(server);
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
    expect(lives.filter(([name, life]) => life < 0 && !name.includes('{polls}'))).toEqual([]);
    await client.close();
    await stores.close();
  });

  test('closing ends although the server is unavailable', async () => {
    const unavailable = await startRedis();
    const store = await createRedisStore({ url: unavailable.url })(context);
    await unavailable[Symbol.asyncDispose]();
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

  test('what a process that died had claimed is given back in parts, and all of it', async () => {
    const prefix = `test-${++count}:`;
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

  test('lists an account in parts, whether it has many payments or large ones', async () => {
    let asked = 0;
    await using proxy = await startServerProxy(server, {
      said(text) {
        asked += [...text.matchAll(/\r\nEVALSHA\r\n/g)].length;
        return text;
      },
    });
    await using store = await openAt(proxy.url);
    const fill = async (apiKey: string, many: number, request: string) => {
      const records = Array.from({ length: many }, () => payment({ apiKey, request }));
      for (const record of records) {
        await store.insert(record, LICENSE);
        await store.pay(apiKey, record.paymentId, START, delivery(record, { body: request }));
      }
      const ids = records.map(({ paymentId }) => paymentId);
      asked = 0;
      expect((await store.payments(apiKey)).map(({ paymentId }) => paymentId)).toEqual(ids);
      expect((await store.deliveries(apiKey)).map(({ paymentId }) => paymentId)).toEqual(ids);
      expect((await store.payments(apiKey, 2)).map(({ paymentId }) => paymentId)).toEqual(ids.slice(-2));
      return asked;
    };
    expect(await fill('kgiton_many', 150, '{}')).toBe(2 + 2 + 1);
    expect(await fill('kgiton_large', 3, JSON.stringify('x'.repeat(700_000)))).toBe(2 + 2 + 1);
  });

  test('payments stay in their order although the clock of the server is set back', async () => {
    await using stores = await openTwo(server);
    const [first, second] = [payment(), payment()];
    const client = await connectTo(server.url);
    await stores[0].insert(first, LICENSE);
    const order = keysWith(`test-${count}:`).order(first.apiKey);
    const later = (Date.now() + 3_600_000) * 1_000;
    await client.zAdd(order, { score: later, value: first.paymentId });
    await client.close();
    await stores[0].insert(second, LICENSE);
    expect((await stores[1].payments()).map(({ paymentId }) => paymentId)).toEqual([first.paymentId, second.paymentId]);
  });

  test('asks for a part of many accounts at a time', async () => {
    let [asked, most] = [0, 0];
    const proxy = await startServerProxy(server, {
      said(text) {
        asked += [...text.matchAll(/\r\n(ZCARD|EVALSHA|ZREM|UNLINK)\r\n/g)].length;
        most = Math.max(most, asked);
        return text;
      },
      replied(text) {
        asked -= Math.min(asked, [...text.matchAll(/^[:*]\d+\r$/gm)].length);
        return text;
      },
    });
    const prefix = `test-${++count}:`;
    const store = await createRedisStore({ url: proxy.url, prefix })(context);
    for (let start = 0; start < 300; start += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => store.open(`kgiton_${start + index}`)));
    }
    for (const record of Array.from({ length: 300 }, (_, index) => payment({ apiKey: `kgiton_${index % 100}` }))) {
      await store.insert(record, LICENSE);
    }
    for (const ask of [() => store.counts(), () => store.faults(), () => store.reset()]) {
      most = 0;
      await ask();
      expect([most > 10, most <= 110]).toEqual([true, true]);
    }
    expect(await store.apiKeys()).toEqual([]);
    await store.close();
    await proxy[Symbol.asyncDispose]();
  });

  test('a server that is too old is refused in words', async () => {
    const replied = (text: string) => text.replace('redis_version:7', 'redis_version:6');
    const proxy = await startServerProxy(server, { replied });
    const open = createRedisStore({ url: proxy.url });
    await expect(open(context)).rejects.toThrow(
      /^cannot use redis:\S+: expected Redis 7\.0 or later, or Valkey, got Redis 6\.\S+: upgrade it, or name another one$/,
    );
    await proxy[Symbol.asyncDispose]();
  });

  test('a node of a cluster is not taken for a server alone, nor the other way round', async () => {
    const alone = createRedisStore({ url: cluster.url.replace('+cluster', '') });
    await expect(alone(context)).rejects.toThrow(
      /^cannot use redis:\S+: it is a node of a cluster: begin the URL with redis\+cluster: or rediss\+cluster:$/,
    );
    const together = createRedisStore({ url: server.url.replace('redis:', 'redis+cluster:') });
    await expect(together(context)).rejects.toThrow(
      /^cannot use redis\+cluster:\S+: ERR .*; it is no cluster: leave \+cluster out of the URL$/,
    );
  });

  test('a server that cannot be reached is an error at once', async () => {
    for (const url of ['redis://127.0.0.1:1', 'redis+cluster://127.0.0.1:1']) {
      const open = createRedisStore({ url });
      await expect(open(context)).rejects.toThrow(`cannot use ${url}: connect ECONNREFUSED 127.0.0.1:1`);
    }
  });
});

describeWithTools('a store in Valkey', [['valkey-server', '--version']], () => {
  let valkey: RedisServer;
  beforeAll(async () => {
    valkey = await startRedis({ command: 'valkey-server' });
  });
  afterAll(() => valkey?.[Symbol.asyncDispose]());

  describeStore('in Valkey', () => openTwo(valkey));
});

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const START = 1_000;

const isLeases = (key: string) => key.endsWith(':leases');
