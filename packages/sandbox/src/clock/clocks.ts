import { type Clock, createClock } from './clock.js';

/**
 * The clocks of all accounts. They run with real time, or stand still, and show the same time until one of them is
 * moved. Tests that run in parallel, each with its own API key, never move each other's time.
 */
export interface Clocks {
  /**
   * Milliseconds since 1970-01-01T00:00:00Z: of an account; without an API key, of the only account that has its own
   * clock, or else of new accounts.
   */
  now(apiKey?: string): number;
  /** The clock of an account, to move it or to schedule callbacks. Creates it at the first call. */
  of(apiKey: string): Clock;
  /** Gives an account a clock of its own that shows `moment` now. */
  set(apiKey: string, moment: number): void;
  /** Moves the time of accounts without their own clock. The others are moved one by one. */
  advanceOthers(milliseconds: number): void;
  /** The API keys of accounts that have their own clock. */
  apiKeys(): readonly string[];
  /** Removes the clock of an account, or all clocks and how far they were moved. */
  reset(apiKey?: string): void;
}

export interface ClocksOptions {
  /**
   * The time at the start: milliseconds since 1970-01-01T00:00:00Z.
   * @default now; with `isFrozen`, 2026-01-15T10:00:00Z
   */
  start?: number;
  /**
   * Whether time moves only by `advance`, so that runs repeat exactly.
   * @default false
   */
  isFrozen?: boolean;
}

const FROZEN_START = Date.parse('2026-01-15T10:00:00Z');

export function createClocks({
  isFrozen = false,
  start = isFrozen ? FROZEN_START : Date.now(),
}: ClocksOptions = {}): Clocks {
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
    set(apiKey, moment) {
      clocks.get(apiKey)?.clear();
      const difference = moment - time();
      clocks.set(
        apiKey,
        createClock(() => time() + difference, isFrozen),
      );
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
