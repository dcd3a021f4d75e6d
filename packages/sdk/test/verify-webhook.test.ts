import { execFileSync, spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { webhookExamples } from '@kgiton/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import { runs } from '../../../test/support/spread.js';
import * as node from '../src/webhooks/hmac-node.js';
import * as portable from '../src/webhooks/hmac-portable.js';
import { sign, verifyWebhook } from '../src/webhooks/index.js';
import { rawBytes } from '../src/webhooks/raw-body.js';
import { signatureVectors } from './signature-vectors.js';

const vectors = await signatureVectors();
const secret = 'whsec_test_kgiton';
const body = '{"event":"payment.success"}';
const signature = sign(body, secret);

describe('the vectors computed by OpenSSL', () => {
  test.each(vectors)('$name', ({ body, signature, secret, valid }) => {
    expect(verifyWebhook(body, signature, secret)).toBe(valid);
    if (!valid) return;
    expect(sign(body, secret)).toBe(signature);
    expect(node.hmacSha256(body, secret)).toBe(signature);
    expect(portable.hmacSha256(body, secret)).toBe(signature);
    const text = Buffer.from(body).toString();
    if (Buffer.from(text).equals(body)) expect(portable.hmacSha256(text, secret)).toBe(node.hmacSha256(text, secret));
  });

  test('include right and wrong signatures', () => {
    expect(vectors.filter(({ valid }) => valid).length).toBeGreaterThan(20);
    expect(vectors.filter(({ valid }) => !valid).length).toBeGreaterThan(10);
  });
});

test('the signed examples of the contract are accepted', () => {
  const header = document.components.examples as Record<string, { value: string }>;
  const { QRIS, CHECKOUT_PAGE } = webhookExamples['payment.success'];
  expect(verifyWebhook(JSON.stringify(QRIS), header.QrisPaidSignature?.value, secret)).toBe(true);
  expect(verifyWebhook(JSON.stringify(CHECKOUT_PAGE), header.CheckoutPagePaidSignature?.value, secret)).toBe(true);
  expect(verifyWebhook(JSON.stringify(QRIS), header.CheckoutPagePaidSignature?.value, secret)).toBe(false);
});

const bytes = new TextEncoder().encode(`xx${body}`);

test.each<[string, Parameters<typeof verifyWebhook>[0]]>([
  ['a string', body],
  ['a Buffer', Buffer.from(body)],
  ['a Uint8Array', new TextEncoder().encode(body)],
  ['a view into a larger buffer', bytes.subarray(2)],
  ['a DataView', new DataView(bytes.buffer, 2)],
  ['an ArrayBuffer', new TextEncoder().encode(body).buffer],
])('the body may be %s', (_form, rawBody) => {
  expect(verifyWebhook(rawBody, signature, secret)).toBe(true);
  expect(verifyWebhook(rawBody, signature, 'another')).toBe(false);
  expect(sign(rawBody, secret)).toBe(signature);
  expect(portable.hmacSha256(rawBytes(rawBody) ?? '', secret)).toBe(signature);
});

test('during a rotation, both the old and the new secret count', () => {
  expect(verifyWebhook(body, signature, ['whsec_new', secret])).toBe(true);
  expect(verifyWebhook(body, sign(body, 'whsec_new'), ['whsec_new', secret])).toBe(true);
  expect(verifyWebhook(body, sign(body, 'whsec_other'), ['whsec_new', secret])).toBe(false);
});

test('a header in a list counts only if the list has no other', () => {
  expect(verifyWebhook(body, [signature], secret)).toBe(true);
  expect(verifyWebhook(body, [signature, signature], secret)).toBe(false);
  expect(verifyWebhook(body, [], secret)).toBe(false);
});

test('with an empty secret or none, nothing is accepted: anybody can sign with an empty secret', () => {
  const forged = node.hmacSha256(body, '');
  for (const none of ['', [], [''], ['', secret], [secret, ''], undefined, null]) {
    expect(verifyWebhook(body, forged, none as string)).toBe(false);
  }
  expect(verifyWebhook(body, signature, ['', secret])).toBe(true);
});

test('it never throws, and returns true only for matching body, signature and secret', () => {
  const anything = fc.oneof(
    fc.anything({ withNullPrototype: true, withTypedArray: true, withDate: true, withMap: true }),
    fc.constantFrom(signature, body, secret, Symbol('s'), () => signature, { toString: null }, Object.create(null)),
  );
  fc.assert(
    fc.property(anything, anything, anything, (...args) => {
      const isRight = [body, signature, secret].every((right, i) => isDeepStrictEqual([args[i]].flat(), [right]));
      expect(verifyWebhook(...(args as Parameters<typeof verifyWebhook>))).toBe(isRight);
    }),
    runs(2_000),
  );
  const detached = new ArrayBuffer(8);
  structuredClone(detached, { transfer: [detached] });
  expect(verifyWebhook(detached, signature, secret)).toBe(false);
});

const keys = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
const bodies = fc.uint8Array({ maxLength: 500 });

test('a change of any bit of the body, secret or signature is rejected', () => {
  fc.assert(
    fc.property(bodies, fc.string({ minLength: 1, maxLength: 80 }), fc.nat(), (rawBody, key, n) => {
      const right = sign(rawBody, key);
      expect(verifyWebhook(rawBody, right, key)).toBe(true);
      if (rawBody.length > 0) expect(verifyWebhook(flipBit(rawBody, n), right, key)).toBe(false);
      expect(verifyWebhook(rawBody, right, flipTextBit(key, n))).toBe(false);
      expect(verifyWebhook(rawBody, flipTextBit(right, n), key)).toBe(false);
    }),
    runs(500),
  );
});

test('the portable HMAC agrees with the runtime on any input', () => {
  fc.assert(
    fc.property(bodies, keys, fc.string({ unit: 'binary' }), (rawBody, key, text) => {
      expect(portable.hmacSha256(rawBody, key)).toBe(node.hmacSha256(rawBody, key));
      expect(portable.hmacSha256(text, key)).toBe(node.hmacSha256(text, key));
      const [one, other] = [sign(rawBody, key), sign(text, key)];
      expect(portable.isEqual(one, other)).toBe(node.isEqual(one, other));
      expect(portable.isEqual(one, one)).toBe(true);
    }),
  );
});

const noOpenSsl = spawnSync('openssl', ['version']).status !== 0;
test.skipIf(noOpenSsl)('it accepts exactly what OpenSSL computes (skipped where there is no openssl)', () => {
  fc.assert(
    fc.property(bodies, fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), (rawBody, key) => {
      const right = openssl(rawBody, key);
      expect(sign(rawBody, key)).toBe(right);
      expect(verifyWebhook(rawBody, right, key)).toBe(true);
      expect(verifyWebhook(rawBody, openssl(rawBody, `${key}x`), key)).toBe(false);
    }),
    runs(40),
  );
});

function openssl(input: Uint8Array, key: string): string {
  const hexKey = Buffer.from(key).toString('hex');
  const output = execFileSync('openssl', ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${hexKey}`], { input });
  return output.toString().trim().slice(-64);
}

function flipBit(given: Uint8Array, n: number): Uint8Array {
  const changed = Uint8Array.from(given);
  const index = n % given.length;
  changed[index] = (changed[index] ?? 0) ^ (1 << (n % 8));
  return changed;
}

/** Changes one bit of one UTF-16 code unit, among the lowest seven: ASCII stays ASCII, and every change is visible. */
function flipTextBit(given: string, n: number): string {
  const index = n % given.length;
  const changed = String.fromCharCode(given.charCodeAt(index) ^ (1 << (n % 7)));
  return given.slice(0, index) + changed + given.slice(index + 1);
}

describe('sign rejects', () => {
  test('a parsed body, and says what to do', () => {
    expect(() => sign({ amount: 1 } as never, secret)).toThrow(
      /string or bytes, got object: pass it through JSON.stringify/,
    );
  });

  test('an empty secret', () => {
    expect(() => sign(body, '')).toThrow(/webhook secret/);
  });
});
