import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/spread.js';
import { type KGiTONError, TimeoutError } from '../src/index.js';
import { dead, fatal, type Reply, refused, status, unavailable, unknownHost, wait } from './polling.js';

const finals = ['paid', 'expired', 'failed'];
const notFinals = ['pending', 'refunded'];

const duration = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40_000 }));
const statusReply = (...names: string[]) =>
  fc.record({ name: fc.constantFrom(...names), duration }).map(({ name, duration }) => status(name, { duration }));
const passing = fc
  .record({ code: fc.constantFrom(429, 500, 502, 503), duration, seconds: fc.integer({ min: -1, max: 100 }) })
  .map(({ code, duration, seconds }) => ({ ...fatal('BUSY', code, { 'retry-after': `${seconds}` }), duration }));

const reply: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 8, arbitrary: statusReply(...notFinals) },
  { weight: 1, arbitrary: statusReply(...finals) },
  { weight: 6, arbitrary: passing },
  { weight: 4, arbitrary: fc.constantFrom(refused, unavailable, dead, unknownHost) },
  { weight: 1, arbitrary: fc.constantFrom(fatal('AUTHENTICATION_ERROR', 401), fatal('TRANSACTION_NOT_FOUND', 404)) },
);

/** What a wait should come to after these requests: a status, the code of an error, or nothing yet. */
function expected(requests: Awaited<ReturnType<typeof wait>>['requests']) {
  let latest: string | undefined;
  let error: string | undefined;
  for (const { reply, isGivenUp } of requests) {
    const { payment_status, code } = Object(reply.body);
    if (isGivenUp) error = 'TIMEOUT_ERROR';
    else if (payment_status) latest = payment_status;
    else error = code ?? (reply.failure ? 'NETWORK_ERROR' : 'UNEXPECTED_RESPONSE');
    const isFatal = [401, 404].includes(reply.status ?? 0) || (reply === unknownHost && !latest);
    if (isFatal) return { error, ends: true };
    if (!isGivenUp && finals.includes(payment_status)) return { latest, ends: true };
  }
  return latest ? { latest, ends: false } : { error, ends: false };
}

test('whatever the server does, a wait ends in time, never asks too often, and tells the truth', async () => {
  const endings = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(reply, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 5 }),
      async (replies, interval, tenths, numbers) => {
        let count = 0;
        const random = () => numbers[count++ % numbers.length] as number;
        const timeout = Math.ceil((interval * tenths) / 10);
        const result = await wait(replies as [Reply, ...Reply[]], { interval, timeout, random });
        const { outcome, took, requests, timers } = result;

        expect(timers).toEqual([]);
        expect(took).toBeLessThanOrEqual(timeout + 0.01);
        for (const [index, { at }] of requests.entries()) {
          const before = requests[index - 1];
          if (!before) expect(at).toBe(0);
          else {
            const seconds = Number(before.isGivenUp ? 0 : (before.reply.headers?.['retry-after'] ?? 0));
            expect(at - (before.end ?? Number.NaN)).toBeGreaterThanOrEqual(Math.max(interval, seconds * 1000) - 0.01);
          }
        }

        // A request that the end of the wait has cut off counts for nothing.
        const last = requests.at(-1);
        const isCutOff = last?.isGivenUp && last.end === took && took === timeout;
        const { latest, error, ends } = expected(isCutOff ? requests.slice(0, -1) : requests);
        if (!ends) expect(took).toBeCloseTo(timeout);
        if (latest) expect(outcome).toHaveProperty('payment_status', latest);
        else expect(outcome).toHaveProperty('code', error ?? 'TIMEOUT_ERROR');
        if (!latest && !error) expect(outcome).toBeInstanceOf(TimeoutError);
        if (!latest) expect((outcome as KGiTONError).outcomeUnknown).toBe(false);
        endings.add(`${latest ?? error}, ${ends ? 'final' : 'time is up'}`);
      },
    ),
    runs(1_000),
  );
  // The cases cover every way to end.
  expect([...endings]).toEqual(
    expect.arrayContaining([
      'paid, final',
      'expired, final',
      'failed, final',
      'AUTHENTICATION_ERROR, final',
      'TRANSACTION_NOT_FOUND, final',
      'NETWORK_ERROR, final',
      'pending, time is up',
      'refunded, time is up',
      'BUSY, time is up',
      'NETWORK_ERROR, time is up',
      'TIMEOUT_ERROR, time is up',
      'undefined, time is up',
    ]),
  );
});
