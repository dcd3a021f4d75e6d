import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { runs } from '../../../test/support/spread.js';
import { describeStore, payment } from '../../../test/support/store-conformance/index.js';
import { createMemoryStore } from '../../sandbox/src/store/memory/create-memory-store.js';
import { scripts } from '../src/generated/scripts.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';
import { context, openTwo } from './store-setup.js';
import { createPlayer, step } from './store-steps.js';

describeWithTools('a store in Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  let cluster: RedisServer;
  beforeAll(async () => {
    [server, cluster] = await Promise.all([startRedis(), startRedis({ isCluster: true })]);
  });
  afterAll(async () => {
    for (const one of [server, cluster]) await one?.[Symbol.asyncDispose]();
  });

  describeStore('in Redis', () => openTwo(server));
  describeStore('in a cluster of three', () => openTwo(cluster));

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
});

describeWithTools('a store in Valkey', [['valkey-server', '--version']], () => {
  let valkey: RedisServer;
  beforeAll(async () => {
    valkey = await startRedis({ command: 'valkey-server' });
  });
  afterAll(() => valkey?.[Symbol.asyncDispose]());

  describeStore('in Valkey', () => openTwo(valkey));
});
