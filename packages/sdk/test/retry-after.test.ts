import { describe, expect, test } from 'vitest';
import { RateLimitError } from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { fail, startScriptedServer, succeed } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

describe('Retry-After', () => {
  const wait = async (retryAfter: string) => {
    await using server = await startScriptedServer(fail(503, 'BUSY', { 'retry-after': retryAfter }), succeed);
    const clock = createTestClock({ now: Date.parse('2026-01-15T10:00:00Z') });
    await createKGiTON(server.url, { clock }).partnerPayment.generateQris(payment);
    return clock.waits;
  };

  test('in seconds is respected', async () => {
    expect(await wait('7')).toEqual([7000]);
  });

  test('as a date is respected', async () => {
    expect(await wait('Thu, 15 Jan 2026 10:00:12 GMT')).toEqual([12_000]);
  });

  test.each(['soon', '-5', '0', 'Thu, 15 Jan 2026 09:00:00 GMT', ''])(
    'of %o falls back to the backoff',
    async (header) => {
      expect(await wait(header)).toEqual([250]);
    },
  );

  test('of this moment asks for no time, and is not in the error', async () => {
    const now = Date.parse('2026-01-15T10:00:00Z');
    const retryAfter = new Date(now).toUTCString();
    await using server = await startScriptedServer(fail(503, 'BUSY', { 'retry-after': retryAfter }));
    const kgiton = createKGiTON(server.url, { clock: createTestClock({ now }), maxRetries: 0 });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).not.toHaveProperty('retryAfter');
  });

  test('of exactly a minute is respected', async () => {
    expect(await wait('60')).toEqual([60_000]);
  });

  test.each([61, 3600])('of more than a minute (%i s) ends the retries, and is in the error', async (seconds) => {
    await using server = await startScriptedServer(fail(429, 'RATE_LIMITED', { 'retry-after': `${seconds}` }));
    const clock = createTestClock();
    const error = await rejection<RateLimitError>(
      createKGiTON(server.url, { clock }).partnerPayment.generateQris(payment),
    );
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: seconds, code: 'RATE_LIMITED', outcomeUnknown: false });
    expect(server.bodies).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });
});
