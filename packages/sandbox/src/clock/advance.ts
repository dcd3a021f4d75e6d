import { SandboxError } from '../sandbox-error.js';
import type { Store } from '../store/store.js';
import type { Dispatcher } from '../webhooks/dispatcher.js';
import type { Clocks } from './clocks.js';

/** How far to move the clock. The properties are added up. */
export interface Advance {
  hours?: number | undefined;
  minutes?: number | undefined;
  seconds?: number | undefined;
  milliseconds?: number | undefined;
}

/** RFC 3339 has four digits for a year. A payment may still expire a day later. */
const END_OF_TIME = Date.parse('9999-12-30T00:00:00Z');

/** Real milliseconds between polls, in case another process has died with its claims. */
const POLL_INTERVAL = 5_000;

export interface MoverOptions {
  store: Pick<Store, 'apiKeys' | 'advanceTarget' | 'advanceClock' | 'changes'>;
  clocks: Clocks;
  dispatcher: Pick<Dispatcher, 'deliver' | 'wake' | 'isClosed'>;
}

/**
 * Moves the clock of an account, or of all, from one scheduled moment to the next, because the outcome of a webhook's
 * retry decides whether there is another. The moves of one account add up, however many are requested at the same time.
 *
 * @throws {SandboxError} `invalid`
 */
export function createMover({
  store,
  clocks,
  dispatcher,
}: MoverOptions): (by: Advance, apiKey?: string) => Promise<void> {
  async function reach(apiKey: string, ahead: number): Promise<void> {
    let latest: number | undefined;
    while (!dispatcher.isClosed) {
      const waiting = new AbortController();
      try {
        // Before the move: what ends during it has ended after it.
        const changed = store.changes.next(
          (change) => change.apiKey === undefined || change.apiKey === apiKey,
          waiting.signal,
        );
        const result = await store.advanceClock(apiKey, ahead, clocks.time(), latest);
        if (result.outcome === 'arrived') return;
        if (result.outcome === 'due') {
          dispatcher.deliver(result.claim);
          if (result.hasMoved) latest = undefined;
        }
        if (result.outcome === 'busy') {
          latest = result.latest;
          const timer = setTimeout(() => waiting.abort(), POLL_INTERVAL);
          await changed;
          clearTimeout(timer);
        }
      } finally {
        waiting.abort();
      }
    }
  }

  return async (by, apiKey) => {
    const distance = distanceOf(by);
    const accounts = apiKey === undefined ? [undefined, ...(await store.apiKeys())] : [apiKey];
    for (const one of accounts) checkArrival(await clocks.now(one), distance);
    const targets = await store.advanceTarget(distance, apiKey);
    await Promise.all(Array.from(targets, ([account, ahead]) => reach(account, ahead)));
    dispatcher.wake();
  };
}

/** @throws {SandboxError} `invalid`, when a move ends too far */
function checkArrival(now: number, distance: number): void {
  if (now + distance <= END_OF_TIME) return;
  throw new SandboxError('invalid', `Expected to advance to the year 9999 at most, got ${distance} milliseconds.`);
}

function distanceOf({ hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Advance): number {
  const distance = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
  if (distance >= 0) return distance;
  throw new SandboxError('invalid', `Expected to advance by 0 milliseconds or more, got ${distance}.`);
}
