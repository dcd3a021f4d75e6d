import { type Clock, createClock } from './clock.js';

/**
 * The clocks of all worlds. They run with real time, or stand still, and show the same, until one of them is moved: so
 * tests that run in parallel, each under an API key of its own, never move each other's time.
 */
export interface Clocks {
  /**
   * Milliseconds since 1970-01-01T00:00:00Z: in a world, or else in the only one that has a clock of its own, or else in
   * the worlds to come.
   */
  now(apiKey?: string): number;
  /** The clock of a world, to be moved or to be called back by. */
  of(apiKey: string): Clock;
  /** Moves the time that the worlds to come will have. Those that have a clock are moved one by one. */
  advanceOthers(milliseconds: number): void;
  /** The worlds that have a clock of their own. */
  apiKeys(): readonly string[];
  /** Forgets a world's clock, or all and how far they were moved. */
  reset(apiKey?: string): void;
}

export interface ClocksOptions {
  /**
   * Where time begins: milliseconds since 1970-01-01T00:00:00Z.
   * @default now
   */
  start?: number;
  /**
   * Whether time moves only when it is told to, for runs that have to repeat exactly.
   * @default false
   */
  isFrozen?: boolean;
}

export function createClocks({ start = Date.now(), isFrozen = false }: ClocksOptions = {}): Clocks {
  const begun = Date.now();
  const clocks = new Map<string, Clock>();
  let ahead = 0;

  const time = () => start + (isFrozen ? 0 : Date.now() - begun);

  return {
    now(apiKey) {
      const [only, another] = apiKey === undefined ? clocks.values() : [clocks.get(apiKey)];
      return only && !another ? only.now() : time() + ahead;
    },
    of(apiKey) {
      const known = clocks.get(apiKey);
      if (known) return known;
      const clock = createClock(time, isFrozen);
      clock.advance(ahead);
      clocks.set(apiKey, clock);
      return clock;
    },
    advanceOthers(milliseconds) {
      ahead += milliseconds;
    },
    apiKeys: () => [...clocks.keys()],
    reset(apiKey) {
      for (const key of apiKey === undefined ? [...clocks.keys()] : [apiKey]) {
        clocks.get(key)?.clear();
        clocks.delete(key);
      }
      if (apiKey === undefined) ahead = 0;
    },
  };
}
