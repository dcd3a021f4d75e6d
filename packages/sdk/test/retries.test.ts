import { errorCatalogue } from '@kgiton/contract';
import { describe, expect, test, vi } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { type KGiTONError, NetworkError, ServerError, TimeoutError } from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import {
  cut,
  cutBody,
  fail,
  hang,
  hangBody,
  json,
  page,
  qrisPayment,
  type Step,
  startScriptedServer,
  succeed,
} from './scripted-server.js';
import { createTestClock } from './test-clock.js';

describe('a temporary failure', () => {
  test.each<[string, Step]>([
    ['429', fail(429, 'RATE_LIMITED')],
    ['502 from the contract', fail(502, 'GATEWAY_ERROR')],
    ['502 from a gateway', page(502)],
    ['503', page(503)],
    ['504', page(504)],
    ['a connection that is cut off', cut],
    ['a response that is cut off', cutBody],
  ])('(%s) is retried with exactly the same bytes', async (_name, failure) => {
    await using server = await startScriptedServer(failure, failure, succeed);
    const clock = createTestClock();
    const { data } = await createKGiTON(server.url, { clock })
      .partnerPayment.generateQris({ ...payment, description: 'Cuci 5 kg – “kilat” 😀' })
      .withResponse();
    expect(data).toEqual(qrisPayment);
    expect(server.bodies).toHaveLength(3);
    expect(new Set(server.bodies).size).toBe(1);
    expect(JSON.parse(server.bodies[0] ?? '')).toMatchObject({ transaction_id: payment.transactionId });
    expect(clock.waits).toHaveLength(2);
  });

  test('is retried with the same bytes even if the caller changes the object in the meantime', async () => {
    await using server = await startScriptedServer(page(503), succeed);
    const body = { transaction_id: 'TRX-1', amount: 50_000, license_key: 'X', payment_type: 'QRIS' as const };
    const clock = createTestClock({ random: () => (body.amount = 1) });
    await createKGiTON(server.url, { clock }).partnerPayment.generate(body);
    expect(body.amount).toBe(1);
    expect(server.bodies[1]).toBe(server.bodies[0]);
  });

  test('is retried maxRetries times, as set for the client or the call, and then reported', async () => {
    await using server = await startScriptedServer(page(503));
    const clock = createTestClock();
    const kgiton = createKGiTON(server.url, { clock, maxRetries: 4 });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).toBeInstanceOf(ServerError);
    expect(server.bodies).toHaveLength(5);
    await rejection(kgiton.partnerPayment.generateQris(payment, { maxRetries: 1 }));
    expect(server.bodies).toHaveLength(7);
    await rejection(kgiton.partnerPayment.generateQris(payment, { maxRetries: 0 }));
    expect(server.bodies).toHaveLength(8);
  });

  test('is retried after increasing delays: full jitter below 500 ms, doubled up to 8 s', async () => {
    await using server = await startScriptedServer(page(503));
    const waits = async (random: () => number) => {
      const clock = createTestClock({ random });
      await rejection(createKGiTON(server.url, { clock, maxRetries: 6 }).partnerPayment.generateQris(payment));
      return clock.waits;
    };
    expect(await waits(() => 1)).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    expect(await waits(() => 0.25)).toEqual([125, 250, 500, 1000, 2000, 2000]);
    expect(await waits(() => 0)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('is retried after a random part of the delay in real time too', async () => {
    await using server = await startScriptedServer(page(503), succeed);
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.01);
    const lines: string[] = [];
    const logger = { debug() {}, warn: (line: string) => lines.push(line) };
    try {
      await createKGiTON(server.url, { logger }).partnerPayment.generateQris(payment);
    } finally {
      random.mockRestore();
    }
    expect(lines).toEqual([expect.stringMatching(/ Retrying in 5 ms\.$/)]);
  });
});

describe('a permanent failure is not retried', () => {
  test.each(Object.entries(errorCatalogue))(
    '%s is, as the contract says, only if it is retryable',
    async (code, { status, retryable }) => {
      await using server = await startScriptedServer(fail(status, code));
      const clock = createTestClock();
      const error = await rejection(createKGiTON(server.url, { clock }).partnerPayment.generateQris(payment));
      expect(error).toMatchObject({ code, statusCode: status });
      expect(server.bodies).toHaveLength(retryable ? 3 : 1);
    },
  );

  test.each([301, 400, 401, 404, 408, 418, 500, 501])('%i from something in front of KGiTON', async (status) => {
    await using server = await startScriptedServer(page(status));
    await rejection(createKGiTON(server.url, { clock: createTestClock() }).partnerPayment.generateQris(payment));
    expect(server.bodies).toHaveLength(1);
  });

  test('with a wrong header or a body that cannot be JSON, nothing is sent', async () => {
    await using server = await startScriptedServer(succeed);
    const { partnerPayment } = createKGiTON(server.url);
    expect(await rejection(partnerPayment.generateQris(payment, { headers: { 'x-note': 'a\nb' } }))).toBeInstanceOf(
      TypeError,
    );
    const amount = 50_000n as unknown as number;
    expect((await rejection(partnerPayment.generateQris({ ...payment, amount }))).message).toContain('BigInt');
    expect(server.bodies).toHaveLength(0);
  });
});

describe('a timeout', () => {
  test.each([
    ['headers', hang],
    ['the body', hangBody],
  ])('while waiting for %s ends each attempt, and is retried', async (_what, step) => {
    await using server = await startScriptedServer(step, step, succeed);
    const clock = createTestClock();
    const call = createKGiTON(server.url, { clock }).partnerPayment.generateQris(payment);
    for (const attempt of [1, 2]) {
      await expect.poll(() => server.bodies.length).toBe(attempt);
      clock.expireTimeout();
    }
    expect(await call).toEqual(qrisPayment);
    expect(clock.waits).toHaveLength(2);
  });

  test('of the last attempt leaves the outcome unknown, and says how to find out', async () => {
    await using server = await startScriptedServer(hang);
    const error = await rejection(
      createKGiTON(server.url, { timeout: 50, maxRetries: 0 }).partnerPayment.generateQris(payment),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ code: 'TIMEOUT_ERROR', outcomeUnknown: true });
    expect(error.message).toMatch(/timeout of 50 ms.+outcome is unknown.+same transaction id/);
  });

  test('of the call takes precedence over that of the client', async () => {
    await using server = await startScriptedServer(hang);
    const kgiton = createKGiTON(server.url, { maxRetries: 0 });
    const error = await rejection(kgiton.partnerPayment.generateQris(payment, { timeout: 20 }));
    expect(error.message).toContain('timeout of 20 ms');
  });

  test('holds even for a fetch that ignores its signal, and the connection is abandoned', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const kgiton = createKGiTON('http://127.0.0.1:9', {
      timeout: 20,
      maxRetries: 0,
      fetch: (_request, init) => {
        signals.push(init?.signal);
        return new Promise(() => {});
      },
    });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).toBeInstanceOf(TimeoutError);
    expect(signals[0]?.aborted).toBe(true);
    expect(signals[0]?.reason).toMatchObject({ name: 'TimeoutError', message: 'timeout of 20 ms' });
  });
});

describe('the outcome', () => {
  const outcome = async (...steps: [Step, ...Step[]]) => {
    await using server = await startScriptedServer(...steps);
    const kgiton = createKGiTON(server.url, { clock: createTestClock(), maxRetries: steps.length - 1 });
    const error = await rejection<KGiTONError>(kgiton.partnerPayment.generateQris(payment));
    expect(error.message.includes('outcome is unknown')).toBe(error.outcomeUnknown);
    return error.outcomeUnknown;
  };

  test.each<[string, [Step, ...Step[]], boolean]>([
    ['is known after an error response of the contract', [fail(402, 'INSUFFICIENT_TOKENS')], false],
    ['is known after a gateway failure that KGiTON reports, which took nothing', [fail(502, 'GATEWAY_ERROR')], false],
    ['is known after 429, which nobody processed', [page(429)], false],
    ['is known after a page from a proxy that rejects the request', [page(404)], false],
    ['is unknown after a connection that was cut off', [cut], true],
    ['is unknown after a response that was cut off', [cutBody], true],
    ['is unknown after a page with 504', [page(504)], true],
    ['is unknown after a page with 200', [page(200)], true],
    ['is unknown after a new code with status 500', [fail(500, 'MELTDOWN')], true],
    ['stays unknown when a later attempt says nothing about it', [cut, page(429)], true],
    [
      'stays unknown after a gateway failure, since the first attempt may still run',
      [cut, fail(502, 'GATEWAY_ERROR')],
      true,
    ],
    [
      'stays unknown after a fault inside KGiTON, since the first attempt may still run',
      [cut, fail(500, 'INTERNAL_ERROR')],
      true,
    ],
    ['is known after an internal error of KGiTON, which took nothing', [fail(500, 'INTERNAL_ERROR')], false],
    ['is settled by a later rejection', [cut, fail(402, 'INSUFFICIENT_TOKENS')], false],
    [
      'stays unknown after a later 401, which comes before KGiTON looks',
      [cut, fail(401, 'AUTHENTICATION_ERROR')],
      true,
    ],
  ])('%s', async (_name, steps, unknown) => {
    expect(await outcome(...steps)).toBe(unknown);
  });

  test('is known if there was no server to connect to', async () => {
    const gone = await serve(() => {});
    await gone[Symbol.asyncDispose]();
    const kgiton = createKGiTON(gone.url, { clock: createTestClock() });
    const error = await rejection<NetworkError>(kgiton.partnerPayment.generateQris(payment));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
    expect(error.message).toMatch(/ECONNREFUSED/);
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test.each<[string, Error]>([
    ['an established connection', Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH' })],
    [
      'a host with a misleading name',
      new Error('error sending request for url (https://refused.id/): connection reset'),
    ],
    ['an unrelated message', new Error('peer closed after certificate rotation')],
  ])('is unknown after %s failed', async (_what, cause) => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).toMatchObject({ outcomeUnknown: true });
  });

  test.each<[string, string]>([
    ['Node.js', 'connect EHOSTUNREACH 10.0.0.1:443'],
    ['Node.js, with several addresses', 'ECONNREFUSED'],
    ['Node.js, before the timeout', 'Connect Timeout Error (attempted address: api.kgiton.com:443, timeout: 10000ms)'],
    ['Deno', 'error sending request for url (https://a.id/): client error (Connect): tcp connect error'],
    ['Bun', 'ECONNREFUSED: Unable to connect. Is the computer able to access the url?'],
  ])('is known after %s could not connect', async (_runtime, message) => {
    const kgiton = createKGiTON('https://api.kgiton.com', {
      maxRetries: 0,
      fetch: () => Promise.reject(new Error(message)),
    });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).toMatchObject({ outcomeUnknown: false });
  });

  test('is known if the host has no address', async () => {
    const kgiton = createKGiTON('http://nowhere.invalid', { clock: createTestClock() });
    expect(await rejection(kgiton.partnerPayment.generateQris(payment))).toMatchObject({ outcomeUnknown: false });
  });
});

test('a keep-alive connection that dies between two calls costs a retry, not a payment', async () => {
  await using server = await startScriptedServer(succeed, cut, succeed);
  const clock = createTestClock();
  const { partnerPayment } = createKGiTON(server.url, { clock });
  await partnerPayment.generateQris(payment);
  expect(await partnerPayment.generateQris(payment)).toEqual(qrisPayment);
  expect(server.bodies).toHaveLength(3);
  expect(clock.waits).toHaveLength(1);
});

test('concurrent calls do not interfere with each other', async () => {
  let count = 0;
  await using server = await startScriptedServer((response, request) => {
    const status = ++count % 3 === 0 ? 503 : 200;
    const id = request.headers['x-id'];
    json(status, status === 200 ? { ...qrisPayment, transaction_id: id } : '')(response, request);
  });
  const { partnerPayment } = createKGiTON(server.url, { clock: createTestClock(), maxRetries: 100 });
  const ids = Array.from({ length: 50 }, (_, i) => `TRX-${i}`);
  const payments = await Promise.all(
    ids.map((transactionId) =>
      partnerPayment.generateQris({ ...payment, transactionId }, { headers: { 'x-id': transactionId } }),
    ),
  );
  expect(payments.map(({ transaction_id }) => transaction_id)).toEqual(ids);
});
