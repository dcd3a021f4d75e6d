import { describe, expect, test } from 'vitest';
import type { Claim, Store } from '../../../packages/sandbox/src/store/store.js';
import { A, acknowledged, attempt, B, EXPIRES, refused, START, type Tools } from './fixtures.js';

export function describeDeliveries(name: string, { open, paid, claimed }: Tools): void {
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
      const ahead = (await store.advanceTarget(1_500, A)).get(A) ?? 0;
      expect(await store.advanceClock(A, ahead, 1_000)).toEqual({ outcome: 'arrived' });
      expect((await store.claim(6_499)) ?? 'none').toBe('none');
      expect((await claimed(store, 6_500)).due).toBe(8_000);
      const dues: unknown[] = [];
      for (let claim = await store.claim(9_000); claim; claim = await store.claim(9_000)) dues.push(claim.due);
      expect(dues).toEqual([7_000, 9_000]);
    });

    test('a refused attempt is followed by the next, until there is none', async () => {
      const [one, other] = await open();
      const id = await paid(one);
      expect(await other.settle(await claimed(other, START), { ...refused, nextDue: 61_000 })).toBe(1);
      expect(await one.delivery(id)).toMatchObject({ state: 'pending', nextAttemptAt: 61_000, attempts: [attempt] });
      expect((await one.claim(60_999)) ?? 'none').toBe('none');
      const second = await claimed(one, 61_000);
      expect([second.due, second.rounds]).toEqual([61_000, 1]);
      expect(await one.settle(second, refused)).toBe(2);
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
      await store.settle(await claimed(store, START), { ...acknowledged, nextDue: 61_000 });
      expect(await store.delivery(id)).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
      expect((await store.claim(EXPIRES)) ?? 'none').toBe('none');
    });

    test('a redelivery leaves the schedule as it is, unless it is acknowledged', async () => {
      const [store] = await open();
      const id = await paid(store, {}, { nextAttemptAt: 5_000 });
      const redeliver = async () => (await store.claimRedelivery(id)) as Claim;
      expect((await redeliver()).due).toBeUndefined();
      await store.settle(await redeliver(), refused);
      expect(await store.delivery(id)).toMatchObject({ state: 'pending', nextAttemptAt: 5_000 });
      const inFlight = await claimed(store, 5_000);
      await store.settle(await redeliver(), acknowledged);
      await store.settle(inFlight, { ...refused, nextDue: 65_000 });
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
        const outcome = { attempts: [{ at: made, reason: 'redelivery', error, duration: 3 }], isAcknowledged: false };
        expect(await one.settle(claim, outcome as never)).toBe(made);
      }
      const { attempts = [] } = (await other.delivery(id)) ?? {};
      expect([attempts.length, attempts[0], attempts.at(-1)?.error]).toEqual([
        100,
        { at: 2, reason: 'redelivery', error: 'failure 2', duration: 3 },
        'failure 101',
      ]);
    });
  });
}
