import { describe, expect, test } from 'vitest';
import type { Insertion } from '../../../packages/sandbox/src/store/store.js';
import { A, B, delivery, EMPTY, EXPIRES, LICENSE, payment, START, type Tools } from './fixtures.js';

export function describePayments(name: string, { open }: Tools): void {
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
      expect([await other.countPayments(A), await other.countPayments('kgiton_c')]).toEqual([3, 0]);
    });

    test('are counted over all accounts: only those that were created, and no longer after a reset', async () => {
      const [one, other] = await open();
      expect(await other.counts()).toEqual({ accounts: 0, payments: 0 });
      const record = payment();
      await one.insert(record, LICENSE);
      await other.insert({ ...payment(), transactionId: record.transactionId }, LICENSE);
      await other.insert(payment(), 'UNKNOWN');
      await other.insert(payment({ apiKey: B }), LICENSE);
      await one.open('kgiton_c');
      expect([await one.counts(), await other.counts()]).toEqual(Array(2).fill({ accounts: 3, payments: 2 }));
      await one.reset(A);
      expect(await other.counts()).toEqual({ accounts: 2, payments: 1 });
      await one.insert(payment(), LICENSE);
      expect(await other.counts()).toEqual({ accounts: 3, payments: 2 });
      await one.reset();
      expect(await other.counts()).toEqual({ accounts: 0, payments: 0 });
    });
  });
}
