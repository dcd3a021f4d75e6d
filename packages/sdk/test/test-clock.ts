import type { Clock } from '../src/clock.js';

/** A clock that stands still, for tests of retries and timeouts. */
export interface TestClock extends Clock {
  /** The milliseconds of each wait before a retry, in order. Each was over at once. */
  readonly waits: number[];
  /** Lets the timeout of the attempt under way expire. */
  expireTimeout(): void;
}

/** Waits of exactly `timeout` ms are timeouts, which expire by `expireTimeout()` only; any other is a wait for a retry. */
export function createTestClock({ timeout = 30_000, random = () => 0.5 as number, now = 0 } = {}): TestClock {
  const waits: number[] = [];
  const timeouts = new Set<() => void>();
  return {
    waits,
    now: () => now,
    random,
    after(milliseconds, callback) {
      if (milliseconds === timeout) {
        timeouts.add(callback);
        return () => timeouts.delete(callback);
      }
      waits.push(milliseconds);
      queueMicrotask(callback);
      return () => {};
    },
    expireTimeout() {
      for (const expire of timeouts) expire();
    },
  };
}
