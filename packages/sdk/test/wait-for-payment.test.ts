import { describe, expect, test } from 'vitest';
import {
  AuthenticationError,
  KGiTONError,
  RateLimitError,
  TimeoutError,
  TransactionNotFoundError,
} from '../src/index.js';
import { apiKey } from './fixtures.js';
import { dead, fatal, type Reply, refused, status, unavailable, unknownHost, wait } from './polling.js';
import { statuses } from './scripted-server.js';

describe('a wait', () => {
  test('asks at once, and then every 5 seconds, until the payment is paid', async () => {
    const { outcome, times, requests } = await wait([status('pending'), status('pending'), status('paid')]);
    expect(outcome).toEqual({ ...statuses.pending, payment_status: 'paid' });
    expect(times).toEqual([0, 5_000, 10_000]);
    expect(new Set(requests.map(({ url }) => url))).toEqual(
      new Set(['https://api.kgiton.com/api/partner/payment/status/TRX-2026-001']),
    );
  });

  test.each(['paid', 'expired', 'failed'])('ends at once for a payment that is %s', async (name) => {
    const { outcome, took, times } = await wait([status(name)]);
    expect(outcome).toHaveProperty('payment_status', name);
    expect({ took, times }).toEqual({ took: 0, times: [0] });
  });

  test.each(['pending', 'refunded', 'PAID', ''])(
    'goes on for a payment that is %j, which is not final',
    async (name) => {
      const { outcome, times } = await wait([status(name), status('paid')]);
      expect(outcome).toHaveProperty('payment_status', 'paid');
      expect(times).toEqual([0, 5_000]);
    },
  );

  test('adds up to a fifth to the interval, at random', async () => {
    const replies: [Reply, ...Reply[]] = [status('pending'), status('pending'), status('paid')];
    expect((await wait(replies, { random: () => 0.5 })).times).toEqual([0, 5_500, 11_000]);
    expect((await wait(replies, { random: () => 1, interval: 1_000 })).times).toEqual([0, 1_200, 2_400]);
  });

  test('keeps the interval between a response and the next request, however slow the response is', async () => {
    const slow = status('pending', { duration: 7_000 });
    expect((await wait([slow, slow, status('paid')])).times).toEqual([0, 12_000, 24_000]);
  });

  test('ends after 10 minutes, with the latest status', async () => {
    const { outcome, took, times } = await wait([status('pending'), status('refunded')]);
    expect(outcome).toHaveProperty('payment_status', 'refunded');
    expect(took).toBe(600_000);
    expect(times).toHaveLength(120);
  });

  test('ends when its own time is up, with the latest status, even if errors followed it', async () => {
    const { outcome, took } = await wait([status('pending'), unavailable, refused], { timeout: 42_000 });
    expect(outcome).toHaveProperty('payment_status', 'pending');
    expect(took).toBe(42_000);
  });

  test('with a time shorter than the interval asks once', async () => {
    const { outcome, took, times } = await wait([status('pending')], { timeout: 3_000 });
    expect(outcome).toHaveProperty('payment_status', 'pending');
    expect({ took, times }).toEqual({ took: 3_000, times: [0] });
  });
});

describe('an error that may pass', () => {
  test.each<[string, Reply]>([
    ['429', { status: 429, body: '' }],
    ['500 of the contract', fatal('INTERNAL_ERROR', 500)],
    ['500 of a proxy', { status: 500, body: '<html>' }],
    ['a new code with status 501', fatal('MELTDOWN', 501)],
    ['502', fatal('GATEWAY_ERROR', 502)],
    ['503', unavailable],
    ['504', { status: 504, body: '' }],
    ['no connection', refused],
    ['a broken connection', { failure: new TypeError('terminated', { cause: new Error('other side closed') }) }],
  ])('(%s) does not end the wait, and doubles the next interval', async (_name, reply) => {
    const { outcome, times } = await wait([reply, status('pending'), reply, status('pending'), status('paid')]);
    expect(outcome).toHaveProperty('payment_status', 'paid');
    expect(times).toEqual([0, 10_000, 15_000, 25_000, 30_000]);
  });

  test('doubles the interval each time, up to eight times its length', async () => {
    expect((await wait([unavailable, refused, unavailable, refused, unavailable, status('paid')])).times).toEqual([
      0, 10_000, 30_000, 70_000, 110_000, 150_000,
    ]);
  });

  test.each([
    ['7', 10_000],
    ['23', 23_000],
    ['Thu, 15 Jan 2026 10:02:00 GMT', 120_000],
    ['soon', 10_000],
  ])('with Retry-After: %s is followed by a request no earlier than that', async (header, next) => {
    const busy = fatal('RATE_LIMITED', 429);
    const { times } = await wait([{ ...busy, headers: { 'retry-after': header } }, status('paid')]);
    expect(times).toEqual([0, next]);
  });

  test.each(['600', '3600', '9999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', 'Infinity'])(
    'with Retry-After: %s, beyond the time of the wait, ends the requests but not the wait',
    async (header) => {
      const busy = { ...fatal('RATE_LIMITED', 429), headers: { 'retry-after': header } };
      const { outcome, took, times } = await wait([busy, status('paid')]);
      expect(outcome).toBeInstanceOf(RateLimitError);
      expect({ took, times }).toEqual({ took: 600_000, times: [0] });
      const known = await wait([status('pending'), busy, status('paid')]);
      expect(known.outcome).toHaveProperty('payment_status', 'pending');
      expect(known.times).toEqual([0, 5_000]);
    },
  );

  test('is what the wait rejects with if no status has arrived when the time is up: the last one', async () => {
    const { outcome, took } = await wait([unavailable, refused], { timeout: 20_000 });
    expect(outcome).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
    expect(took).toBe(20_000);
  });

  test('of a name or certificate may pass only if the server has responded before', async () => {
    const first = await wait([unknownHost, status('paid')]);
    expect(first.outcome).toMatchObject({ code: 'NETWORK_ERROR' });
    expect(first.took).toBe(0);
    const later = await wait([status('pending'), unknownHost, status('paid')]);
    expect(later.outcome).toHaveProperty('payment_status', 'paid');
    expect(later.times).toEqual([0, 5_000, 15_000]);
  });

  test('is logged, with the time until the next request and without secrets', async () => {
    const lines: string[] = [];
    const logger = { debug() {}, warn: (line: string) => lines.push(line) };
    await wait([{ status: 503, body: `Busy ${apiKey}` }, refused, status('paid')], {}, { logger });
    expect(lines).toEqual([
      'kgiton: Expected a JSON body of the contract, got status 503 with "Busy [redacted]". Asking again in 10000 ms.',
      'kgiton: No complete response: connect ECONNREFUSED. Asking again in 20000 ms.',
    ]);
  });
});

describe('a response of somebody else', () => {
  test.each<[string, Reply]>([
    ['404 of a proxy', { status: 404, body: '' }],
    ['a redirect', { status: 302, body: '', headers: { location: '/' } }],
    ['a page with 200', { body: '<html>' }],
    ['another payment', { body: { ...statuses.paid, transaction_id: 'X' } }],
  ])('(%s) ends the wait at once, unless a status has arrived before', async (_name, reply) => {
    const { outcome, took } = await wait([reply, status('paid')]);
    expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', outcomeUnknown: false });
    expect(took).toBe(0);
    const later = await wait([status('pending'), reply, status('paid')]);
    expect(later.outcome).toMatchObject({ payment_status: 'paid', transaction_id: statuses.paid.transaction_id });
    expect(later.times).toEqual([0, 5_000, 15_000]);
  });
});

describe('an error that waiting cannot help', () => {
  test.each<[string, Reply, object]>([
    ['400', fatal('NEW_CODE', 400), { statusCode: 400 }],
    ['401', fatal('AUTHENTICATION_ERROR', 401), { name: AuthenticationError.name }],
    ['403', fatal('SUSPENDED', 403), { code: 'SUSPENDED' }],
    ['404', fatal('TRANSACTION_NOT_FOUND', 404), { name: TransactionNotFoundError.name }],
  ])('(%s) ends the wait at once, also after a status', async (_name, reply, error) => {
    const { outcome, took } = await wait([reply, status('paid')]);
    expect(outcome).toBeInstanceOf(KGiTONError);
    expect(outcome).toMatchObject({ ...error, outcomeUnknown: false });
    expect(took).toBe(0);
    const later = await wait([status('pending'), reply, status('paid')]);
    expect(later.outcome).toMatchObject(error);
    expect(later.took).toBe(5_000);
  });
});

describe('a dead connection', () => {
  test('costs at most 10 seconds, and the wait goes on with another one', async () => {
    const { outcome, times, requests } = await wait([dead, status('paid')]);
    expect(outcome).toHaveProperty('payment_status', 'paid');
    expect(times).toEqual([0, 20_000]);
    expect(requests[0]?.signal.reason).toMatchObject({ message: 'timeout of 10000 ms' });
  });

  test.each([
    ['the timeout of the client, if that is shorter', {}, { timeout: 4_000 }, 14_000],
    ['the interval, if that is longer', { interval: 15_000 }, {}, 45_000],
    ['the timeout of the client even then', { interval: 60_000 }, {}, 150_000],
  ])('costs at most %s', async (_what, options, client, next) => {
    expect((await wait([dead, status('paid')], options, client)).times).toEqual([0, next]);
  });

  test('does not outlive the wait, which says so if nothing is known', async () => {
    const { outcome, took, requests } = await wait([dead], { timeout: 4_000 });
    expect(outcome).toBeInstanceOf(TimeoutError);
    expect(outcome).toMatchObject({
      code: 'TIMEOUT_ERROR',
      message: 'No response within 4000 ms.',
      outcomeUnknown: false,
    });
    expect(took).toBe(4_000);
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  test('leaves the latest status', async () => {
    const { outcome, took, requests } = await wait([status('pending'), dead], { timeout: 9_000 });
    expect(outcome).toHaveProperty('payment_status', 'pending');
    expect(took).toBe(9_000);
    expect(requests[1]?.signal.aborted).toBe(true);
  });
});
