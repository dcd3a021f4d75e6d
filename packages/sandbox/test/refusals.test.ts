import { describe, expect, test } from 'vitest';
import { createSandbox } from '../src/index.js';
import { generate, post, request } from './requests.js';

const items = [
  { id: '1', name: 'Laundry 5kg', price: 100_000, quantity: 1 },
  { id: '2', name: 'Extra Parfum', price: 25_000, quantity: 2 },
];

describe('INVALID_AMOUNT says what is wrong with this amount:', () => {
  test.each<[object, string]>([
    [{ amount: 999 }, 'amount must be at least 1000.'],
    [{ amount: 20_000_000 }, 'amount must be at most 10000000 for QRIS.'],
    [{ amount: 1000.5 }, 'amount must be an integer.'],
    [{ amount: undefined }, 'amount is required.'],
    [
      { amount: 149_999, payment_type: 'CHECKOUT_PAGE', items },
      'amount must be 150000, the sum of price × quantity of items.',
    ],
  ])('%o', async (members, message) => {
    const { status, body } = await generate(createSandbox(), { ...request(), ...members });
    expect([status, body.code, body.message]).toEqual([400, 'INVALID_AMOUNT', message]);
  });
});

test('an empty list of items is the same as none, also in a repeated request', async () => {
  const sandbox = createSandbox();
  const sent = request({ payment_type: 'CHECKOUT_PAGE' });
  const first = await generate(sandbox, { ...sent, items: [] });
  expect(first.status).toBe(200);
  expect((await generate(sandbox, sent)).body).toEqual(first.body);
});

describe('an optional property without a value is told to be left out:', () => {
  test.each<[object, string]>([
    [{ customer_email: '' }, 'must not be empty: leave it out'],
    [{ description: '' }, 'must not be empty: leave it out'],
    [{ webhook_url: '' }, 'must not be empty: leave it out'],
    [{ customer_name: null }, 'must not be null: leave it out'],
    [{ items: null }, 'must not be null: leave it out'],
  ])('%o', async (members, message) => {
    const { body } = await generate(createSandbox(), { ...request(), ...members });
    expect(body).toMatchObject({
      code: 'VALIDATION_ERROR',
      errors: [{ path: `/${Object.keys(members)[0]}`, message }],
    });
  });
});

describe('the password in an address is refused, and shown nowhere:', () => {
  const json = (members: object) => JSON.stringify({ ...request(), ...members });
  const address = 'https://partner:pa55word@example.com/webhook';
  test.each<[string, string, Record<string, string>]>([
    ['in webhook_url', json({ webhook_url: address }), {}],
    ['in back_url', json({ back_url: address }), {}],
    ['with escaped slashes, as PHP writes them', json({ webhook_url: address }).replaceAll('/', '\\/'), {}],
    ['with an escaped @', json({ webhook_url: address }).replace('@', '\\u0040'), {}],
    ['where a long body is cut', json({ description: 'x'.repeat(3_900), webhook_url: address, back_url: address }), {}],
    ['in a body that is no JSON', `webhook_url=${address}`, { 'content-type': 'text/plain' }],
  ])('%s', async (_where, body, headers) => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const sandbox = createSandbox({ logger: { warn: log, info: log } });
    const answer = await post(sandbox, body, headers);
    expect(answer.status).toBe(400);
    const dashboard = await (await sandbox.fetch('http://127.0.0.1/')).text();
    const requests = await (await sandbox.fetch('http://127.0.0.1/_sandbox/requests')).text();
    const shown = [await answer.text(), dashboard, requests, JSON.stringify(sandbox.requests), ...lines].join('\n');
    expect(requests).toContain('https:');
    expect(shown).not.toContain('pa55');
  });
});
