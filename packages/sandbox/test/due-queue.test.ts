import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDueQueue } from '../src/store/memory/due-queue.js';

test('a queue gives what still counts, the earliest first, whatever was added and cancelled in between', () => {
  const entries = fc.array(fc.record({ moment: fc.nat(1_000), isCancelled: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(entries, (entries) => {
      const queue = createDueQueue<(typeof entries)[number]>(({ isCancelled }) => !isCancelled);
      for (const entry of entries) queue.push(entry);
      const wanted = entries.filter(({ isCancelled }) => !isCancelled).map(({ moment }) => moment);
      const seen: number[] = [];
      for (let first = queue.peek(); first; first = queue.peek()) {
        seen.push(first.moment);
        first.isCancelled = true;
      }
      expect(seen).toEqual(wanted.sort((a, b) => a - b));
    }),
  );
});

test('a queue loses nothing that counts when it removes thousands of cancelled entries, and keeps few of those', () => {
  const cancelled = new Set<number>();
  let looks = 0;
  const queue = createDueQueue<{ moment: number }>(({ moment }) => {
    looks++;
    return !cancelled.has(moment);
  });
  queue.push({ moment: 6_000 });
  for (let moment = 0; moment < 5_000; moment++) {
    cancelled.add(moment);
    queue.push({ moment });
  }
  looks = 0;
  expect(queue.peek()).toEqual({ moment: 6_000 });
  expect(looks).toBeLessThan(1_500);
});
