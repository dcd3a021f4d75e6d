import { describe, expect, test } from 'vitest';
import { A, acknowledged, B, refused, START, type Tools } from './fixtures.js';

export function describeClocks(name: string, { open, paid, claimed }: Tools): void {
  describe(`${name}: clocks`, () => {
    const arrived = { outcome: 'arrived' };

    test('show the same time until one is moved; then only that one differs', async () => {
      const [one, other] = await open();
      await one.open(B);
      const targets = await one.advanceTarget(5, A);
      expect([...targets]).toEqual([[A, 5]]);
      expect(await one.ahead(A)).toBe(0);
      expect(await other.advanceClock(A, 5, START)).toEqual(arrived);
      expect([await one.ahead(A), await one.ahead(B), await one.ahead()]).toEqual([5, 0, 0]);
    });

    test('of all accounts are moved together with those of accounts to come', async () => {
      const [one, other] = await open();
      for (const key of [A, B]) await one.open(key);
      await one.advanceTarget(5, A);
      await one.advanceClock(A, 5, START);
      const targets = await other.advanceTarget(100);
      expect(Object.fromEntries(targets)).toEqual({ [A]: 105, [B]: 100 });
      for (const [key, ahead] of targets) expect(await one.advanceClock(key, ahead, START)).toEqual(arrived);
      expect([await one.ahead(A), await one.ahead(B), await one.ahead('kgiton_new'), await one.ahead()]).toEqual([
        105, 100, 100, 100,
      ]);
    });

    test('may move by fractions of a millisecond', async () => {
      const [store] = await open();
      await store.open(A);
      for (const [key, ahead] of await store.advanceTarget(0.5)) await store.advanceClock(key, ahead, START);
      expect([await store.ahead(A), await store.ahead()]).toEqual([0.5, 0.5]);
    });

    test('moves that are asked for at the same time add up', async () => {
      const [one, other] = await open();
      await one.open(A);
      const targets = await Promise.all([one.advanceTarget(10, A), other.advanceTarget(30, A)]);
      await Promise.all(targets.map((target) => one.advanceClock(A, target.get(A) ?? 0, START)));
      expect(await one.ahead(A)).toBe(40);
    });

    test('stop where a delivery is due, and wait while attempts are in flight', async () => {
      const [one, other] = await open();
      const id = await paid(one, {}, { nextAttemptAt: 61_000 });
      const ahead = (await one.advanceTarget(200_000, A)).get(A) ?? 0;
      const step = await one.advanceClock(A, ahead, START);
      expect(step).toMatchObject({ outcome: 'due', claim: { due: 61_000, delivery: { id } } });
      expect(await one.ahead(A)).toBe(60_000);
      expect(await other.advanceClock(A, ahead, START)).toEqual({ outcome: 'busy', latest: expect.any(Number) });
      if (step.outcome === 'due') await one.settle(step.claim, { ...refused, nextDue: 121_000 });
      const next = await other.advanceClock(A, ahead, START);
      expect(next).toMatchObject({ outcome: 'due', claim: { due: 121_000, rounds: 1 } });
      if (next.outcome === 'due') await other.settle(next.claim, { ...refused, nextDue: 500_000 });
      expect([await other.advanceClock(A, ahead, START), await one.ahead(A)]).toEqual([arrived, 200_000]);
      expect(await one.nextDue()).toBeLessThanOrEqual(300_000);
      expect((await other.claim(299_999)) ?? 'none').toBe('none');
      expect((await claimed(one, 300_000)).due).toBe(500_000);
    });

    test('what is due already is claimed without a move, even while other attempts are in flight', async () => {
      const [store] = await open();
      for (let i = 0; i < 2; i++) await paid(store, {}, { nextAttemptAt: START });
      await store.advanceTarget(10, A);
      expect(await store.advanceClock(A, 10, START)).toMatchObject({ outcome: 'due', claim: { due: START } });
      expect(await store.advanceClock(A, 10, START)).toMatchObject({ outcome: 'due', claim: { due: START } });
      expect([await store.advanceClock(A, 10, START), await store.ahead(A)]).toEqual([
        { outcome: 'busy', latest: expect.any(Number) },
        0,
      ]);
    });

    test('wait for the attempts that were in flight at first, not for those of payments that are made meanwhile', async () => {
      const [one, other] = await open();
      await paid(one);
      await one.advanceTarget(10, A);
      const first = await one.advanceClock(A, 10, START);
      const busy = await one.advanceClock(A, 10, START);
      const latest = busy.outcome === 'busy' ? busy.latest : Number.NaN;
      const id = await paid(other);
      expect((await claimed(other, START)).delivery.id).toBe(id);
      expect((await one.advanceClock(A, 10, START, latest)).outcome).toBe('busy');
      if (first.outcome === 'due') await one.settle(first.claim, acknowledged);
      expect(await one.advanceClock(A, 10, START, latest)).toEqual(arrived);
    });

    test('wait for the retries of what was in flight, also if another move makes them', async () => {
      const [one, other] = await open();
      await paid(one);
      const first = await claimed(one, START);
      const [near, far] = [
        (await one.advanceTarget(60_000, A)).get(A) ?? 0,
        (await other.advanceTarget(600_000, A)).get(A) ?? 0,
      ];
      const busy = await other.advanceClock(A, far, START);
      const latest = busy.outcome === 'busy' ? busy.latest : Number.NaN;
      await one.settle(first, { ...refused, nextDue: START + 60_000 });
      const retry = await one.advanceClock(A, near, START);
      expect(await other.advanceClock(A, far, START, latest)).toEqual(busy);
      if (retry.outcome === 'due') await one.settle(retry.claim, { ...refused, nextDue: START + 360_000 });
      expect(await other.advanceClock(A, far, START, latest)).toMatchObject({ outcome: 'due', claim: { rounds: 2 } });
      expect(await one.ahead(A)).toBe(360_000);
    });

    test('one clock moves without the deliveries of another account', async () => {
      const [store] = await open();
      await paid(store, { apiKey: B }, { nextAttemptAt: 61_000 });
      await store.open(A);
      await store.advanceTarget(3_600_000, A);
      expect(await store.advanceClock(A, 3_600_000, START)).toEqual(arrived);
      expect((await store.claim(START)) ?? 'none').toBe('none');
    });

    test('a move of an account that is reset on the way ends, and its new clock stays where it is', async () => {
      const [one, other] = await open();
      await one.open(A);
      await one.advanceTarget(50, A);
      await other.reset(A);
      expect([await one.advanceClock(A, 50, START), await one.ahead(A)]).toEqual([arrived, 0]);
      await other.advanceTarget(7, A);
      expect([await one.advanceClock(A, 50, START), await one.ahead(A)]).toEqual([arrived, 7]);
    });
  });
}
