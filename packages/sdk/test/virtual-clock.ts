import type { Clock } from '../src/clock.js';

/** A clock whose time passes only while a promise is awaited with `run`, and then at once. */
export interface VirtualClock extends Clock {
  /** Lets time pass from timer to timer until the promise is settled. Throws if it waits for anything but time. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** The delays of the timers that are set, in milliseconds. */
  readonly timers: readonly number[];
}

export function createVirtualClock(random = () => 0): VirtualClock {
  let now = Date.parse('2026-01-15T10:00:00Z');
  const timers = new Set<{ at: number; milliseconds: number; callback: () => void }>();
  return {
    random,
    now: () => now,
    after(milliseconds, callback) {
      // A longer delay overflows, and setTimeout then calls back at once.
      const timer = { at: now + (milliseconds < 2 ** 31 ? milliseconds : 1), milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async run(promise) {
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        // By then, everything that waits for no timer has happened.
        await new Promise(setImmediate);
        if (isSettled) return promise;
        const [next] = [...timers].sort((a, b) => a.at - b.at);
        if (!next) throw new Error('Expected a timer that ends the wait.');
        timers.delete(next);
        now = next.at;
        next.callback();
      }
    },
    get timers() {
      return [...timers].map(({ milliseconds }) => milliseconds);
    },
  };
}
