import { errorCatalogue, type PaymentStatusResponse as StatusOnTheWire } from '@kgiton/contract';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import {
  type FetchInit,
  type KGiTON,
  KGiTONError,
  PaymentStatus,
  type PaymentStatusResponse,
  TimeoutError,
  TransactionNotFoundError,
  type WithResponse,
} from '../src/index.js';
import { apiKey, createKGiTON, payment, rejection } from './fixtures.js';
import { cut, cutBody, fail, hang, json, page, type Step, startScriptedServer, statuses } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

const { transactionId } = payment;
const { paid } = statuses;

/** What asking for the status comes to, and how often it was asked for. */
async function check(...steps: [Step, ...Step[]]) {
  await using server = await startScriptedServer(...steps);
  const clock = createTestClock();
  const call = createKGiTON(server.url, { clock }).partnerPayment.checkStatus(transactionId);
  const outcome = await call.catch((error: KGiTONError) => error);
  return { outcome, requests: server.requests, waits: clock.waits };
}

describe('the request', () => {
  test('is a GET with the API key, without a body', async () => {
    const seen: [string, FetchInit][] = [];
    const kgiton = createKGiTON('https://api.kgiton.com', {
      fetch: (url, init) => {
        seen.push([url, init]);
        return Response.json(paid);
      },
    });
    await kgiton.partnerPayment.checkStatus(transactionId, { headers: { 'x-trace': '1' } });
    const init = {
      method: 'GET',
      headers: { 'x-api-key': apiKey, 'x-trace': '1' },
      body: null,
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    };
    expect(seen).toEqual([['https://api.kgiton.com/api/partner/payment/status/TRX-2026-001', init]]);
  });

  test.each([
    ['TRX_2026-001', 'TRX_2026-001'],
    ['../generate', '..%2Fgenerate'],
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['%2e%2e', '%252e%252e'],
    ['...', '...'],
    [' ', '%20'],
    ['Cuci 5 kg – 😀', 'Cuci%205%20kg%20%E2%80%93%20%F0%9F%98%80'],
    ['$&', '%24%26'],
  ])('for the transaction id %j ends in %s', async (id, segment) => {
    await using server = await startScriptedServer(json(200, { ...paid, transaction_id: id }));
    await createKGiTON(`${server.url}/proxy/`).partnerPayment.checkStatus(id);
    expect(server.requests.map(({ url }) => url)).toEqual([`/proxy/api/partner/payment/status/${segment}`]);
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'object'],
    [7, 'number'],
    [payment, 'object'],
    ['', '""'],
    ['.', '"."'],
    ['..', '".."'],
    ['TRX-\ud83d', '"TRX-\\ud83d"'],
  ])('for the transaction id %o is a TypeError instead, and nothing is sent', async (id, got) => {
    await using server = await startScriptedServer(json(200, paid));
    const error = await rejection(createKGiTON(server.url).partnerPayment.checkStatus(id as string));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      `Expected the transaction id of a payment, a string that is not empty, '.' or '..'; got ${got}.`,
    );
    expect(server.requests).toEqual([]);
  });

  test('ends when its signal aborts, with the reason of the signal', async () => {
    await using server = await startScriptedServer(hang);
    const controller = new AbortController();
    const call = createKGiTON(server.url).partnerPayment.checkStatus(transactionId, { signal: controller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    const closed = new Promise((resolve) => server.requests[0]?.socket.once('close', resolve));
    controller.abort('enough');
    expect(await rejection(call)).toBe('enough');
    await closed;
  });
});

describe('the response', () => {
  test.each(Object.entries(statuses))('to a payment that is %s arrives unchanged', async (name, status) => {
    await using server = await startScriptedServer(json(200, status));
    const call = createKGiTON(server.url).partnerPayment.checkStatus(status.transaction_id as string);
    expect(await call).toEqual(status);
    expect(await call).toHaveProperty('payment_status', name);
    expect(server.requests).toHaveLength(1);
  });

  test('comes with status, headers and request id', async () => {
    await using server = await startScriptedServer(json(200, paid, { 'x-request-id': 'req_7' }));
    const call = createKGiTON(server.url).partnerPayment.checkStatus(transactionId);
    const { data, status, headers, requestId } = await call.withResponse();
    expect({ data, status, requestId }).toEqual({ data: paid, status: 200, requestId: 'req_7' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(await call).toBe(data);
  });

  test.each([
    ['a new status', { payment_status: 'refunded' }],
    ['a new payment type', { payment_type: 'PAYLATER' }],
    ['new properties', { fee: 700, channel: { name: 'BRI' } }],
    ['no id of the gateway', { gateway_transaction_id: null }],
    ['no time of payment', { paid_at: null }],
  ])('with %s is a success', async (_what, other) => {
    expect((await check(json(200, { ...paid, ...other }))).outcome).toEqual({ ...paid, ...other });
  });

  const { required = [], properties = {} } = document.components.schemas.PaymentStatusResponse ?? {};
  const cases = required
    .filter((name) => name !== 'success')
    .flatMap((name) => {
      const isNullable = properties[name]?.type?.includes('null');
      return [undefined, [], {}, ...(isNullable ? [7, true] : [null, name === 'webhook_sent' ? 'true' : true])].map(
        (other) => ({ name, other }),
      );
    });

  test('has properties that the contract requires', () => {
    expect(cases.length).toBeGreaterThanOrEqual(50);
  });

  test.each(cases)('whose $name is $other is not a success', async ({ name, other }) => {
    const { outcome, requests } = await check(json(200, { ...paid, [name]: other }));
    expect(outcome).toBeInstanceOf(KGiTONError);
    expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', statusCode: 200, outcomeUnknown: false });
    expect((outcome as KGiTONError).message).toMatch(new RegExp(`a missing or wrong ${name}\\.$`));
    expect(requests).toHaveLength(1);
  });

  test.each(['TRX-2026-002', 'trx-2026-001', ''])(
    'about another payment (%j) is not taken for the status of this one',
    async (other) => {
      const { outcome } = await check(json(200, { ...paid, transaction_id: other }));
      expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', outcomeUnknown: false });
      expect((outcome as KGiTONError).message).toContain('a missing or wrong transaction_id');
    },
  );
});

describe('a failure', () => {
  test.each<[string, Step]>([
    ['429', fail(429, 'RATE_LIMITED')],
    ['502', page(502)],
    ['503', page(503)],
    ['504', page(504)],
    ['a connection that is cut off', cut],
    ['a response that is cut off', cutBody],
  ])('(%s) is retried, as that of a payment is', async (_name, failure) => {
    const { outcome, requests, waits } = await check(failure, failure, json(200, paid));
    expect(outcome).toEqual(paid);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(3).fill(`GET /api/partner/payment/status/${transactionId}`),
    );
    expect(waits).toEqual([250, 500]);
  });

  test('that asks to wait is retried afterwards', async () => {
    const { waits } = await check(fail(503, 'BUSY', { 'retry-after': '7' }), json(200, paid));
    expect(waits).toEqual([7000]);
  });

  test.each(Object.entries(errorCatalogue))(
    'with the code %s is retried only if the contract says that it is retryable',
    async (code, { status, retryable }) => {
      const { outcome, requests } = await check(fail(status, code));
      expect(outcome).toMatchObject({ code, statusCode: status, outcomeUnknown: false });
      expect(requests).toHaveLength(retryable ? 3 : 1);
    },
  );

  test('of an unknown transaction id has a class of its own, and the message of the server', async () => {
    const response = { success: false, code: 'TRANSACTION_NOT_FOUND', message: 'No such payment.' };
    const { outcome } = await check(json(404, response, { 'x-request-id': 'req_9' }));
    expect(outcome).toBeInstanceOf(TransactionNotFoundError);
    expect(outcome).toMatchObject({ name: 'TransactionNotFoundError', requestId: 'req_9', message: response.message });
  });

  test.each<[string, Step]>([
    ['a connection that is cut off', cut],
    ['a response that is cut off', cutBody],
    ['a page with 200', page(200)],
    ['a page with 404', page(404)],
    ['a page with 500', page(500)],
    ['a page with 504', page(504)],
    ['a new code with status 500', fail(500, 'MELTDOWN')],
    ['401', fail(401, 'AUTHENTICATION_ERROR')],
    ['a redirect', (response) => response.writeHead(307, { location: '/elsewhere' }).end()],
  ])('(%s) leaves nothing unknown, because asking changes nothing', async (_name, step) => {
    const { outcome } = await check(step);
    expect(outcome).toBeInstanceOf(KGiTONError);
    expect(outcome).toHaveProperty('outcomeUnknown', false);
    expect((outcome as KGiTONError).message).not.toMatch(/outcome|again|checkStatus/);
  });

  test('by a timeout leaves nothing unknown either', async () => {
    await using server = await startScriptedServer(hang);
    const { partnerPayment } = createKGiTON(server.url);
    const error = await rejection(partnerPayment.checkStatus(transactionId, { timeout: 20, maxRetries: 0 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'TIMEOUT_ERROR', outcomeUnknown: false });
    expect(error.message).toBe('No complete response: timeout of 20 ms.');
  });

  test('of a payment whose outcome is unknown points to checkStatus', async () => {
    await using server = await startScriptedServer(cut);
    const { partnerPayment } = createKGiTON(server.url, { maxRetries: 0 });
    expect((await rejection(partnerPayment.generateQris(payment))).message).toMatch(
      / The outcome is unknown: call again with the same transaction id, or ask with checkStatus\.$/,
    );
  });
});

test('types follow the contract, and a status may be new', () => {
  expectTypeOf<PaymentStatus>().toEqualTypeOf<'pending' | 'paid' | 'expired' | 'failed'>();
  expectTypeOf<PaymentStatusResponse['payment_status']>().toEqualTypeOf<PaymentStatus | (string & {})>();
  expectTypeOf<Omit<PaymentStatusResponse, 'payment_status'>>().toEqualTypeOf<
    Omit<StatusOnTheWire, 'payment_status'>
  >();
  expectTypeOf<PaymentStatusResponse>().toExtend<StatusOnTheWire>();
  expectTypeOf<StatusOnTheWire>().toExtend<PaymentStatusResponse>();
  expectTypeOf<PaymentStatusResponse['paid_at']>().toEqualTypeOf<string | null>();
  expectTypeOf<TransactionNotFoundError['code']>().toEqualTypeOf<'TRANSACTION_NOT_FOUND'>();
  expect(PaymentStatus.paid).toBe('paid');

  // Never called: only the types matter.
  const types = async ({ partnerPayment }: KGiTON) => {
    const call = partnerPayment.checkStatus('TRX-2026-001', { timeout: 10_000, maxRetries: 0 });
    expectTypeOf(await call).toEqualTypeOf<PaymentStatusResponse>();
    expectTypeOf(await call.withResponse()).toEqualTypeOf<WithResponse<PaymentStatusResponse>>();
    // @ts-expect-error no transaction id
    partnerPayment.checkStatus();
    // @ts-expect-error the options of a payment
    partnerPayment.checkStatus(payment);
    // @ts-expect-error an unknown option
    partnerPayment.checkStatus('TRX-2026-001', { interval: 5_000 });
  };
  expect(types).toBeTypeOf('function');
});
