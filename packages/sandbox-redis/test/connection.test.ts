import { startSandbox } from '@kgiton/sandbox';
import type { Store } from '@kgiton/sandbox/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { createRedisStore } from '../src/index.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';
import { startServerProxy } from './server-proxy.js';
import { context, nextPrefix } from './store-setup.js';

describeWithTools('a connection to Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  let cluster: RedisServer;
  beforeAll(async () => {
    [server, cluster] = await Promise.all([startRedis(), startRedis({ isCluster: true })]);
  });
  afterAll(async () => {
    for (const one of [server, cluster]) await one?.[Symbol.asyncDispose]();
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
    const open = createRedisStore({ url: server.url, prefix: nextPrefix() });
    const store = async (given: Parameters<typeof open>[0]) => {
      opened.push(await open(given));
      return opened[0] as Store;
    };
    await expect(startSandbox({ store, port: 0, allowOrigins: ['nonsense'] })).rejects.toThrow('allowOrigins');
    expect(await opened[0]?.ping()).toBe(false);
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
