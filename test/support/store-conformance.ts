import { describe, expect, onTestFinished, test } from 'vitest';
import type { LoggedRequest } from '../../packages/sandbox/src/payments/logged-request.js';
import type { PaymentRecord } from '../../packages/sandbox/src/payments/payment.js';
import type { Change, Claim, Insertion, NewDelivery, Store } from '../../packages/sandbox/src/store/store.js';
import { deliveryIdOf } from '../../packages/sandbox/src/webhooks/delivery.js';

const A = 'kgiton_a';
const B = 'kgiton_b';
const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const EMPTY = 'SANDB-EMPTY-00000-00000-00001';
const EXPIRES = 1_000_000;
/** Before anything in these tests is due. */
const START = 1_000;

/** A store, seen from two processes if it can be shared; else twice the same. The license keys are the sandbox's. */
export type CreateStores = () => Promise<[Store, Store] & { close?(): Promise<void> }>;

let count = 0;

export function payment(change: Partial<PaymentRecord> = {}): PaymentRecord {
  count++;
  return {
    paymentId: `PAY-${String(count).padStart(12, '0')}`,
    transactionId: `TRX-${count}`,
    apiKey: A,
    request: '{"amount":1000}',
    response: '{"success":true}',
    createdAt: START,
    expiresAt: EXPIRES,
    ...change,
  };
}

export function delivery(
  { paymentId, transactionId, apiKey }: PaymentRecord,
  change: Partial<NewDelivery> = {},
): NewDelivery {
  return {
    id: deliveryIdOf(paymentId),
    paymentId,
    transactionId,
    apiKey,
    url: 'https://shop.example/webhook',
    body: '{"event":"payment.success"}',
    headers: { 'content-type': 'application/json' },
    state: 'pending',
    nextAttemptAt: START,
    ...change,
  };
}

const attempt = { at: START, reason: 'schedule', status: 500, duration: 1 } as const;
const refused = { attempts: [attempt], isAcknowledged: false } as const;
const acknowledged = { attempts: [{ ...attempt, status: 200 }], isAcknowledged: true } as const;

/** What every store does, whatever holds the state. */
export function describeStore(name: string, create: CreateStores): void {
  const open = async () => {
    const stores = await create();
    onTestFinished(() => stores.close?.());
    return stores;
  };

  /** A payment that was paid, with a delivery. */
  async function paid(store: Store, change: Partial<PaymentRecord> = {}, of: Partial<NewDelivery> = {}) {
    const record = payment(change);
    await store.insert(record, LICENSE);
    const webhook = delivery(record, of);
    if (of.fault) await store.setFault(record.apiKey, record.paymentId, of.fault);
    await store.pay(record.apiKey, record.paymentId, START, webhook);
    return webhook.id;
  }

  const claimed = async (store: Store, time: number) => (await store.claim(time)) as Claim;

  describe(`${name}: payments`, () => {
    test('a payment takes one token, and is found by its ids in its own account only', async () => {
      const [one, other] = await open();
      const record = payment();
      expect(await one.insert(record, LICENSE)).toEqual({ outcome: 'created', payment: record });
      expect((await other.license(A, LICENSE))?.tokens).toBe(999_999);
      expect((await other.license(B, LICENSE))?.tokens).toBe(1_000_000);
      for (const id of [record.paymentId, record.transactionId]) {
        expect(await other.find(A, id)).toEqual(record);
        expect(await other.find(B, id)).toBeUndefined();
      }
      expect(await other.findByTransaction(A, record.transactionId)).toEqual(record);
      expect(await other.findByTransaction(A, record.paymentId)).toBeUndefined();
      expect(await other.findByPaymentId(record.paymentId)).toEqual(record);
      expect(await other.findByPaymentId(record.transactionId)).toBeUndefined();
    });

    test('a taken transaction id, an unknown license key and one without tokens add nothing', async () => {
      const [store] = await open();
      const record = payment();
      await store.insert(record, LICENSE);
      const again = payment({ transactionId: record.transactionId });
      expect(await store.insert(again, LICENSE)).toEqual({ outcome: 'exists', payment: record });
      expect(await store.insert(payment(), EMPTY)).toEqual({ outcome: 'no-token' });
      expect(await store.insert(payment(), 'UNKNOWN')).toEqual({ outcome: 'no-token' });
      expect([await store.countPayments(A), (await store.license(A, LICENSE))?.tokens]).toEqual([1, 999_999]);
      expect((await store.insert(payment({ ...record, paymentId: 'PAY-OTHER', apiKey: B }), LICENSE)).outcome).toBe(
        'created',
      );
    });

    test('of many requests at the same time, exactly as many get a payment as there are tokens', async () => {
      const stores = await open();
      await stores[0].setLicense(A, { key: 'FEW', tokens: 50 });
      const insertions = await Promise.all(
        Array.from({ length: 100 }, (_, index) => stores[index % 2 === 0 ? 0 : 1].insert(payment(), 'FEW')),
      );
      const outcomes = insertions.map(({ outcome }: Insertion) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(50);
      expect([await stores[1].countPayments(A), (await stores[1].license(A, 'FEW'))?.tokens]).toEqual([50, 0]);
    });

    test('of many requests with one transaction id at the same time, one creates it and takes a token', async () => {
      const stores = await open();
      const { transactionId } = payment();
      const insertions = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          stores[index % 2 === 0 ? 0 : 1].insert(payment({ transactionId }), LICENSE),
        ),
      );
      const ids = insertions.map((insertion) => 'payment' in insertion && insertion.payment.paymentId);
      expect(new Set(ids).size).toBe(1);
      expect((await stores[0].license(A, LICENSE))?.tokens).toBe(999_999);
    });

    test.each([
      { first: 'pay', later: { pay: 'already-paid', expire: 'already-paid', fail: 'already-paid' } },
      { first: 'expire', later: { pay: 'expired', expire: 'done', fail: 'expired' } },
      { first: 'fail', later: { pay: 'failed', expire: 'failed', fail: 'done' } },
    ] as const)('after $first, only the same may follow, and changes nothing', async ({ first, later }) => {
      const [one, other] = await open();
      for (const [second, outcome] of Object.entries(later) as ['pay' | 'expire' | 'fail', string][]) {
        const { apiKey, paymentId } = payment();
        await one.insert(payment({ paymentId }), LICENSE);
        const { outcome: begun } = await one[first](apiKey, paymentId, START, undefined);
        const before = structuredClone(await other.find(apiKey, paymentId));
        const { outcome: ended } = await other[second](apiKey, paymentId, START + 5, undefined);
        expect([begun, ended, await one.find(apiKey, paymentId)]).toEqual(['done', outcome, before]);
      }
    });

    test('a payment can be paid strictly before it expires', async () => {
      const [store] = await open();
      const [early, late] = [payment(), payment()];
      for (const one of [early, late]) await store.insert(one, LICENSE);
      expect((await store.pay(A, early.paymentId, EXPIRES - 1, undefined)).outcome).toBe('done');
      expect((await store.pay(A, late.paymentId, EXPIRES, undefined)).outcome).toBe('expired');
      expect(await store.find(A, early.paymentId)).toEqual({ ...early, paidAt: EXPIRES - 1 });
      expect(await store.pay(A, 'PAY-UNKNOWN', START, undefined)).toEqual({ outcome: 'unknown' });
      expect(await store.pay(B, early.paymentId, START, undefined)).toEqual({ outcome: 'unknown' });
    });

    test('of customers who pay at the same time, one pays, and one webhook is scheduled', async () => {
      const stores = await open();
      const record = payment();
      await stores[0].insert(record, LICENSE);
      const transitions = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          stores[index % 2 === 0 ? 0 : 1].pay(A, record.paymentId, START, delivery(record)),
        ),
      );
      expect(transitions.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
      expect(await stores[1].deliveries()).toHaveLength(1);
    });

    test('are listed from the oldest, of an account or of all, the newest ones with a limit', async () => {
      const [one, other] = await open();
      const records = [payment(), payment({ apiKey: B }), payment(), payment()];
      for (const record of records) await one.insert(record, LICENSE);
      const ids = async (apiKey?: string, limit?: number) =>
        (await other.payments(apiKey, limit)).map(({ paymentId }) =>
          records.findIndex((r) => r.paymentId === paymentId),
        );
      expect([await ids(A), await ids(), await ids(A, 2), await ids(B, 9), await ids('kgiton_c')]).toEqual([
        [0, 2, 3],
        [0, 1, 2, 3],
        [2, 3],
        [1],
        [],
      ]);
      expect([await other.countPayments(A), await other.countPayments()]).toEqual([3, 4]);
    });
  });

  describe(`${name}: license keys and faults`, () => {
    test('a new account has those of the sandbox, in order; changes belong to one account', async () => {
      const [one, other] = await open();
      const initial = await one.licenses(A);
      expect(initial.map(({ key }) => key)).toContain(LICENSE);
      expect(await one.setLicense(A, { key: 'MINE' })).toEqual({ key: 'MINE', tokens: 1_000_000, state: 'active' });
      await one.setLicense(A, { key: 'MINE', state: 'expired' });
      await one.setLicense(A, { key: LICENSE, tokens: 7 });
      expect(await other.license(A, 'MINE')).toEqual({ key: 'MINE', tokens: 1_000_000, state: 'expired' });
      expect((await other.licenses(A)).map(({ key }) => key)).toEqual([...initial.map(({ key }) => key), 'MINE']);
      expect(await other.licenses(B)).toEqual(initial);
      expect(await other.license(B, 'MINE')).toBeUndefined();
    });

    test('the fault of a payment goes before that of its account, and is gone when it is paid', async () => {
      const [one, other] = await open();
      const record = payment();
      await one.insert(record, LICENSE);
      await one.setFault(A, undefined, { kind: 'never' });
      await one.setFault(A, record.transactionId, { kind: 'delayed', seconds: 5 });
      expect(await other.fault(record)).toEqual({ kind: 'delayed', seconds: 5 });
      await one.setFault(A, record.paymentId, { kind: 'tampered' });
      expect(await other.fault(record)).toEqual({ kind: 'tampered' });
      expect(await other.faults(B)).toEqual([]);
      expect(await other.faults()).toEqual([
        { apiKey: A, fault: { kind: 'never' } },
        { apiKey: A, id: record.transactionId, fault: { kind: 'delayed', seconds: 5 } },
        { apiKey: A, id: record.paymentId, fault: { kind: 'tampered' } },
      ]);
      await other.pay(A, record.paymentId, START, undefined);
      expect(await one.faults(A)).toEqual([{ apiKey: A, fault: { kind: 'never' } }]);
      await other.clearFault(A, undefined);
      expect([await one.fault(record), await one.faults()]).toEqual([undefined, []]);
    });

    test('an id has one fault of webhooks and one of requests, each of which can be cleared by its kind', async () => {
      const [one, other] = await open();
      for (const id of ['TRX-X', undefined]) {
        for (const kind of ['never', 'hang', 'duplicate', 'reset'] as const) await one.setFault(A, id, { kind });
        const kinds = async () => (await other.faults(A)).flatMap(({ id: of, fault }) => (of === id ? fault.kind : []));
        expect(await kinds()).toEqual(['duplicate', 'reset']);
        await other.clearFault(A, id, 'never');
        await other.clearFault(A, id, 'reset');
        expect(await kinds()).toEqual(['duplicate']);
      }
    });

    test('a webhook fault counts down with each webhook that is sent with it', async () => {
      const [one, other] = await open();
      await one.setFault(A, undefined, { kind: 'slow', seconds: 3, times: 2 });
      const [first, second, third, without] = [payment(), payment(), payment(), payment()];
      const fault = { kind: 'slow', seconds: 3 } as const;
      for (const record of [first, second, third, without]) await one.insert(record, LICENSE);
      const pay = async (store: Store, record: PaymentRecord, set?: NewDelivery['fault']) =>
        (await store.pay(A, record.paymentId, START, delivery(record, set ? { fault: set } : {}))).outcome;
      // A payment without a webhook uses none up.
      await one.pay(A, without.paymentId, START, undefined);
      expect(await pay(one, first, fault)).toBe('done');
      expect(await one.faults(A)).toEqual([{ apiKey: A, fault: { ...fault, times: 1 } }]);
      // Prepared for none, for another, and for one that is used up.
      expect(await pay(other, second)).toBe('fault-changed');
      expect(await pay(other, second, { kind: 'slow', seconds: 4 })).toBe('fault-changed');
      const both = await Promise.all([pay(one, second, fault), pay(other, third, fault)]);
      expect(both.toSorted()).toEqual(['done', 'fault-changed']);
      expect([await one.faults(A), (await one.deliveries(A)).length]).toEqual([[], 2]);
    });

    test('the seconds of a fault may have fractions', async () => {
      const [store] = await open();
      const fault = { kind: 'delayed', seconds: 0.1 } as const;
      const record = payment();
      await store.insert(record, LICENSE);
      await store.setFault(A, undefined, fault);
      expect((await store.pay(A, record.paymentId, START, delivery(record, { fault }))).outcome).toBe('done');
    });

    test('a request fault counts down, that of the transaction first, however many ask at the same time', async () => {
      const stores = await open();
      const record = payment();
      await stores[0].insert(record, LICENSE);
      await stores[0].setFault(A, undefined, { kind: 'rate-limit', seconds: 2, times: 3 });
      await stores[0].setFault(A, record.transactionId, { kind: 'reset', times: 1 });
      await stores[0].setFault(A, record.paymentId, { kind: 'hang', times: 1 });
      await stores[0].setFault(A, record.paymentId, { kind: 'never' });
      const taken = await Promise.all(
        Array.from({ length: 7 }, (_, index) => stores[index % 2 ? 1 : 0].takeRequestFault(A, record.transactionId)),
      );
      expect(taken.map((fault) => fault?.kind ?? 'none').toSorted()).toEqual(
        ['hang', 'reset', 'rate-limit', 'rate-limit', 'rate-limit', 'none', 'none'].toSorted(),
      );
      expect(taken.find((fault) => fault?.kind === 'rate-limit')).toEqual({ kind: 'rate-limit', seconds: 2 });
      expect(await stores[1].faults(A)).toEqual([{ apiKey: A, id: record.paymentId, fault: { kind: 'never' } }]);
      await stores[0].setFault(A, 'TRX-TO-COME', { kind: 'garbage' });
      for (let i = 0; i < 2; i++) {
        expect(await stores[1].takeRequestFault(A, 'TRX-TO-COME')).toEqual({ kind: 'garbage' });
      }
      expect(await stores[1].takeRequestFault(B, 'TRX-TO-COME')).toBeUndefined();
      expect(await stores[1].takeRequestFault(A, undefined)).toBeUndefined();
    });
  });

  describe(`${name}: deliveries`, () => {
    test('a delivery is claimed by one of all who ask, when it is due by the clock of its account', async () => {
      const stores = await open();
      const id = await paid(stores[0], {}, { nextAttemptAt: 5_000 });
      expect((await stores[1].nextDue()) ?? Number.NaN).toBeLessThanOrEqual(5_000);
      expect([await stores[1].claim(4_999), await stores[1].isSent(A, id)]).toEqual([undefined, false]);
      const claims = await Promise.all([0, 1, 0, 1].map((index) => (stores[index] as Store).claim(5_000)));
      expect(claims.filter((claim) => claim !== undefined)).toMatchObject([
        { due: 5_000, rounds: 0, delivery: { id, state: 'pending', attempts: [] } },
      ]);
      expect([await stores[0].isSent(A, id), (await stores[1].delivery(id))?.nextAttemptAt]).toEqual([true, undefined]);
    });

    test('is claimed when it falls due by the clock of its account, wherever that is', async () => {
      const [store] = await open();
      await paid(store, { apiKey: A }, { nextAttemptAt: 9_000 });
      await paid(store, { apiKey: B }, { nextAttemptAt: 7_000 });
      await paid(store, { apiKey: A }, { nextAttemptAt: 8_000 });
      // The clock of A goes ahead of that of B.
      const ahead = (await store.aim(1_500, A)).get(A) ?? 0;
      expect(await store.step(A, ahead, 1_000)).toEqual({ outcome: 'arrived' });
      expect((await store.claim(6_499)) ?? 'none').toBe('none');
      expect((await claimed(store, 6_500)).due).toBe(8_000);
      const dues: unknown[] = [];
      for (let claim = await store.claim(9_000); claim; claim = await store.claim(9_000)) dues.push(claim.due);
      expect(dues).toEqual([7_000, 9_000]);
    });

    test('a refused attempt is followed by the next, until there is none', async () => {
      const [one, other] = await open();
      const id = await paid(one);
      expect(await other.land(await claimed(other, START), { ...refused, nextDue: 61_000 })).toBe(1);
      expect(await one.delivery(id)).toMatchObject({ state: 'pending', nextAttemptAt: 61_000, attempts: [attempt] });
      expect((await one.claim(60_999)) ?? 'none').toBe('none');
      const second = await claimed(one, 61_000);
      expect([second.due, second.rounds]).toEqual([61_000, 1]);
      expect(await one.land(second, refused)).toBe(2);
      const { nextAttemptAt, ...ended } = (await other.delivery(id)) ?? {};
      expect([ended, nextAttemptAt, (await other.claim(EXPIRES)) ?? 'none']).toEqual([
        expect.objectContaining({ state: 'failed', attempts: [attempt, attempt] }),
        undefined,
        'none',
      ]);
    });

    test('an acknowledged attempt ends the schedule', async () => {
      const [store] = await open();
      const id = await paid(store);
      await store.land(await claimed(store, START), { ...acknowledged, nextDue: 61_000 });
      expect(await store.delivery(id)).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
      expect((await store.claim(EXPIRES)) ?? 'none').toBe('none');
    });

    test('a redelivery leaves the schedule as it is, unless it is acknowledged', async () => {
      const [store] = await open();
      const id = await paid(store, {}, { nextAttemptAt: 5_000 });
      const redeliver = async () => (await store.claimRedelivery(id)) as Claim;
      expect((await redeliver()).due).toBeUndefined();
      await store.land(await redeliver(), refused);
      expect(await store.delivery(id)).toMatchObject({ state: 'pending', nextAttemptAt: 5_000 });
      const inFlight = await claimed(store, 5_000);
      await store.land(await redeliver(), acknowledged);
      await store.land(inFlight, { ...refused, nextDue: 65_000 });
      expect(await store.delivery(id)).toMatchObject({ state: 'delivered' });
      expect((await store.delivery(id))?.attempts).toHaveLength(3);
      expect((await store.claim(EXPIRES)) ?? 'none').toBe('none');
      expect(await store.claimRedelivery('dlv_UNKNOWN')).toBeUndefined();
    });

    test('a released claim is due as before, for everybody', async () => {
      const [one, other] = await open();
      await paid(one);
      await one.release(await claimed(one, START));
      expect(await claimed(other, START)).toMatchObject({ due: START, rounds: 0 });
    });

    test('a withheld delivery is never due', async () => {
      const [store] = await open();
      const id = await paid(store, {}, { state: 'withheld', nextAttemptAt: undefined });
      expect((await store.claim(EXPIRES)) ?? 'none').toBe('none');
      expect(await store.delivery(id)).toMatchObject({ state: 'withheld', attempts: [] });
    });

    test('keeps its body, headers and fault exactly, and its latest 100 attempts', async () => {
      const [one, other] = await open();
      const odd = { body: '{"a":"\\u0000 é 😀 \\"","n":1.50}', headers: { 'x-a': '', B: 'ü' } };
      const id = await paid(one, {}, { ...odd, fault: { kind: 'slow', seconds: 2 } });
      expect(await other.delivery(id)).toMatchObject({ ...odd, fault: { kind: 'slow', seconds: 2 } });
      for (let made = 1; made <= 101; made++) {
        const error = `failure ${made}`;
        const claim = (await one.claimRedelivery(id)) as Claim;
        const landing = { attempts: [{ at: made, reason: 'redelivery', error, duration: 3 }], isAcknowledged: false };
        expect(await one.land(claim, landing as never)).toBe(made);
      }
      const { attempts = [] } = (await other.delivery(id)) ?? {};
      expect([attempts.length, attempts[0], attempts.at(-1)?.error]).toEqual([
        100,
        { at: 2, reason: 'redelivery', error: 'failure 2', duration: 3 },
        'failure 101',
      ]);
    });
  });

  describe(`${name}: clocks`, () => {
    const arrived = { outcome: 'arrived' };

    test('show the same time until one is moved; then only that one differs', async () => {
      const [one, other] = await open();
      await one.open(B);
      const targets = await one.aim(5, A);
      expect([...targets]).toEqual([[A, 5]]);
      expect(await one.ahead(A)).toBe(0);
      expect(await other.step(A, 5, START)).toEqual(arrived);
      expect([await one.ahead(A), await one.ahead(B), await one.ahead()]).toEqual([5, 0, 0]);
    });

    test('of all accounts are moved together with those of accounts to come', async () => {
      const [one, other] = await open();
      for (const key of [A, B]) await one.open(key);
      await one.aim(5, A);
      await one.step(A, 5, START);
      const targets = await other.aim(100);
      expect(Object.fromEntries(targets)).toEqual({ [A]: 105, [B]: 100 });
      for (const [key, ahead] of targets) expect(await one.step(key, ahead, START)).toEqual(arrived);
      expect([await one.ahead(A), await one.ahead(B), await one.ahead('kgiton_new'), await one.ahead()]).toEqual([
        105, 100, 100, 100,
      ]);
    });

    test('may move by fractions of a millisecond', async () => {
      const [store] = await open();
      await store.open(A);
      for (const [key, ahead] of await store.aim(0.5)) await store.step(key, ahead, START);
      expect([await store.ahead(A), await store.ahead()]).toEqual([0.5, 0.5]);
    });

    test('moves that are asked for at the same time add up', async () => {
      const [one, other] = await open();
      await one.open(A);
      const targets = await Promise.all([one.aim(10, A), other.aim(30, A)]);
      await Promise.all(targets.map((target) => one.step(A, target.get(A) ?? 0, START)));
      expect(await one.ahead(A)).toBe(40);
    });

    test('stop where a delivery is due, and wait while attempts are in flight', async () => {
      const [one, other] = await open();
      const id = await paid(one, {}, { nextAttemptAt: 61_000 });
      const ahead = (await one.aim(200_000, A)).get(A) ?? 0;
      const step = await one.step(A, ahead, START);
      expect(step).toMatchObject({ outcome: 'due', claim: { due: 61_000, delivery: { id } } });
      expect(await one.ahead(A)).toBe(60_000);
      expect(await other.step(A, ahead, START)).toEqual({ outcome: 'busy', latest: expect.any(Number) });
      if (step.outcome === 'due') await one.land(step.claim, { ...refused, nextDue: 121_000 });
      const next = await other.step(A, ahead, START);
      expect(next).toMatchObject({ outcome: 'due', claim: { due: 121_000, rounds: 1 } });
      if (next.outcome === 'due') await other.land(next.claim, { ...refused, nextDue: 500_000 });
      expect([await other.step(A, ahead, START), await one.ahead(A)]).toEqual([arrived, 200_000]);
      expect(await one.nextDue()).toBeLessThanOrEqual(300_000);
      expect((await other.claim(299_999)) ?? 'none').toBe('none');
      expect((await claimed(one, 300_000)).due).toBe(500_000);
    });

    test('what is due already is claimed without a move, even while other attempts are in flight', async () => {
      const [store] = await open();
      for (let i = 0; i < 2; i++) await paid(store, {}, { nextAttemptAt: START });
      await store.aim(10, A);
      expect(await store.step(A, 10, START)).toMatchObject({ outcome: 'due', claim: { due: START } });
      expect(await store.step(A, 10, START)).toMatchObject({ outcome: 'due', claim: { due: START } });
      expect([await store.step(A, 10, START), await store.ahead(A)]).toEqual([
        { outcome: 'busy', latest: expect.any(Number) },
        0,
      ]);
    });

    test('wait for the attempts that were in flight at first, not for those of payments that are made meanwhile', async () => {
      const [one, other] = await open();
      await paid(one);
      await one.aim(10, A);
      const first = await one.step(A, 10, START);
      const busy = await one.step(A, 10, START);
      const latest = busy.outcome === 'busy' ? busy.latest : Number.NaN;
      const id = await paid(other);
      expect((await claimed(other, START)).delivery.id).toBe(id);
      expect((await one.step(A, 10, START, latest)).outcome).toBe('busy');
      if (first.outcome === 'due') await one.land(first.claim, acknowledged);
      expect(await one.step(A, 10, START, latest)).toEqual(arrived);
    });

    test('wait for the retries of what was in flight, also if another move makes them', async () => {
      const [one, other] = await open();
      await paid(one);
      const first = await claimed(one, START);
      const [near, far] = [(await one.aim(60_000, A)).get(A) ?? 0, (await other.aim(600_000, A)).get(A) ?? 0];
      const busy = await other.step(A, far, START);
      const latest = busy.outcome === 'busy' ? busy.latest : Number.NaN;
      await one.land(first, { ...refused, nextDue: START + 60_000 });
      const retry = await one.step(A, near, START);
      expect(await other.step(A, far, START, latest)).toEqual(busy);
      if (retry.outcome === 'due') await one.land(retry.claim, { ...refused, nextDue: START + 360_000 });
      expect(await other.step(A, far, START, latest)).toMatchObject({ outcome: 'due', claim: { rounds: 2 } });
      expect(await one.ahead(A)).toBe(360_000);
    });

    test('one clock moves without the deliveries of another account', async () => {
      const [store] = await open();
      await paid(store, { apiKey: B }, { nextAttemptAt: 61_000 });
      await store.open(A);
      await store.aim(3_600_000, A);
      expect(await store.step(A, 3_600_000, START)).toEqual(arrived);
      expect((await store.claim(START)) ?? 'none').toBe('none');
    });

    test('a move of an account that is reset on the way ends, and its new clock stays where it is', async () => {
      const [one, other] = await open();
      await one.open(A);
      await one.aim(50, A);
      await other.reset(A);
      expect([await one.step(A, 50, START), await one.ahead(A)]).toEqual([arrived, 0]);
      await other.aim(7, A);
      expect([await one.step(A, 50, START), await one.ahead(A)]).toEqual([arrived, 7]);
    });
  });

  describe(`${name}: accounts`, () => {
    const entry = (change: Partial<LoggedRequest>): LoggedRequest => ({
      id: 'req_1',
      at: START,
      apiKey: A,
      method: 'POST',
      path: '/p',
      body: '{"é":1}',
      status: 400,
      code: 'VALIDATION_ERROR',
      errors: [{ path: '/amount', message: 'must be there' }],
      warnings: ['one', 'two'],
      ...change,
    });

    test('the request log keeps the latest 1,000 requests of an API key, also of none', async () => {
      const [one, other] = await open();
      await one.logRequest(entry({ id: 'none', apiKey: undefined, code: undefined, errors: [], warnings: [] }));
      for (let i = 0; i < 1_001; i++) await one.logRequest(entry({ id: `req_${i}` }));
      const mine = await other.requests(A);
      expect([mine.length, mine[0], mine.at(-1)?.id]).toEqual([1_000, entry({ id: 'req_1' }), 'req_1000']);
      const all = await other.requests();
      expect([all.length, all[0]]).toEqual([
        1_001,
        entry({ id: 'none', apiKey: undefined, code: undefined, errors: [], warnings: [] }),
      ]);
    });

    test('begin with the first write, and are listed in order', async () => {
      const [one, other] = await open();
      await one.licenses(A);
      await one.faults(A);
      expect([await other.apiKeys(), await other.isOpen(A)]).toEqual([[], false]);
      await one.open(B);
      await one.insert(payment(), LICENSE);
      await one.open(B);
      expect([await other.apiKeys(), await other.isOpen(A), await other.only()]).toEqual([[B, A], true, undefined]);
      await one.reset(B);
      expect(await other.only()).toBe(A);
      await one.reset();
      expect([await other.only(), await other.apiKeys()]).toEqual([undefined, []]);
    });

    test('a reset removes everything of an account, and nothing of another; claims end with it', async () => {
      const [one, other] = await open();
      const id = await paid(one);
      const kept = await paid(one, { apiKey: B });
      for (const apiKey of [A, B]) {
        await one.setLicense(apiKey, { key: 'MINE' });
        await one.setFault(apiKey, 'TRX-X', { kind: 'never' });
        await one.logRequest(entry({ apiKey }));
        await one.aim(10, apiKey);
        await one.step(apiKey, 10, START - 500);
      }
      const claim = (await one.claimRedelivery(id)) as Claim;
      await other.reset(A);
      expect(await one.land(claim, acknowledged)).toBeUndefined();
      const counts = async (apiKey: string) => [
        await one.countPayments(apiKey),
        (await one.deliveries(apiKey)).length,
        (await one.faults(apiKey)).length,
        (await one.requests(apiKey)).length,
        await one.ahead(apiKey),
        (await one.license(apiKey, 'MINE')) !== undefined,
      ];
      expect([await counts(A), await counts(B)]).toEqual([
        [0, 0, 0, 0, 0, false],
        [1, 1, 1, 1, 10, true],
      ]);
      expect([await one.apiKeys(), await one.delivery(id), (await claimed(one, EXPIRES)).delivery.id]).toEqual([
        [B],
        undefined,
        kept,
      ]);
      await one.aim(1_000);
      await other.reset();
      expect([await counts(B), await one.apiKeys(), await one.ahead(), (await one.claim(EXPIRES)) ?? 'none']).toEqual([
        [0, 0, 0, 0, 0, false],
        [],
        0,
        'none',
      ]);
      expect((await one.license(A, LICENSE))?.tokens).toBe(1_000_000);
    });

    test('every change is told to everybody', async () => {
      const [one, other] = await open();
      const record = payment();
      const webhook = delivery(record);
      const rows: [string, () => Promise<unknown>, Partial<Change>][] = [
        ['a payment', () => one.insert(record, LICENSE), { apiKey: A }],
        ['a fault', () => one.setFault(A, 'TRX-X', { kind: 'never' }), { apiKey: A }],
        ['a license key', () => one.setLicense(A, { key: 'MINE' }), { apiKey: A }],
        ['a webhook', () => one.pay(A, record.paymentId, START, webhook), { apiKey: A, deliveryId: webhook.id }],
        [
          'an attempt',
          async () => one.land(await claimed(one, START), acknowledged),
          { apiKey: A, deliveryId: webhook.id },
        ],
        ['a request', () => one.logRequest(entry({ apiKey: B })), { apiKey: B }],
        [
          'a move',
          async () => {
            await one.aim(5, A);
            await one.step(A, 5, START);
          },
          { apiKey: A },
        ],
        ['a reset', () => one.reset(A), { apiKey: A, isReset: true }],
        ['a reset of all', () => one.reset(), { isReset: true }],
      ];
      for (const [what, act, change] of rows) {
        const isIt = (told: Change) =>
          told.apiKey === change.apiKey && told.deliveryId === change.deliveryId && told.isReset === change.isReset;
        const signal = AbortSignal.timeout(5_000);
        const told = other.changes.next(isIt, signal);
        await act();
        expect([what, await told]).toEqual([what, expect.objectContaining(change)]);
      }
    });
  });
}
