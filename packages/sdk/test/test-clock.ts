import type { Clock } from '../src/clock.js';

/** A clock that stands still, for tests of retries and timeouts. */
export interface TestClock extends Clock {
  /** The delay before each retry, in milliseconds, in order. Each ends immediately. */
  readonly waits: number[];
  /** Triggers the timeout of the attempt in flight. */
  expireTimeout(): void;
}

/** A wait of exactly `timeout` ms is a timeout, which ends only with `expireTimeout()`. Any other is the delay of a retry. */
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
