import { createRequire } from 'node:module';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { KGiTONConfig, KGiTONError, KGiTONOptions } from '../src/index.js';
import { WebhookSignatureError } from '../src/webhooks/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { fail, startScriptedServer } from './scripted-server.js';

const sdk = await import('../src/index.js');
/** A second copy of the package, as in a program that loads it both as a module and with `require`. */
const other: typeof sdk = createRequire(import.meta.url)('../dist/index.cjs');

const classes = [
  'KGiTONError',
  'ValidationError',
  'AuthenticationError',
  'InsufficientTokensError',
  'LicenseError',
  'ConflictError',
  'RateLimitError',
  'ServerError',
  'GatewayError',
  'NetworkError',
  'TimeoutError',
] as const;

/** The names of the classes of which an error is an instance. */
const classesOf = (error: unknown, from: typeof sdk) => classes.filter((name) => error instanceof from[name]);

describe('an error of one copy of the package', () => {
  test('is loaded twice for this test', () => {
    expect(other.KGiTONError).not.toBe(sdk.KGiTONError);
  });

  test.each(classes)('(%s) is an instance of the same classes in the other copy', (name) => {
    const error = new sdk[name]('', { code: 'INTERNAL_ERROR' } as never);
    const own = classesOf(error, sdk);
    const prototypes = classes.filter((each) => Object.prototype.isPrototypeOf.call(sdk[each].prototype, error));
    expect(own).toEqual(prototypes);
    expect(classesOf(error, other)).toEqual(own);
    expect(error.name).toBe(name);
  });

  test.each(classes)('(%s) of the other copy is an instance of the same classes in this one', (name) => {
    const error = new other[name]('', { code: 'INTERNAL_ERROR' } as never);
    expect(classesOf(error, sdk)).toEqual(classesOf(new sdk[name]('', { code: 'INTERNAL_ERROR' } as never), sdk));
  });

  test('is recognized for webhooks too', () => {
    const error = new WebhookSignatureError('mismatch');
    expect(error).toBeInstanceOf(other.WebhookSignatureError);
    expect(classesOf(error, other)).toEqual(['KGiTONError']);
    expect(error.name).toBe('WebhookSignatureError');
  });

  test.each([null, undefined, 7, 'KGiTONError', {}, Object.create(null), new Error('KGiTONError'), { name: 'X' }])(
    '%s is not an error of the package',
    (value) => {
      expect(value instanceof sdk.KGiTONError).toBe(false);
    },
  );

  test('is not an instance of a subclass by a user, which has its own instances', () => {
    class ShopError extends sdk.ServerError {}
    const error = new ShopError('', { code: 'INTERNAL_ERROR' });
    expect(error).toBeInstanceOf(ShopError);
    expect(classesOf(error, other)).toEqual(['KGiTONError', 'ServerError']);
    expect(new sdk.ServerError('', { code: 'INTERNAL_ERROR' }) instanceof ShopError).toBe(false);
    expect(new sdk.GatewayError('', { code: 'GATEWAY_ERROR' }) instanceof ShopError).toBe(false);
  });
});

test('a switch may have a case for a code that this version does not know', () => {
  const advise = (error: KGiTONError) => {
    switch (error.code) {
      case 'INSUFFICIENT_TOKENS':
        return 'top up';
      case 'MERCHANT_SUSPENDED':
        return 'call support';
      default:
        return 'try later';
    }
  };
  expect(advise(new sdk.KGiTONError('', { code: 'MERCHANT_SUSPENDED' }))).toBe('call support');
});

describe('what version 1.0.0 exported is still there', () => {
  test('as the default and as createKGiTON', () => {
    expect(sdk.default).toBe(sdk.KGiTON);
    expect(sdk.createKGiTON({ apiKey: 'kgiton_a' })).toBeInstanceOf(sdk.KGiTON);
    expectTypeOf<KGiTONConfig>().toEqualTypeOf<KGiTONOptions>();
  });

  test.each([
    [402, 'INSUFFICIENT_TOKENS', 'InsufficientTokenError'],
    [403, 'LICENSE_EXPIRED', 'AuthorizationError'],
    [404, 'INVALID_LICENSE', 'NotFoundError'],
  ])('for %i: %s is its %s', async (status, code, name) => {
    await using server = await startScriptedServer(fail(status, code));
    const error = await rejection(createKGiTON(server.url).partnerPayment.generateQris(payment));
    const old = ['InsufficientTokenError', 'AuthorizationError', 'NotFoundError'] as const;
    expect(old.filter((each) => error instanceof sdk[each])).toEqual([name]);
    expect(old.filter((each) => error instanceof other[each])).toEqual([name]);
  });
});
