import type { Store } from '../store/store.js';

/**
 * The clocks of all accounts. They run with real time, or stand still, and show the same time until one of them is
 * moved. Tests that run in parallel, each with its own API key, never move each other's time.
 */
export interface Clocks {
  /**
   * Milliseconds since 1970-01-01T00:00:00Z: of an account; without an API key, of the only account, or else of new
   * accounts.
   */
  now(apiKey?: string): Promise<number>;
  /** The same, without what accounts have moved. */
  time(): number;
  /** Whether time moves only by {@link Store.advanceClock}, so that runs repeat exactly. */
  isFrozen: boolean;
}

const FROZEN_START = Date.parse('2026-01-15T10:00:00Z');

export function createClocks(store: Pick<Store, 'ahead' | 'only'>, isFrozen: boolean): Clocks {
  const time = isFrozen ? () => FROZEN_START : Date.now;
  return {
    now: async (apiKey) => time() + (await store.ahead(apiKey ?? (await store.only()))),
    time,
    isFrozen,
  };
}
