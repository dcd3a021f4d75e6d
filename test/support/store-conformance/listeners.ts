import { describe, expect, test } from 'vitest';
import type { ForwardedAttempt, Listener } from '../../../packages/sandbox/src/store/listener-store.js';
import type { Change, Store } from '../../../packages/sandbox/src/store/store.js';
import { A, B, START, type Tools } from './fixtures.js';

const listener = (id: string, how: Listener['how'] = 'join', lease = 60_000): Listener => ({ id, lease, how });

let count = 0;

function attempt(): ForwardedAttempt {
  const id = `attempt-${++count}`;
  const message = { url: 'https://shop.example/webhook', body: '{"é":"1"}', headers: { 'content-type': 'text/x' } };
  return { id, paymentId: 'PAY-1', transactionId: 'TRX-1', slowness: 0, ...message };
}

const idsOf = (attempts: readonly ForwardedAttempt[]) => attempts.map(({ id }) => id);

export function describeListeners(name: string, { open, paid, claimed }: Tools): void {
  /** A claim of a new payment of an account. */
  async function held(store: Store, apiKey = A) {
    await paid(store, { apiKey });
    return claimed(store, START);
  }

  /** Attempts of an account in the queue. */
  async function queued(store: Store, many: number, apiKey = A) {
    const attempts = Array.from({ length: many }, attempt);
    const claim = await held(store, apiKey);
    for (const one of attempts) await store.forward(claim, `key of ${one.id}`, one);
    return attempts;
  }

  const acknowledged = { status: 200, responseBody: 'ok', duration: 12 };

  describe(`${name}: listeners`, () => {
    test('one listens for an account, until another replaces it or its lease ends', async () => {
      const [one, other] = await open();
      expect(await one.listen(A, listener('first', 'renew'))).toBe(false);
      expect(await one.listen(A, listener('first'))).toBe(true);
      expect([await other.listen(A, listener('first', 'renew')), await other.listen(A, listener('second'))]).toEqual([
        true,
        false,
      ]);
      expect(await other.listen(A, listener('second', 'replace'))).toBe(true);
      for (const how of ['join', 'renew'] as const) expect(await one.listen(A, listener('first', how))).toBe(false);
      expect(await one.listen(A, listener('second', 'renew', 20))).toBe(true);
      await expect.poll(() => other.listen(A, listener('first'))).toBe(true);
    });

    test('who has stopped does not listen again, and others do', async () => {
      const [one, other] = await open();
      await one.listen(A, listener('first'));
      await one.stopListening(A, 'another');
      expect(await one.listen(A, listener('first', 'renew'))).toBe(true);
      await other.stopListening(A, 'first');
      for (const how of ['renew', 'join', 'replace'] as const) {
        expect(await one.listen(A, listener('first', how))).toBe(false);
      }
      expect(await one.forward(await held(one), 'key', attempt())).toBeUndefined();
      expect(await other.listen(A, listener('second'))).toBe(true);
    });

    test('attempts are handed to the listener of their own account, the oldest first, each once', async () => {
      const [one, other] = await open();
      for (const apiKey of [A, B]) await one.listen(apiKey, listener('first'));
      const [attempts, others] = [await queued(one, 3), await queued(other, 1, B)];
      const ids = idsOf(attempts);
      expect(await other.take(A, 'first', [], 2)).toEqual(attempts.slice(0, 2));
      expect(idsOf(await other.take(A, 'first', ids.slice(0, 2), 0))).toEqual([]);
      // The second was lost on the way.
      expect(idsOf(await one.take(A, 'first', [ids[0] as string], 5))).toEqual([ids[1], ids[2]]);
      expect(idsOf(await one.take(A, 'first', ids, 5))).toEqual([]);
      expect(await one.take(B, 'first', [], 5)).toEqual(others);
    });

    test('whoever replaces a listener does not get what that has taken, which still reports it', async () => {
      const [one, other] = await open();
      await one.listen(A, listener('first'));
      const [taken, waiting] = await queued(one, 2);
      await one.take(A, 'first', [], 1);
      await other.listen(A, listener('second', 'replace'));
      expect(await other.take(A, 'second', [], 5)).toEqual([waiting]);
      const id = taken?.id as string;
      expect(await other.report(A, 'second', id, acknowledged)).toBe(false);
      expect(await other.report(B, 'first', id, acknowledged)).toBe(false);
      expect(await one.report(A, 'first', id, acknowledged)).toBe(true);
      const progress = { state: 'ended', outcome: acknowledged };
      expect(await other.progress(A, `key of ${id}`)).toEqual(progress);
      // The response was lost: the first outcome stays.
      expect(await one.report(A, 'first', id, { error: 'another', duration: 1 })).toBe(true);
      expect(await one.progress(A, `key of ${id}`)).toEqual(progress);
      expect(await one.take(A, 'first', [], 5)).toEqual([]);
      await other.withdraw(A, `key of ${id}`);
      expect([await one.report(A, 'first', id, acknowledged), await one.progress(A, `key of ${id}`)]).toEqual([
        false,
        undefined,
      ]);
    });

    test('an attempt that another process makes again stays the same, with or without a listener', async () => {
      const [one, other] = await open();
      await one.listen(A, listener('first'));
      const claim = await held(one);
      const first = attempt();
      expect(await one.forward(claim, 'key', first)).toBe(first.id);
      await one.take(A, 'first', [], 5);
      expect(await other.forward(claim, 'key', attempt())).toBe(first.id);
      await one.report(A, 'first', first.id, acknowledged);
      await one.stopListening(A, 'first');
      expect(await other.forward(claim, 'key', attempt())).toBe(first.id);
      expect(await other.progress(A, 'key')).toEqual({ state: 'ended', outcome: acknowledged });
    });

    test('what nobody has taken leaves the queue once nobody listens', async () => {
      const [one, other] = await open();
      await one.listen(A, listener('first'));
      const [taken, waiting] = await queued(one, 2);
      await one.take(A, 'first', [], 1);
      expect(await other.progress(A, `key of ${waiting?.id}`)).toEqual({ state: 'queued' });
      await one.stopListening(A, 'first');
      expect(await other.progress(A, `key of ${taken?.id}`)).toEqual({ state: 'taken' });
      expect(await other.progress(A, `key of ${waiting?.id}`)).toBeUndefined();
      await one.listen(A, listener('second'));
      expect(await one.take(A, 'second', [], 5)).toEqual([]);
    });

    test('a reset forgets attempts, lets no claim of before forward others, and its listener goes on', async () => {
      const [one, other] = await open();
      for (const apiKey of [A, B]) await one.listen(apiKey, listener('first'));
      const claim = await held(one);
      await one.forward(claim, 'key', attempt());
      const [kept] = await queued(one, 1, B);
      await other.reset(A);
      expect(await one.forward(claim, 'key', attempt())).toBeUndefined();
      expect([await one.take(A, 'first', [], 5), await one.take(B, 'first', [], 5)]).toEqual([[], [kept]]);
      const again = attempt();
      expect(await one.forward(await held(one), 'key', again)).toBe(again.id);
    });

    test('whoever waits hears of attempts, outcomes and listeners', async () => {
      const [one, other] = await open();
      await one.listen(A, listener('first'));
      const [claim, sent] = [await held(one), attempt()];
      const rows: [string, () => Promise<unknown>, Change][] = [
        ['an attempt', () => one.forward(claim, 'key', sent), { apiKey: A, listener: 'queued' }],
        [
          'an outcome',
          async () => {
            await one.take(A, 'first', [], 1);
            await one.report(A, 'first', sent.id, acknowledged);
          },
          { apiKey: A, attemptId: sent.id },
        ],
        ['another', () => one.listen(A, listener('second', 'replace')), { apiKey: A, listener: 'changed' }],
        ['its end', () => one.stopListening(A, 'second'), { apiKey: A, listener: 'changed' }],
      ];
      for (const [what, act, change] of rows) {
        const isIt = (reported: Change) =>
          reported.listener === change.listener && reported.attemptId === change.attemptId;
        const reported = other.changes.next(isIt, AbortSignal.timeout(5_000));
        await act();
        expect([what, await reported]).toEqual([what, expect.objectContaining(change)]);
      }
    });
  });
}
