import { runInNewContext } from 'node:vm';
import { type ErrorCode, errorCatalogue } from '@kgiton/contract';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { DOCUMENT_YAML } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { outcomes } from '../../../test/support/document.js';
import {
  AuthenticationError,
  ConflictError,
  GatewayError,
  InsufficientTokensError,
  KGiTONError,
  type KGiTONErrorCode,
  LicenseError,
  NetworkError,
  RateLimitError,
  SdkErrorCode,
  ServerError,
  type TimeoutError,
  TransactionNotFoundError,
  ValidationError,
} from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { fail, json, page, type Step, startScriptedServer } from './scripted-server.js';

const classes: Record<ErrorCode, typeof ValidationError | typeof LicenseError | typeof ServerError> = {
  VALIDATION_ERROR: ValidationError,
  INVALID_PAYMENT_TYPE: ValidationError,
  INVALID_AMOUNT: ValidationError,
  AUTHENTICATION_ERROR: AuthenticationError as never,
  INSUFFICIENT_TOKENS: InsufficientTokensError as never,
  LICENSE_EXPIRED: LicenseError,
  INVALID_LICENSE: LicenseError,
  TRANSACTION_NOT_FOUND: TransactionNotFoundError as never,
  DUPLICATE_TRANSACTION: ConflictError as never,
  INTERNAL_ERROR: ServerError,
  GATEWAY_ERROR: GatewayError,
};

/** The errors of both operations. */
const errors = outcomes
  .filter(({ status }) => status >= 400)
  .map(({ method, status, name }) => ({ method, status, code: name as ErrorCode }));

test('the contract has an example of every error', () => {
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(Object.keys(errorCatalogue)));
});

describe('against the mock of the contract', () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await startPrism({ document: DOCUMENT_YAML, logLevel: 'silent' });
  });
  afterAll(() => prism.stop());

  test.each(errors)('$code of $method arrives as its class', async ({ method, status, code }) => {
    const headers = { prefer: `code=${status}, example=${code}` };
    const { partnerPayment } = createKGiTON(prism.url, { maxRetries: 0 });
    const error = await rejection<KGiTONError>(
      method === 'GET'
        ? partnerPayment.checkStatus(payment.transactionId, { headers })
        : partnerPayment.generateQris(payment, { headers }),
    );
    const type = classes[code];
    expect(error).toBeInstanceOf(type);
    expect(error).toBeInstanceOf(KGiTONError);
    expect(error.name).toBe(type.name);
    expect(error).toMatchObject({ code, statusCode: status, outcomeUnknown: false });
    expect(error.message.length).toBeGreaterThan(5);
  });

  test('the message names a wrong property', async () => {
    const error = await rejection<ValidationError>(
      createKGiTON(prism.url).partnerPayment.generateQris(payment, {
        headers: { prefer: 'code=400, example=VALIDATION_ERROR' },
      }),
    );
    expect(error.errors?.[0]).toEqual({ path: expect.stringMatching(/^\//), message: expect.any(String) });
  });
});

async function errorFrom(step: Step): Promise<KGiTONError> {
  await using server = await startScriptedServer(step);
  return await rejection(createKGiTON(server.url, { maxRetries: 0 }).partnerPayment.generateQris(payment));
}

test('the request id and the message of the server come with the error', async () => {
  const error = await errorFrom(fail(402, 'INSUFFICIENT_TOKENS', { 'x-request-id': 'req_42' }));
  expect(error.requestId).toBe('req_42');
  expect(error.message).toBe((await errorFrom(fail(402, 'INSUFFICIENT_TOKENS'))).message);
  expect(Object.keys(await errorFrom(fail(402, 'INSUFFICIENT_TOKENS')))).not.toContain('requestId');
});

describe('a code from a newer server', () => {
  test.each([
    [418, KGiTONError],
    [403, KGiTONError],
    [404, KGiTONError],
    [429, RateLimitError],
    [500, ServerError],
    [503, ServerError],
  ])('with status %i is passed on unchanged', async (status, type) => {
    const error = await errorFrom(fail(status, 'NEW_CODE'));
    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({ code: 'NEW_CODE', statusCode: status });
  });

  test('may be the name of a property that every object has', async () => {
    expect((await errorFrom(fail(400, 'constructor'))).constructor).toBe(KGiTONError);
  });
});

describe('the message names the first wrong property', () => {
  test.each([
    [
      'in its words, if the server does not',
      'The request is invalid.',
      'The request is invalid. /amount: is too small',
    ],
    ['if the server says only what is wrong', 'It is too small', 'It is too small /amount: is too small'],
    ['if the server says only where', 'Look at amount', 'Look at amount /amount: is too small'],
    ['and not twice', 'The amount is too small', 'The amount is too small'],
  ])('%s', async (_what, message, expected) => {
    const errors = [{ path: '/amount', message: 'is too small' }];
    const error = await errorFrom(json(400, { success: false, code: 'VALIDATION_ERROR', message, errors }));
    expect(error.message).toBe(expected);
  });
});

describe('a response that violates the contract', () => {
  test.each<[string, Step, RegExp]>([
    ['not JSON', page(502), /status 502 with "<html>Gateway<\/html>"/],
    ['empty', page(500, ''), /status 500 with an empty body/],
    [
      'truncated',
      (response) => response.end('{"success":true,"payme'),
      /status 200 with "\{\\"success\\":true,\\"payme"/,
    ],
    ['a page of 1 MB', page(500, `<html>${'x'.repeat(1e6)}`), /status 500 with "<html>x{94}"/],
    ['other JSON', json(500, { error: 'oops' }), /status 500 with "\{\\"error/],
    ['200 without success', json(200, { success: false, code: 'INVALID_LICENSE' }), /status 200 with "\{/],
    ['null', json(200, null), /status 200 with "null"/],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: '/login' }).end(),
      /status 302 with a redirect to \/login/,
    ],
    ['nothing at all (204)', (response) => response.writeHead(204).end(), /status 204 with an empty body/],
  ])('(%s) is reported with its status and first bytes', async (_name, step, message) => {
    const error = await errorFrom(step);
    expect(error).toBeInstanceOf(KGiTONError);
    expect(error.code).toBe('UNEXPECTED_RESPONSE');
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(400);
  });

  test('with status 429 is a rate limit', async () => {
    const error = await errorFrom(page(429));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error.code).toBe('UNEXPECTED_RESPONSE');
  });

  test('whose error properties have the wrong types is still an error', async () => {
    const error = await errorFrom(
      json(400, { success: false, code: 'VALIDATION_ERROR', message: 7, errors: { a: 1 } }),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toBe('VALIDATION_ERROR');
    expect(error.errors).toBeUndefined();
  });
});

test.each<[string, () => unknown]>([
  [
    'a cause in a circle',
    () =>
      Object.assign(new Error('a'), {
        get cause() {
          return this;
        },
      }),
  ],
  ['an object without a prototype', () => Object.create(null)],
  ['a symbol', () => Symbol('s')],
  [
    'an error whose message cannot be read',
    () => ({
      get message() {
        throw new Error('no');
      },
    }),
  ],
  ['nothing', () => undefined],
  ['a number', () => 7],
])('a fetch that rejects with %s still causes a NetworkError', async (_what, reason) => {
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(reason()) });
  const error = await rejection<KGiTONError>(kgiton.partnerPayment.generateQris(payment));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: true });
});

test.each<[string, unknown, string]>([
  ['of the innermost cause', new Error('fetch failed', { cause: new Error('read ECONNRESET') }), 'read ECONNRESET'],
  ['that there is, if the cause has none', new Error('fetch failed', { cause: {} }), 'fetch failed'],
  ['on one line', new Error(' socket\n\n  hang up '), 'socket hang up'],
  ['as it is, if it is no error', 'offline', 'offline'],
  ['?, if it cannot be read', Object.create(null), '?'],
])('a NetworkError has the message %s', async (_what, reason, message) => {
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(reason) });
  const error = await rejection<KGiTONError>(kgiton.partnerPayment.generateQris(payment));
  expect(error.message).toMatch(`No complete response: ${message}. The outcome is unknown:`);
});

test('errors from another realm, as in test runners, are recognized', async () => {
  const foreign = runInNewContext(
    `new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' }) })`,
  );
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(foreign) });
  const error = await rejection<KGiTONError>(kgiton.partnerPayment.generateQris(payment));
  expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false, cause: foreign });
  expect(error.message).toContain('connect ECONNREFUSED');
});

test('the stack of an error contains the line of the caller', async () => {
  await using server = await startScriptedServer(fail(402, 'INSUFFICIENT_TOKENS'));
  async function checkOutTheBasket() {
    await createKGiTON(server.url).partnerPayment.generateQris(payment);
  }
  expect((await rejection(checkOutTheBasket())).stack).toContain('checkOutTheBasket');
});

test('in the types, known codes belong to their class, and a code may be new', () => {
  expectTypeOf<KGiTONError['code']>().toEqualTypeOf<KGiTONErrorCode | (string & {})>();
  expectTypeOf<KGiTONErrorCode>().toEqualTypeOf<ErrorCode | SdkErrorCode>();
  expectTypeOf<ValidationError['code']>().toEqualTypeOf<
    'VALIDATION_ERROR' | 'INVALID_PAYMENT_TYPE' | 'INVALID_AMOUNT'
  >();
  expectTypeOf<LicenseError['code']>().toEqualTypeOf<'LICENSE_EXPIRED' | 'INVALID_LICENSE'>();
  expectTypeOf<TransactionNotFoundError['code']>().toEqualTypeOf<'TRANSACTION_NOT_FOUND'>();
  expectTypeOf<InsufficientTokensError['code']>().toEqualTypeOf<'INSUFFICIENT_TOKENS'>();
  expectTypeOf<GatewayError['code']>().toEqualTypeOf<'GATEWAY_ERROR'>();
  expectTypeOf<TimeoutError['code']>().toEqualTypeOf<'TIMEOUT_ERROR'>();

  expectTypeOf<'INSUFFICIENT_TOKEN'>().not.toExtend<KGiTONErrorCode>();
  expect(Object.keys(SdkErrorCode).filter((code) => code in errorCatalogue)).toEqual([]);
});
