import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { payment } from '../../../test/support/store-conformance/index.js';
import { keysWith } from '../src/keys.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { LICENSE, openTwo } from './store-setup.js';

describeWithTools('a store in a cluster', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  let cluster: RedisServer;
  beforeAll(async () => {
    [server, cluster] = await Promise.all([startRedis(), startRedis({ isCluster: true })]);
  });
  afterAll(async () => {
    for (const one of [server, cluster]) await one?.[Symbol.asyncDispose]();
  });

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
        const found = await node.keys(`${stores.prefix}{*}:meta`);
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
});
