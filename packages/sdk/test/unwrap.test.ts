import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { document } from '../../../test/support/document.js';
import { KGiTONError } from '../src/index.js';
import {
  createTestEvent,
  type PaymentSuccessEvent,
  sign,
  unwrap,
  verifyWebhook,
  WebhookSignatureError,
  type WebhookSignatureReason,
} from '../src/webhooks/index.js';

const secret = 'whsec_test_kgiton';
const event = createTestEvent({ amount: 75_000 });
const body = JSON.stringify(event);
const signature = sign(body, secret);

afterEach(() => vi.unstubAllEnvs());

describe('unwrap returns the event of a proven webhook, whatever', () => {
  test.each<[string, Parameters<typeof unwrap>[1]]>([
    ['the signature itself', signature],
    ['a signature in a list', [signature]],
    ['Headers', new Headers({ 'X-KGiTON-Signature': signature })],
    ['the headers of Node', { host: 'a.id', 'x-kgiton-signature': signature }],
    ['the headers of Node, with a list', { 'x-kgiton-signature': [signature] }],
    ['an object in mixed case', { 'X-KGiTON-Signature': signature }],
    ['an object in upper case', { 'X-KGITON-SIGNATURE': signature }],
    ['an object without a prototype', Object.assign(Object.create(null), { 'x-kgiton-signature': signature })],
  ])('contains the header: %s', (_form, headers) => {
    expect(unwrap(body, headers, secret)).toEqual(event);
  });

  test.each([
    ['a string', body],
    ['bytes', Buffer.from(body)],
    ['an ArrayBuffer', new TextEncoder().encode(body).buffer],
  ])('contains the body: %s', (_form, rawBody) => {
    expect(unwrap(rawBody, signature, secret)).toEqual(event);
  });

  test.each([
    ['a string', `\uFEFF${body}`],
    ['bytes', Buffer.from(`\uFEFF${body}`)],
  ])('the body is with a byte order mark: %s', (_form, rawBody) => {
    expect(unwrap(rawBody, sign(rawBody, secret), secret)).toEqual(event);
  });

  test('a property contains: a byte order mark that is no mark stays', () => {
    const marked = JSON.stringify({ ...event, transaction_id: 'TRX-\uFEFF1' });
    expect(unwrap(marked, sign(marked, secret), secret).transaction_id).toBe('TRX-\uFEFF1');
  });

  test('secret of a rotation was used to sign it', () => {
    expect(unwrap(body, signature, ['whsec_new', secret])).toEqual(event);
  });
});

test('the secret may come from the environment', () => {
  vi.stubEnv('KGITON_WEBHOOK_SECRET', `${secret}\n`);
  expect(unwrap(body, signature)).toEqual(event);
});

test('the event has the type of the contract', () => {
  expectTypeOf(unwrap).returns.toEqualTypeOf<PaymentSuccessEvent>();
  expectTypeOf(verifyWebhook).returns.toEqualTypeOf<boolean>();
});

describe('for an unproven webhook, the error says why:', () => {
  test.each<[WebhookSignatureReason, unknown, unknown, string | string[] | undefined, RegExp]>([
    ['body-parsed', event, signature, secret, /already parsed.+express.raw\(\)/],
    ['body-parsed', undefined, signature, secret, /raw/],
    ['no-secret', body, signature, undefined, /pass it, or set KGITON_WEBHOOK_SECRET/],
    ['no-secret', body, signature, '', /No webhook secret/],
    ['no-secret', body, signature, [], /No webhook secret/],
    ['no-signature', body, undefined, secret, /X-KGiTON-Signature is missing/],
    ['no-signature', body, null, secret, /missing/],
    ['no-signature', body, {}, secret, /missing/],
    ['no-signature', body, new Headers(), secret, /missing/],
    ['malformed-signature', body, signature.toUpperCase(), secret, /64 lowercase hex digits/],
    ['malformed-signature', body, [signature, signature], secret, /64 lowercase hex digits/],
    ['malformed-signature', body, 'sha256=abc', secret, /64 lowercase hex digits/],
    ['secret-white-space', body, signature, `${secret}\n`, /surrounding whitespace: trim it/],
    ['secret-white-space', body, signature, ['whsec_new', ` ${secret}`], /whitespace/],
    ['mismatch', `${body} `, signature, secret, /body was changed, or the secret is wrong/],
    ['mismatch', body, signature, 'whsec_other', /does not match/],
    ['mismatch', body, signature, ['whsec_other', undefined as never], /does not match/],
  ])('%s', (reason, rawBody, headers, given, message) => {
    vi.stubEnv('KGITON_WEBHOOK_SECRET', '');
    const attempt = () => unwrap(rawBody as string, headers as string, given);
    expect(attempt).toThrow(WebhookSignatureError);
    expect(attempt).toThrow(KGiTONError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ reason, code: 'WEBHOOK_SIGNATURE_ERROR' }));
  });

  test.each(['PAID', '', 'null', '5', '"s"', '[]', '{}', '{"event":5}'])(
    'a signed body that is no event: %s',
    (text) => {
      expect(() => unwrap(text, sign(text, secret), secret)).toThrow(
        expect.objectContaining({ code: 'WEBHOOK_PAYLOAD_ERROR', message: expect.stringMatching(/not an event/) }),
      );
    },
  );
});

describe('a signed payment.success', () => {
  const schemas = document.components.schemas as unknown as Record<string, { required: string[] } | undefined>;
  const required = (schemas.PaymentSuccessEvent?.required ?? []).filter((name) => name !== 'signature');
  const cases = required.flatMap((name) => [undefined, null, true, [], {}].map((other) => ({ name, other })));
  const signedUnwrap = (value: object) => {
    const text = JSON.stringify(value);
    return unwrap(text, sign(text, secret), secret);
  };

  test('has properties that the contract requires', () => {
    expect(required).toContain('payment_id');
    expect(cases).toHaveLength(30);
  });

  test.each(cases)('whose $name is $other is not an event, and the message names it', ({ name, other }) => {
    const message = expect.stringContaining(`not an event: a missing or wrong ${name}.`);
    expect(() => signedUnwrap({ ...event, [name]: other })).toThrow(
      expect.objectContaining({ code: 'WEBHOOK_PAYLOAD_ERROR', message }),
    );
  });

  test.each([
    ['an amount as a string', { amount: '75000' }],
    ['a payment id as a number', { payment_id: 7 }],
  ])('with %s is not an event', (_what, properties) => {
    expect(() => signedUnwrap({ ...event, ...properties })).toThrow(/not an event/);
  });

  test('may lack its deprecated signature, and have new properties', () => {
    const newer = { ...event, signature: undefined, fee: 700, channel: { name: 'BRI' } };
    expect(signedUnwrap(newer)).toEqual(JSON.parse(JSON.stringify(newer)));
  });

  test('does not set the rules for other events', () => {
    expect(signedUnwrap({ event: 'payout.failed', id: 1 })).toEqual({ event: 'payout.failed', id: 1 });
  });
});

describe('createTestEvent', () => {
  test('creates an event of the contract, paid just now, with its own payment id', () => {
    const [one, other] = [createTestEvent(), createTestEvent()];
    expect(Object.keys(one)).toEqual([
      'event',
      'payment_id',
      'transaction_id',
      'amount',
      'payment_type',
      'paid_at',
      'signature',
    ]);
    expect(one.payment_id).not.toBe(other.payment_id);
    expect(Math.abs(Date.parse(one.paid_at) - Date.now())).toBeLessThan(60_000);
  });

  test('applies overrides, and signs the result as the contract says', () => {
    const made = createTestEvent(
      { transaction_id: 'TRX-9', payment_id: 'PAY-9', paid_at: '2026-01-15T10:25:00Z' },
      'whsec_mine',
    );
    const { signature, ...rest } = made;
    expect(rest).toMatchObject({ transaction_id: 'TRX-9', payment_id: 'PAY-9', paid_at: '2026-01-15T10:25:00Z' });
    expect(signature).toBe(sign(JSON.stringify(rest), 'whsec_mine'));
    expect(createTestEvent({ signature: 'mine' }).signature).toBe('mine');
  });
});
