import { LICENSE_KEYS, type OpenStore, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { createRedisStore } from '../src/index.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';

const sessionSecret = 'a secret that all instances share';

describeWithTools('hosted sandboxes that share Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  test('count one limit together, and refuse an exceeded one at every instance', async () => {
    const store = createRedisStore({ url: server.url, prefix: 'limits:' });
    const start = () => startSandbox({ port: 0, store, hosted: { sessionSecret, requestsPerMinute: 5 } });
    await using one = await start();
    await using another = await start();
    const created = await fetch(`${one.url}/_sandbox/accounts`, { method: 'POST' });
    const { api_key } = (await created.json()) as { api_key: string };
    const ask = ({ url }: { url: string }) => fetch(`${url}/_sandbox/clock`, { headers: { 'x-api-key': api_key } });
    const statuses: number[] = [];
    for (let times = 0; times < 4; times++) {
      for (const sandbox of [one, another]) statuses.push((await ask(sandbox)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect(Number((await ask(another)).headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  test('take back what they have counted', async () => {
    const open = createRedisStore({ url: server.url, prefix: 'plain:' });
    const store = await open({ licenses: LICENSE_KEYS, warn: () => {}, onError: () => {} });
    const limiter = store.limiter?.({ name: 'x', points: 1, duration: 60 });
    await limiter?.consume('key');
    await expect(limiter?.consume('key')).rejects.toMatchObject({ msBeforeNext: expect.any(Number) });
    await limiter?.reward('key', 2);
    await limiter?.consume('key');
    await store.close();
  });

  test('do not start without a secret for the sessions of all of them', async () => {
    let isClosed = false;
    const store: OpenStore = async (context) => {
      const opened = await createRedisStore({ url: server.url })(context);
      const close = async () => {
        await opened.close();
        isClosed = true;
      };
      return { ...opened, close };
    };
    await expect(startSandbox({ port: 0, store, hosted: {} })).rejects.toThrow('sessionSecret: ');
    expect(isClosed).toBe(true);
  });
});
