import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBounded } from '../src/store/memory/bounded.js';

test('when a group or all groups hold too many values, the oldest is dropped, and nothing else', () => {
  const steps = fc.oneof(
    { weight: 8, arbitrary: fc.record({ add: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 1, arbitrary: fc.record({ clear: fc.constantFrom('a', 'b', undefined) }) },
  );
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (steps) => {
      const dropped: [number, string][] = [];
      const bounded = createBounded<{ group: string; value: number }>({
        perGroup: 3,
        inAll: 6,
        bytesInAll: 2 ** 20,
        groupOf: ({ group }) => group,
        weightOf: () => 0,
        onDrop: ({ value }, limit) => dropped.push([value, limit]),
      });
      // The same in a simple array.
      let model: { group: string; value: number }[] = [];
      const wantedDrops: [number, string][] = [];
      const dropFrom = (group: string | undefined, limit: number) => {
        const mates = model.filter((one) => group === undefined || one.group === group);
        const [oldest] = mates.length > limit ? mates : [];
        if (!oldest) return;
        model = model.filter((one) => one !== oldest);
        wantedDrops.push([oldest.value, group === undefined ? `${limit} in all` : `${limit} of an API key`]);
      };
      for (const [value, step] of steps.entries()) {
        if ('add' in step) {
          const added = { group: step.add, value };
          bounded.add(added);
          model.push(added);
          dropFrom(step.add, 3);
          dropFrom(undefined, 6);
        } else {
          bounded.clear(step.clear);
          model = model.filter(({ group }) => step.clear !== undefined && group !== step.clear);
        }
        for (const group of ['a', 'b', 'c', undefined]) {
          const mates = model.filter((one) => group === undefined || one.group === group);
          expect(bounded.values(group)).toEqual(mates);
          expect([bounded.values(group, 2), bounded.size(group)]).toEqual([mates.slice(-2), mates.length]);
        }
      }
      expect(dropped).toEqual(wantedDrops);
    }),
    { numRuns: 500 },
  );
});

test('the oldest is dropped when all values weigh too much, but never the last one', () => {
  const dropped: string[] = [];
  const bounded = createBounded<string>({
    perGroup: 100,
    inAll: 100,
    bytesInAll: 2 ** 20,
    groupOf: (value) => (value.startsWith('e') ? 'other' : 'group'),
    weightOf: (value) => value.length * 2 ** 18,
    onDrop: (value, limit) => dropped.push(`${value}: ${limit}`),
  });
  for (const value of ['a', 'bb', 'c', 'd']) bounded.add(value);
  expect([bounded.values(), dropped]).toEqual([['bb', 'c', 'd'], ['a: 1 MiB in all']]);
  bounded.add('eeeeeeee');
  expect(bounded.values()).toEqual(['eeeeeeee']);
  bounded.clear();
  for (const value of ['f', 'g', 'h', 'i']) bounded.add(value);
  expect(bounded.values()).toEqual(['f', 'g', 'h', 'i']);
});

test('a value that grows counts more, and nothing once it is dropped', () => {
  const dropped: string[] = [];
  const bounded = createBounded<string>({
    perGroup: 2,
    inAll: 100,
    bytesInAll: 100,
    groupOf: () => 'group',
    weightOf: () => 10,
    onDrop: (value) => dropped.push(value),
  });
  const [first] = ['a', 'b', 'c'].map((value) => bounded.add(value));
  if (first) bounded.grow(first, 1_000);
  expect([bounded.values(), dropped]).toEqual([['b', 'c'], ['a']]);
  const last = bounded.add('d');
  bounded.grow(last, 81);
  expect([bounded.values(), dropped]).toEqual([['d'], ['a', 'b', 'c']]);
  bounded.grow(last, -81);
  bounded.add('e');
  expect(bounded.values()).toEqual(['d', 'e']);
});
