import { LICENSE_KEYS } from '@kgiton/sandbox';
import type { Claim, NewDelivery, Store } from '@kgiton/sandbox/store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { delivery, describeStore, payment } from '../../../test/support/store-conformance.js';
import { createMemoryStore } from '../../sandbox/src/store/memory/create-memory-store.js';
import { createRedisStore } from '../src/index.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';

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
      { numRuns: process.env.CI ? 400 : 60 },
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

  test('a server that cannot be reached is an error at once', async () => {
    const open = createRedisStore({ url: 'redis://127.0.0.1:1' });
    await expect(open(context)).rejects.toThrow('ECONNREFUSED');
  });
});

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const START = 1_000;

/** Moments that differ by other distances than the clocks, so that no two deliveries are due at the same time. */
const momentOf = (number: number) => START + number * 1_009;
const DISTANCE = 1_000_003;

interface Step {
  does: (typeof ACTIONS)[number];
  apiKey: string;
  /** A transaction id. */
  id: string;
  /** Which of several things. */
  which: number;
}

const ACTIONS = [
  'insert',
  'insert',
  'pay',
  'pay',
  'expire',
  'fail',
  'set license',
  'set fault',
  'clear fault',
  'take request fault',
  'claim',
  'claim',
  'claim again',
  'land',
  'land',
  'release',
  'aim',
  'step',
  'step',
  'reset',
  'look',
] as const;

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(...ACTIONS),
  apiKey: fc.constantFrom('kgiton_a', 'kgiton_{b}'),
  id: fc.integer({ min: 1, max: 8 }).map((number) => `TRX-${number}`),
  which: fc.nat(11),
});

const FAULTS = [
  { kind: 'never' },
  { kind: 'delayed', seconds: 60, times: 2 },
  { kind: 'duplicate', times: 1 },
  { kind: 'hang' },
  { kind: 'rate-limit', seconds: 3, times: 2 },
] as const;

interface Made {
  number: number;
  record: ReturnType<typeof payment>;
}

/** Plays steps on a store. Returns what they resolve with, without what differs from store to store. */
function createPlayer(store: Store) {
  let claims: Claim[] = [];
  let ahead = 0;
  const shown = ({ token, ...claim }: Claim) => claim;
  const hold = (claim: Claim | undefined) => {
    if (claim) claims.push(claim);
    // The delivery in memory goes on changing.
    return claim && structuredClone(shown(claim));
  };

  return async ({ does, apiKey, id, which }: Step, { number, record }: Made): Promise<unknown> => {
    const moment = momentOf(number);
    const claim = claims[which % Math.max(claims.length, 1)];
    const paid = await store.findByTransaction(apiKey, id);
    switch (does) {
      case 'insert':
        return store.insert({ ...record, expiresAt: 50_000 }, which === 0 ? 'FEW' : LICENSE);
      case 'pay': {
        if (!paid) return store.pay(apiKey, 'PAY-UNKNOWN', moment, undefined);
        const set = await store.fault(paid);
        const fault = set && ({ kind: set.kind, ...(set.seconds && { seconds: set.seconds }) } as NewDelivery['fault']);
        const due = which === 1 ? undefined : moment;
        const webhook = delivery(paid, {
          nextAttemptAt: due,
          state: due ? 'pending' : 'withheld',
          ...(fault && { fault }),
        });
        return store.pay(apiKey, paid.paymentId, moment, which < 9 ? webhook : undefined);
      }
      case 'expire':
      case 'fail':
        return store[does](apiKey, paid?.paymentId ?? 'PAY-UNKNOWN', moment);
      case 'set license':
        return store.setLicense(apiKey, { key: which % 2 ? 'FEW' : LICENSE, tokens: which % 3 ? which : undefined });
      case 'set fault':
        return store.setFault(apiKey, which % 3 ? id : undefined, FAULTS[which % FAULTS.length] as never);
      case 'clear fault':
        return store.clearFault(apiKey, which % 3 ? id : undefined, which % 2 ? 'never' : undefined);
      case 'take request fault':
        return store.takeRequestFault(apiKey, id);
      case 'claim':
        return hold(await store.claim(momentOf(number + which)));
      case 'claim again':
        return paid && hold(await store.claimRedelivery(delivery(paid).id));
      case 'land':
      case 'release': {
        if (!claim) return undefined;
        claims = claims.filter((other) => other !== claim);
        if (does === 'release') return store.release(claim);
        const isAcknowledged = which % 3 === 0;
        const attempts = [{ at: moment, reason: 'schedule', status: isAcknowledged ? 200 : 500, duration: 1 } as const];
        return store.land(claim, { attempts, isAcknowledged, nextDue: which % 4 ? momentOf(100 + number) : undefined });
      }
      case 'aim': {
        const targets = await store.aim(DISTANCE, which % 4 ? apiKey : undefined);
        ahead = Math.max(ahead, ...targets.values());
        return Object.fromEntries(targets);
      }
      case 'step': {
        const { outcome, ...rest } = await store.step(apiKey, ahead, START);
        return { outcome, claim: hold((rest as { claim?: Claim }).claim) };
      }
      case 'reset':
        return which < 3 ? store.reset(which ? apiKey : undefined) : undefined;
      case 'look':
        return {
          accounts: await store.apiKeys(),
          payments: await store.payments(which % 2 ? apiKey : undefined, which),
          deliveries: await store.deliveries(apiKey),
          licenses: await store.licenses(apiKey),
          faults: await store.faults(),
          isSent: paid && (await store.isSent(apiKey, delivery(paid).id)),
          ahead: [await store.ahead(apiKey), await store.ahead()],
        };
    }
  };
}
