import { describe, expect, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import { KGiTONError, type PartnerPaymentType } from '../src/index.js';
import { createKGiTON, payment } from './fixtures.js';
import { checkoutPage, fail, json, page, qrisPayment, type Step, startScriptedServer } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

/** The responses in the contract, by payment type, and the method that requests each. */
const responses = {
  QRIS: { whole: qrisPayment, method: 'generateQris' },
  CHECKOUT_PAGE: { whole: checkoutPage, method: 'generateCheckoutPage' },
} as const satisfies Record<PartnerPaymentType, object>;

async function request(type: PartnerPaymentType, ...steps: [Step, ...Step[]]) {
  await using server = await startScriptedServer(...steps);
  const lines: string[] = [];
  const logger = { debug() {}, warn: (line: string) => lines.push(line) };
  const kgiton = createKGiTON(server.url, { logger, clock: createTestClock() });
  const outcome = await kgiton.partnerPayment[responses[type].method](payment).catch((error: KGiTONError) => error);
  return { outcome, lines, attempts: server.bodies.length };
}

/** Every property that the contract requires of a response of this type, as a path: `['qris', 'qr_content']`. */
function requiredProperties(type: PartnerPaymentType): string[][] {
  const schemas = document.components.schemas as unknown as Record<string, { required: string[] } | undefined>;
  const of = (name: string) => schemas[name]?.required ?? [];
  const common = of('PartnerPaymentResponse').filter((name) => !['success', 'qris', 'payment_url'].includes(name));
  const own = type === 'QRIS' ? [['qris'], ...of('QrisCode').map((name) => ['qris', name])] : [['payment_url']];
  return [...common.map((name) => [name]), ...own];
}

/** A copy with a different value for one property; undefined omits it. */
function altered(value: Record<string, unknown>, [name = '', ...rest]: string[], other: unknown): object {
  const inner = value[name] as Record<string, unknown>;
  return { ...value, [name]: rest.length > 0 ? altered(inner, rest, other) : other };
}

describe.each<PartnerPaymentType>(['QRIS', 'CHECKOUT_PAGE'])('a 200 to a request for %s', (type) => {
  const { whole } = responses[type];
  const others = [undefined, null, true, []];
  const cases = requiredProperties(type).flatMap((path) => others.map((other) => ({ path, other })));

  test('has properties that the contract requires', () => {
    expect(cases.length).toBeGreaterThanOrEqual(24);
  });

  test.each(cases)('whose $path is $other is not a success, and its outcome is unknown', async ({ path, other }) => {
    const { outcome, attempts } = await request(type, json(200, altered(whole, path, other)));
    expect(outcome).toBeInstanceOf(KGiTONError);
    expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', statusCode: 200, outcomeUnknown: true });
    const name = path.join() === 'qris' ? 'qr_content' : path.at(-1);
    expect((outcome as KGiTONError).message).toContain(`a missing or wrong ${name}. The outcome is unknown`);
    expect(attempts).toBe(1);
  });

  test('with a payment of the other type is not a success', async () => {
    const other = responses[type === 'QRIS' ? 'CHECKOUT_PAGE' : 'QRIS'].whole;
    const { outcome } = await request(type, json(200, other));
    expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', outcomeUnknown: true });
    expect((outcome as KGiTONError).message).toContain('a missing or wrong payment_type');
  });

  test('with new properties is a success', async () => {
    const response = { ...whole, fee: 700, channel: { name: 'BRI' } };
    expect((await request(type, json(200, response))).outcome).toEqual(response);
  });

  test('for another transaction id or amount is a success, with a warning in the log', async () => {
    const response = { ...whole, transaction_id: 'TRX-OTHER', amount: 1 };
    const { outcome, lines } = await request(type, json(200, response));
    expect(outcome).toEqual(response);
    expect(lines).toEqual([
      `kgiton: asked for transaction_id ${payment.transactionId}, got TRX-OTHER`,
      `kgiton: asked for amount ${payment.amount}, got 1`,
    ]);
    const same = { ...whole, transaction_id: payment.transactionId, amount: payment.amount };
    expect((await request(type, json(200, same))).lines).toEqual([]);
  });
});

describe('an odd error body is still an error of its status:', () => {
  const fields = (errors: unknown) => ({ code: 'VALIDATION_ERROR', message: 'The body is not valid.', errors });

  test.each<[string, object, string]>([
    ['errors are an object', fields({ map: 1 }), 'The body is not valid.'],
    ['errors are a string', fields('all of it'), 'The body is not valid.'],
    ['errors contain invalid ones', fields([null, 7, 'x', { path: 1, message: 'm' }, {}]), 'The body is not valid.'],
    ['errors are null', fields(null), 'The body is not valid.'],
    ['the message is a number', { ...fields(undefined), message: 7 }, 'VALIDATION_ERROR'],
    ['the message is an object', { ...fields(undefined), message: { toString: 1 } }, 'VALIDATION_ERROR'],
    ['the message is missing', { code: 'VALIDATION_ERROR' }, 'VALIDATION_ERROR'],
  ])('%s', async (_what, body, message) => {
    const { outcome } = await request('QRIS', json(400, body));
    const expected = { name: 'ValidationError', statusCode: 400, code: 'VALIDATION_ERROR', message };
    expect(outcome).toMatchObject({ ...expected, outcomeUnknown: false });
    expect(outcome).not.toHaveProperty('errors');
  });

  test('valid field errors among invalid ones are kept', async () => {
    const field = { path: '/amount', message: 'must be an integer' };
    const { outcome } = await request('QRIS', json(400, fields([null, field])));
    expect(outcome).toMatchObject({ errors: [field] });
  });
});

test('the message of an error names the first wrong property', async () => {
  const { outcome } = await request('QRIS', fail(400, 'VALIDATION_ERROR'));
  expect((outcome as KGiTONError).message).toBe(
    'The request body is not valid. /customer_email: must be an e-mail address',
  );
});

test('a message that already names the wrong property does not repeat it', async () => {
  const { outcome } = await request('QRIS', fail(400, 'INVALID_AMOUNT'));
  expect((outcome as KGiTONError).message).toBe('amount must be at least 1000.');
});

test('a server can neither forge log lines nor move the cursor', async () => {
  const message = 'late\r\nkgiton: paid\u001b[2J\u0000\u0085\u009b\u2028\u2029\u007f\ttab';
  const { lines } = await request('QRIS', json(503, { code: 'BUSY', message }), json(200, qrisPayment));
  expect(lines[0]).toMatch(/late {2}kgiton: paid \[2J {7}tab/);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
});

test('a response from a proxy is retried, and the payment that follows is checked as well', async () => {
  const { outcome, attempts } = await request('QRIS', page(503), json(200, checkoutPage));
  expect(outcome).toMatchObject({ code: 'UNEXPECTED_RESPONSE', outcomeUnknown: true });
  expect(attempts).toBe(2);
});
