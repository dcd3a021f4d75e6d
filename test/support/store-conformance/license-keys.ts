import { describe, expect, test } from 'vitest';
import type { PaymentRecord } from '../../../packages/sandbox/src/payments/payment.js';
import type { NewDelivery, Store } from '../../../packages/sandbox/src/store/store.js';
import { A, B, delivery, LICENSE, payment, START, type Tools } from './fixtures.js';

export function describeLicenseKeys(name: string, { open }: Tools): void {
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
}
