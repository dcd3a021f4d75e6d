import { describe, expect, test } from 'vitest';
import type { Change, ForwardedAttempt } from '../../../packages/sandbox/src/store/store.js';
import { A, B, type Tools } from './fixtures.js';

const LISTENER = { id: 'listener-1', lease: 60_000, isNew: false };
const OTHER = { ...LISTENER, id: 'listener-2' };

let count = 0;

function attempt(): ForwardedAttempt {
  const id = `attempt-${++count}`;
  const message = { url: 'https://shop.example/webhook', body: '{"é":"1"}', headers: { 'content-type': 'text/x' } };
  return { id, paymentId: 'PAY-1', transactionId: 'TRX-1', slowness: 0, ...message };
}

export function describeListeners(name: string, { open }: Tools): void {
  describe(`${name}: listeners`, () => {
    test('one listens for an account, until another takes its place or its lease ends', async () => {
      const [one, other] = await open();
      expect(await one.listen(A, LISTENER)).toBe(true);
      expect([await other.listen(A, LISTENER), await other.listen(A, OTHER)]).toEqual([true, false]);
      expect([await other.listen(A, { ...OTHER, isNew: true }), await one.listen(A, LISTENER)]).toEqual([true, false]);
      await one.stopListening(A, LISTENER.id);
      expect(await one.listen(A, LISTENER)).toBe(false);
      await one.stopListening(A, OTHER.id);
      expect(await one.listen(A, { ...LISTENER, lease: 20 })).toBe(true);
      await expect.poll(() => other.listen(A, OTHER)).toBe(true);
    });

    test('an attempt goes to the listener of its own account, and to nobody else', async () => {
      const [one, other] = await open();
      await one.listen(A, LISTENER);
      const [first, second] = [attempt(), attempt()];
      expect(await other.forward(B, 'key', attempt())).toBeUndefined();
      expect(await other.forward(A, 'first', first)).toBe(first.id);
      expect(await other.forward(A, 'second key', second)).toBe(second.id);
      expect([await one.forwarded(A), await one.forwarded(B)]).toEqual([[first, second], []]);
      expect(await one.respond(B, first.id, { status: 200, duration: 1 })).toBe(false);
    });

    test('an attempt that is made again by another process stays the same, with its outcome', async () => {
      const [one, other] = await open();
      await one.listen(A, LISTENER);
      const first = attempt();
      await one.forward(A, 'key', first);
      expect(await other.forward(A, 'key', attempt())).toBe(first.id);
      expect(await other.outcome(A, 'key')).toEqual({ outcome: undefined, isAwaited: true });
      const outcome = { status: 503, responseBody: 'busy', duration: 12 };
      expect(await one.respond(A, first.id, outcome)).toBe(true);
      expect(await one.respond(A, first.id, { error: 'another', duration: 1 })).toBe(true);
      expect([await other.outcome(A, 'key'), await other.forwarded(A)]).toEqual([{ outcome, isAwaited: true }, []]);
      await one.withdraw(A, 'key');
      expect([await other.respond(A, first.id, outcome), await other.outcome(A, 'key')]).toEqual([
        false,
        { outcome: undefined, isAwaited: false },
      ]);
    });

    test('nobody awaits an outcome once its listener is gone', async () => {
      const [one, other] = await open();
      await one.listen(A, LISTENER);
      await other.forward(A, 'key', attempt());
      await one.stopListening(A, LISTENER.id);
      expect(await other.outcome(A, 'key')).toEqual({ outcome: undefined, isAwaited: false });
      expect(await other.forward(A, 'key', attempt())).toBeUndefined();
    });

    test('a reset forgets the attempts of an account, and its listener goes on', async () => {
      const [one, other] = await open();
      for (const apiKey of [A, B]) {
        await one.listen(apiKey, LISTENER);
        await one.forward(apiKey, 'key', attempt());
      }
      await other.reset(A);
      expect([await one.forwarded(A), (await one.forwarded(B)).length]).toEqual([[], 1]);
      const again = attempt();
      expect(await one.forward(A, 'key', again)).toBe(again.id);
    });

    test('whoever waits hears of attempts, outcomes and listeners', async () => {
      const [one, other] = await open();
      await one.listen(A, LISTENER);
      const sent = attempt();
      const rows: [string, () => Promise<unknown>][] = [
        ['an attempt', () => one.forward(A, 'key', sent)],
        ['an outcome', () => one.respond(A, sent.id, { status: 200, duration: 1 })],
        ['another listener', () => one.listen(A, { ...OTHER, isNew: true })],
        ['the end of a listener', () => one.stopListening(A, OTHER.id)],
      ];
      for (const [what, act] of rows) {
        const isIt = (told: Change) => told.apiKey === A && told.isForwarded === true;
        const told = other.changes.next(isIt, AbortSignal.timeout(5_000));
        await act();
        expect([what, await told]).toEqual([what, expect.objectContaining({ apiKey: A })]);
      }
    });
  });
}
