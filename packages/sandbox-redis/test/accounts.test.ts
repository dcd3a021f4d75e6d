import type { Claim } from '@kgiton/sandbox/store';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { delivery, payment } from '../../../test/support/store-conformance/index.js';
import { createRedisStore } from '../src/index.js';
import { keysWith } from '../src/keys.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { startServerProxy } from './server-proxy.js';
import { context, LICENSE, nextPrefix, openAt, openTwo, START } from './store-setup.js';

describeWithTools('accounts in Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  test('an account that is not used is removed whole', async () => {
    const prefix = nextPrefix();
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
    const names = await client.keys(`${stores.prefix}{*}:*`);
    const lives = await Promise.all(names.map(async (name) => [name, await client.pTTL(name)] as const));
    expect(lives.length).toBeGreaterThan(8);
    expect(lives.filter(([name, life]) => life < 0 && !name.includes('{polls}'))).toEqual([]);
    await client.close();
    await stores.close();
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
    const order = keysWith(stores.prefix).order(first.apiKey);
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
    const prefix = nextPrefix();
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
});
