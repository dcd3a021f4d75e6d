import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClock } from '../src/clock/clock.js';
import { createClocks } from '../src/clock/clocks.js';

const frozen = () => createClock(() => 0, true);

describe('a clock', () => {
  test('calls back in chronological order, each at its own moment, including callbacks that are added on the way', () => {
    const clock = frozen();
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now()]);
    clock.at(30, note('c'));
    clock.at(10, () => {
      note('a')();
      clock.at(20, note('b'));
      clock.at(200, note('later'));
    });
    clock.advance(100);
    expect(seen).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ]);
    expect([clock.now(), clock.next()]).toEqual([100, 200]);
  });

  test('that stands still calls back when it is moved to the exact moment, not before', () => {
    const clock = frozen();
    let calls = 0;
    clock.at(10, () => calls++);
    clock.advance(9);
    expect(calls).toBe(0);
    clock.advance(1);
    expect(calls).toBe(1);
    clock.advance(100);
    expect(calls).toBe(1);
  });

  test('that runs calls back by itself, the nearest first', async () => {
    const clock = createClock(Date.now, false);
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      clock.at(clock.now() + 60, () => {
        seen.push('second');
        resolve();
      });
      clock.at(clock.now() + 20, () => seen.push('first'));
    });
    expect(seen).toEqual(['first', 'second']);
    clock.at(clock.now() + 20, () => seen.push('cleared'));
    clock.clear();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen).toHaveLength(2);
  });

  test('calls back exactly what was not cancelled, whatever was added and cancelled in between', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ moment: fc.nat(1_000), prevented: fc.boolean() })), (appointments) => {
        const clock = frozen();
        const seen: number[] = [];
        const preventions = appointments.map(({ moment }) => clock.at(moment, () => seen.push(moment)));
        for (const [index, prevent] of preventions.entries()) {
          if (appointments[index]?.prevented) prevent();
        }
        clock.advance(1_000);
        const wanted = appointments.filter(({ prevented }) => !prevented).map(({ moment }) => moment);
        expect(seen).toEqual(wanted.sort((a, b) => a - b));
        expect(clock.next()).toBeUndefined();
      }),
    );
  });

  test('loses no appointment when it removes thousands of cancelled ones', () => {
    const clock = frozen();
    let calls = 0;
    clock.at(6_000, () => calls++);
    for (let i = 0; i < 5_000; i++) clock.at(i, () => calls++)();
    expect(clock.next()).toBe(6_000);
    clock.advance(10_000);
    expect(calls).toBe(1);
  });
});

describe('the clocks of accounts', () => {
  test('show the same time until one is moved; then only that one differs', () => {
    const clocks = createClocks({ start: 0, isFrozen: true });
    clocks.advanceOthers(5);
    clocks.of('kgiton_a').advance(100);
    expect(['kgiton_a', 'kgiton_b', undefined].map((key) => clocks.now(key))).toEqual([105, 5, 105]);
    clocks.of('kgiton_b');
    expect(clocks.now()).toBe(5);
    clocks.reset('kgiton_a');
    expect(clocks.now('kgiton_a')).toBe(5);
    clocks.reset();
    expect(clocks.now('kgiton_a')).toBe(0);
  });
});
