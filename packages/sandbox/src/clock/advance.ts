import { SandboxError } from '../sandbox-error.js';
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

/**
 * Moves the clock of an account, or of all, from one scheduled moment to the next, because the outcome of a webhook's
 * retry decides whether there is another. The moves of one account run one after the other, however many are requested
 * at the same time.
 *
 * @param settled resolves when everything that the clock of an account has started so far has ended
 * @throws {SandboxError} `invalid`
 */
export function createMover(
  clocks: Clocks,
  settled: (apiKey: string) => Promise<void>,
): (by: Advance, apiKey?: string) => Promise<void> {
  /** For each account, the end of its last move. */
  const moves = new Map<string, Promise<void>>();

  async function moveOne(apiKey: string, distance: number): Promise<void> {
    const clock = clocks.of(apiKey);
    const target = checked(clock.now(), distance);
    await settled(apiKey);
    for (let due = clock.next(); due !== undefined && due <= target; due = clock.next()) {
      clock.advance(Math.max(due - clock.now(), 0));
      await settled(apiKey);
    }
    clock.advance(Math.max(target - clock.now(), 0));
  }

  function queue(apiKey: string, distance: number): Promise<void> {
    const before = (moves.get(apiKey) ?? Promise.resolve()).catch(() => {});
    const moved = before.then(() => moveOne(apiKey, distance));
    moves.set(apiKey, moved);
    return moved.finally(() => moves.get(apiKey) === moved && moves.delete(apiKey));
  }

  return async (by, apiKey) => {
    const distance = distanceOf(by);
    if (apiKey !== undefined) return queue(apiKey, distance);
    for (const key of ['', ...clocks.apiKeys()]) checked(clocks.now(key), distance);
    clocks.advanceOthers(distance);
    await Promise.all(clocks.apiKeys().map((key) => queue(key, distance)));
  };
}

/** Where a move ends. @throws {SandboxError} `invalid`, when that is too far */
function checked(now: number, distance: number): number {
  if (now + distance <= END_OF_TIME) return now + distance;
  throw new SandboxError('invalid', `Expected to advance to the year 9999 at most, got ${distance} milliseconds.`);
}

function distanceOf({ hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Advance): number {
  const distance = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
  if (distance >= 0) return distance;
  throw new SandboxError('invalid', `Expected to advance by 0 milliseconds or more, got ${distance}.`);
}
