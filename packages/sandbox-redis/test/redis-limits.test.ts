import { LICENSE_KEYS, type OpenStore, startSandbox } from '@kgiton/sandbox';
import type { Claim } from '@kgiton/sandbox/store';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedByOwnAuthority } from '../../../test/support/certificate.js';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { delivery, payment } from '../../../test/support/store-conformance/index.js';
import { control } from '../../sandbox/test/control-api.js';
import { generate, request } from '../../sandbox/test/requests.js';
import { createRedisStore } from '../src/index.js';
import { keysWith } from '../src/keys.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { context, LICENSE } from './store-setup.js';

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
    const store = await open(context);
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

describeWithTools('a store in Redis', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => server?.[Symbol.asyncDispose]());

  const MIB = 2 ** 20;

  /** The keys of a store that match a pattern, with how long they live and how many bytes they take. */
  async function keysOf(prefix: string, pattern: string) {
    const client = await createClient({ url: server.url }).connect();
    const names = await client.keys(`${prefix}${pattern}`);
    const keys = await Promise.all(
      names.map(async (name) => ({
        name: name.slice(prefix.length),
        life: await client.pTTL(name),
        bytes: (await client.memoryUsage(name, { SAMPLES: 0 })) ?? 0,
      })),
    );
    await client.close();
    return keys;
  }

  test('keeps 64 MiB of an account: beyond, it drops its oldest payments and no more response bodies are kept', async () => {
    const lines: string[] = [];
    const warn = (line: string) => void lines.push(line);
    const store = await createRedisStore({ url: server.url, prefix: 'bytes:' })({ ...context, warn });
    const small = payment({ apiKey: 'kgiton_other' });
    await store.insert(small, LICENSE);
    const made = [];
    for (let index = 0; index < 20; index++) {
      const record = payment({ request: JSON.stringify({ text: 'x'.repeat(4 * MIB) }) });
      made.push(record.paymentId);
      await store.insert(record, LICENSE);
    }
    const kept = (await store.payments('kgiton_a')).map(({ paymentId }) => paymentId);
    expect(kept).toEqual(made.slice(-15));
    expect(lines).toEqual([
      'there are too many payments, more than 10000 of an API key, or 64 MiB: from now on the oldest are dropped',
    ]);
    expect(await store.payments('kgiton_other')).toHaveLength(1);
    const owners = async () => (await keysOf('bytes:', 'owner:*')).map(({ name }) => name).sort();
    const ownersOf = (ids: readonly string[]) => [small.paymentId, ...ids].map((id) => `owner:${id}`).sort();
    expect(await owners()).toEqual(ownersOf(kept));

    const last = { ...payment(), paymentId: kept.at(-1) as string };
    await store.pay(last.apiKey, last.paymentId, 1_000, delivery(last));
    const attempt = { at: 1_795_907_707_652, reason: 'redelivery', status: 500, duration: 1 } as const;
    for (const size of [3 * MIB, 2 * MIB]) {
      const claim = await store.claimRedelivery(delivery(last).id);
      const attempts = [{ ...attempt, responseBody: 'x'.repeat(size) }];
      if (claim) await store.settle(claim, { attempts, isAcknowledged: false });
    }
    const { attempts } = (await store.delivery(delivery(last).id)) ?? {};
    expect(attempts?.map(({ responseBody, ...rest }) => ({ ...rest, size: responseBody?.length }))).toEqual([
      { ...attempt, size: 3 * MIB },
      { ...attempt, size: undefined },
    ]);
    // Its webhook weighs too, and so does what is noted of attempts. The payment that they belong to stays.
    const [first, second, third, ...rest] = kept as [string, string, string, ...string[]];
    const oldest = { ...payment(), paymentId: first };
    const idsOf = async () => (await store.payments('kgiton_a')).map(({ paymentId }) => paymentId);
    await store.pay('kgiton_a', first, 1_000, delivery(oldest, { body: 'x'.repeat(MIB) }));
    expect(await idsOf()).toEqual([first, third, ...rest]);
    const claim = (await store.claimRedelivery(delivery(oldest).id)) as Claim;
    await store.settle(claim, { attempts: [{ ...attempt, error: 'x'.repeat(4 * MIB) }], isAcknowledged: false });
    expect(await idsOf()).toEqual([first, ...rest]);
    expect(await owners()).toEqual(ownersOf([first, ...rest]));
    expect(await store.findByPaymentId(second)).toBeUndefined();
    // What is dropped weighs nothing any more.
    await store.reset('kgiton_a');
    expect(await owners()).toEqual(ownersOf([]));
    for (let index = 0; index < 15; index++) {
      await store.insert(payment({ request: JSON.stringify({ text: 'x'.repeat(4 * MIB) }) }), LICENSE);
    }
    expect(await store.payments('kgiton_a')).toHaveLength(15);
    await store.close();
  });

  test('keeps 8 MiB of the request log of an account, 4 of its faults and 1 of its license keys', async () => {
    const prefix = 'kinds:';
    const store = await createRedisStore({ url: server.url, prefix })(context);
    const apiKey = 'kgiton_a';
    const entry = { at: 1, apiKey, method: 'POST', path: '/', status: 400, errors: [], warnings: [] };
    const fill = async () => {
      for (let index = 0; index < 20; index++) {
        const long = 'x'.repeat(MIB / 10);
        await store.logRequest({ ...entry, id: `req_${index}`, body: 'x'.repeat(MIB - 1_000) });
        await store.setFault(apiKey, `${index} ${long}`, { kind: 'never' });
        await store.setLicense(apiKey, { key: `${index} ${long}` });
      }
      const names = [
        (await store.requests(apiKey)).map(({ id }) => id),
        (await store.faults(apiKey)).map(({ id }) => id?.split(' ')[0]),
        (await store.licenses(apiKey)).map(({ key }) => key.split(' ')[0]).slice(LICENSE_KEYS.length),
      ];
      return names.map((list) => [list[0], list.length]);
    };
    const kept = [
      ['req_12', 8],
      ['7', 13],
      ['17', 3],
    ];
    expect(await fill()).toEqual(kept);
    const bytes = (await keysOf(prefix, '*')).reduce((sum, key) => sum + key.bytes, 0);
    expect(bytes).toBeLessThan(1.3 * 13 * MIB);
    // What was dropped or removed weighs nothing any more.
    await store.clearFault(apiKey, undefined);
    expect(await fill()).toEqual(kept);
    await store.reset(apiKey);
    expect(await fill()).toEqual(kept);
    await store.close();
  });

  test('finds a payment by its id alone as long as an account is kept that nobody uses', async () => {
    const prefix = 'owners:';
    const store = await createRedisStore({ url: server.url, prefix, idle: 60_000 })(context);
    const record = payment();
    await store.insert(record, LICENSE);
    const lives = async () => (await keysOf(prefix, 'owner:*')).map(({ life }) => life);
    const [life = 0] = await lives();
    expect([life > 0, life <= 60_000]).toEqual([true, true]);
    const client = await createClient({ url: server.url }).connect();
    await client.pExpire(`${prefix}owner:${record.paymentId}`, 30_000);
    await client.close();
    // Whoever asks for it lets it be found for longer.
    expect(await store.findByPaymentId(record.paymentId)).toEqual(record);
    expect((await lives())[0]).toBeGreaterThan(30_000);
    await store.close();
  });

  test('says once that its server is unavailable, and once more the next time', async () => {
    const errors: unknown[] = [];
    const own = await startRedis();
    const onError = (error: unknown) => void errors.push(error);
    const store = await createRedisStore({ url: own.url })({ ...context, onError });
    for (const times of [1, 2]) {
      const back = store.changes.next(() => true);
      await own.restart();
      await back;
      await expect.poll(() => store.ping()).toBe(true);
      expect(errors).toHaveLength(times);
    }
    await store.close();
    await own[Symbol.asyncDispose]();
  });

  test('an error that is no interruption is reported as an error of the sandbox, with its reason in the log', async () => {
    const prefix = 'broken:';
    const lines: string[] = [];
    const logger = { warn: (line: string) => void lines.push(line), info: () => {} };
    const store = createRedisStore({ url: server.url, prefix });
    await using sandbox = await startSandbox({ port: 0, store, logger });
    const outcomes = async () => {
      const headers = { 'x-api-key': 'kgiton_a' };
      const [made, clock] = [
        await generate(sandbox, request(), headers),
        await control(sandbox, 'advanceClock', { apiKey: 'kgiton_a', body: { minutes: 1 } }),
      ];
      return [made, clock].map(({ status, body }) => [status, body.code]);
    };
    const failed = [
      [500, 'INTERNAL_ERROR'],
      [500, 'INTERNAL_ERROR'],
    ];
    const client = await connectTo(server.url);
    await client.configSet('maxmemory', '1');
    expect(await outcomes()).toEqual(failed);
    await client.configSet('maxmemory', '0');
    expect(lines.join()).toMatch(/^error: Error: OOM command not allowed/);
    lines.length = 0;
    await client.set(keysWith(prefix).meta('kgiton_a'), 'of another type');
    expect(await outcomes()).toEqual(failed);
    expect(lines.join()).toMatch(/^error: Error: WRONGTYPE /);
    await client.close();
  });

  test.concurrent.for([
    ['a server', false],
    ['a cluster', true],
  ] as const)('logs once that %s is unavailable, whatever is asked meanwhile', async ([, isCluster], { expect }) => {
    const password = 'pa55:w@rd';
    // The cluster encrypts, also between its nodes.
    const tls = isCluster ? await signedByOwnAuthority() : undefined;
    await using own = await startRedis({ isCluster, password, ...(tls && { tls }) });
    const lines: string[] = [];
    const logger = { warn: (line: string) => void lines.push(line), info: () => {} };
    const store = createRedisStore({ url: own.url, ca: tls?.ca });
    await using sandbox = await startSandbox({ port: 0, store, logger });
    const ask = async () => {
      const response = await fetch(`${sandbox.url}/_sandbox/clock`, { headers: { 'x-api-key': 'kgiton_a' } });
      return response.status;
    };
    expect(await ask()).toBe(200);
    await own.stop();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([503, 503, 503]);
    await own.restart();
    await expect.poll(ask).toBe(200);
    const name = own.url.replace(/\/\/.*@/, '//').replaceAll('+', '\\+');
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^error: StoreUnavailableError: the store at ${name} is unavailable: \\w`)),
    ]);
    expect(lines.join()).not.toContain('pa55');
  });
});
