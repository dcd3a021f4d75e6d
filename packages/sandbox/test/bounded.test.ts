import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBounded, type Kept } from '../src/payments/bounded.js';

test('of a group, and of all, the oldest is dropped when there are too many; nothing else ever goes', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ add: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ clear: fc.constantFrom('a', 'b', undefined) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const dropped: [number, string][] = [];
      const bounded = createBounded<number>({
        perGroup: 3,
        inAll: 6,
        bytesInAll: 2 ** 20,
        weightOf: () => 0,
        onDrop: (value, limit) => dropped.push([value, limit]),
      });
      // The same, the simple way.
      let model: { group: string; value: number; kept: Kept<number> }[] = [];
      const wantedDrops: [number, string][] = [];
      const dropFrom = (group: string | undefined, limit: number) => {
        const mates = model.filter((one) => group === undefined || one.group === group);
        const [oldest] = mates.length > limit ? mates : [];
        if (!oldest) return;
        model = model.filter((one) => one !== oldest);
        wantedDrops.push([oldest.value, group === undefined ? `${limit} in all` : `${limit} of an API key`]);
      };
      for (const [value, asked] of steps.entries()) {
        if ('add' in asked) {
          model.push({ group: asked.add, value, kept: bounded.add(asked.add, value) });
          dropFrom(asked.add, 3);
          dropFrom(undefined, 6);
        } else if ('remove' in asked) {
          const one = model[asked.remove];
          if (one) bounded.remove(one.kept);
          model = model.filter((other) => other !== one);
        } else {
          bounded.clear(asked.clear);
          model = model.filter(({ group }) => asked.clear !== undefined && group !== asked.clear);
        }
        for (const group of ['a', 'b', 'c', undefined]) {
          const mates = model.filter((one) => group === undefined || one.group === group);
          expect(bounded.values(group)).toEqual(mates.map((one) => one.value));
        }
      }
      expect(dropped).toEqual(wantedDrops);
    }),
    { numRuns: 500 },
  );
});

test('the oldest goes too when all together weigh too much, but never the last one', () => {
  const dropped: string[] = [];
  const bounded = createBounded<string>({
    perGroup: 100,
    inAll: 100,
    bytesInAll: 2 ** 20,
    weightOf: (value) => value.length * 2 ** 18,
    onDrop: (value, limit) => dropped.push(`${value}: ${limit}`),
  });
  for (const value of ['a', 'bb', 'c', 'd']) bounded.add('group', value);
  expect([bounded.values(), dropped]).toEqual([['bb', 'c', 'd'], ['a: 1 MiB in all']]);
  bounded.add('other', 'eeeeeeee');
  expect(bounded.values()).toEqual(['eeeeeeee']);
  bounded.clear();
  for (const value of ['f', 'g', 'h', 'i']) bounded.add('group', value);
  expect(bounded.values()).toEqual(['f', 'g', 'h', 'i']);
});
