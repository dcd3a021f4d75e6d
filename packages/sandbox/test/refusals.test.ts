import { describe, expect, test } from 'vitest';
import { createSandbox, type OpenStore, startSandbox } from '../src/index.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import { control } from './control-api.js';
import { generate, post, request, status } from './requests.js';
import { unavailableStore } from './unavailable-store.js';

const items = [
  { id: '1', name: 'Laundry 5kg', price: 100_000, quantity: 1 },
  { id: '2', name: 'Extra Parfum', price: 25_000, quantity: 2 },
];

describe('INVALID_AMOUNT says what is wrong with the amount:', () => {
  test.each<[object, string]>([
    [{ amount: 999 }, 'amount must be at least 1000.'],
    [{ amount: 20_000_000 }, 'amount must be at most 10000000 for QRIS.'],
    [{ amount: 1000.5 }, 'amount must be an integer.'],
    [{ amount: undefined }, 'amount is required.'],
    [
      { amount: 149_999, payment_type: 'CHECKOUT_PAGE', items },
      'amount must be 150000, the sum of price × quantity of items.',
    ],
  ])('%o', async (properties, message) => {
    const { status, body } = await generate(createSandbox(), { ...request(), ...properties });
    expect([status, body.code, body.message]).toEqual([400, 'INVALID_AMOUNT', message]);
  });
});

test('an empty list of items is the same as none, even in a repeated request', async () => {
  const sandbox = createSandbox();
  const sent = request({ payment_type: 'CHECKOUT_PAGE' });
  const first = await generate(sandbox, { ...sent, items: [] });
  expect(first.status).toBe(200);
  expect((await generate(sandbox, sent)).body).toEqual(first.body);
});

describe('the error for an optional property without a value says to leave it out:', () => {
  test.each<[object, string]>([
    [{ customer_email: '' }, 'must not be empty: leave it out'],
    [{ description: '' }, 'must not be empty: leave it out'],
    [{ webhook_url: '' }, 'must not be empty: leave it out'],
    [{ customer_name: null }, 'must not be null: leave it out'],
    [{ items: null }, 'must not be null: leave it out'],
  ])('%o', async (properties, message) => {
    const { body } = await generate(createSandbox(), { ...request(), ...properties });
    expect(body).toMatchObject({
      code: 'VALIDATION_ERROR',
      errors: [{ path: `/${Object.keys(properties)[0]}`, message }],
    });
  });
});

describe('a password in a URL is refused, and shown nowhere:', () => {
  const json = (properties: object) => JSON.stringify({ ...request(), ...properties });
  const address = 'https://partner:pa55word@example.com/webhook';
  test.each<[string, string, Record<string, string>]>([
    ['in webhook_url', json({ webhook_url: address }), {}],
    ['in back_url', json({ back_url: address }), {}],
    ['with escaped slashes, as PHP writes them', json({ webhook_url: address }).replaceAll('/', '\\/'), {}],
    ['with an escaped @', json({ webhook_url: address }).replace('@', '\\u0040'), {}],
    ['where a long body is cut', json({ description: 'x'.repeat(3_900), webhook_url: address, back_url: address }), {}],
    ['in a body that is no JSON', `webhook_url=${address}`, { 'content-type': 'text/plain' }],
    ['in JSON that is sent as something else', json({ webhook_url: address }), { 'content-type': 'text/plain' }],
    ['in JSON that is cut off', json({ webhook_url: address }).slice(0, -2), {}],
    ...[
      'https://partner:pa55/word@example.com',
      'https://partner:pa55#word@example.com',
      'https://partner:pa55 word@example.com',
      'https://partner:pa55"word@example.com',
      'https://partner:wo@pa55@example.com',
      'https:///partner:pa55@example.com',
      'https:\\\\partner:pa55@example.com',
      'https:partner:pa55@example.com',
      'ftp://partner:pa55@example.com',
    ].map((wrong): [string, string, Record<string, string>] => [`in ${wrong}`, json({ webhook_url: wrong }), {}]),
    ['with an escaped scheme', json({ webhook_url: address }).replace('https:', '\\u0068ttps\\u003a'), {}],
  ])('%s', async (_where, body, headers) => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const sandbox = createSandbox({ logger: { warn: log, info: log } });
    const response = await post(sandbox, body, headers);
    expect(response.status).toBe(400);
    const dashboard = await (await sandbox.fetch('http://127.0.0.1/')).text();
    const requests = await (await sandbox.fetch('http://127.0.0.1/_sandbox/requests')).text();
    const shown = [await response.text(), dashboard, requests, JSON.stringify(sandbox.requests), ...lines].join('\n');
    expect(sandbox.requests).toHaveLength(1);
    expect(shown).not.toContain('pa55');
  });
});

test('bytes that are not UTF-8 do not reveal the password beside them', async () => {
  const sandbox = createSandbox();
  await post(sandbox, Buffer.concat([Buffer.from('{"webhook_url":"https://a:pa55@b.id","x":"'), Buffer.from([0xff])]));
  expect(JSON.stringify(sandbox.requests)).not.toContain('pa55');
});

test('the URL of an ignored property shows no password either; an e-mail address and a path stay', async () => {
  const sandbox = createSandbox();
  const properties = { customer_email: 'john@example.com', webhook_url: 'https://a.id/@shop' };
  expect((await generate(sandbox, { ...request(properties), webhookUrl: 'https://a:pa55@b.id' })).status).toBe(200);
  const kept = sandbox.requests[0]?.body ?? '';
  expect(kept).toContain('john@example.com');
  expect(kept).toContain('https://a.id/@shop');
  expect(kept).not.toContain('pa55');
});

test('while its store is unavailable, it does not say that no token was taken, which nobody knows', async () => {
  const lines: string[] = [];
  const logger = { warn: (line: string) => lines.push(line), info: () => {} };
  await using sandbox = await startSandbox({ port: 0, store: unavailableStore(), logger });
  const responses = [await generate(sandbox, request()), await status(sandbox, 'TRX-1')];
  for (const { status, body } of responses) {
    expect([status, body.success, body.code]).toEqual([503, false, 'NOT_READY']);
    expect(body.message).toContain('Whether the request took effect is unknown');
  }
  const page = await fetch(`${sandbox.url}/pay/PAY-1`);
  expect([page.status, (await page.json()).code]).toEqual([503, 'NOT_READY']);
  expect(lines.join()).toContain('connection refused');
});

test('an error of its own is never reported as an unavailable store, also if others share the store', async () => {
  const lines: string[] = [];
  const logger = { warn: (line: string) => lines.push(line), info: () => {} };
  const broken = () => Promise.reject(new TypeError('a mistake in the code'));
  const store: OpenStore = async (context) => {
    const memory = createMemoryStore(context);
    return {
      ...memory,
      insert: broken,
      findByTransaction: broken,
      findByPaymentId: broken,
      ahead: broken,
      isShared: true,
    };
  };
  await using sandbox = await startSandbox({ port: 0, store, logger });
  const responses = [await generate(sandbox, request()), await status(sandbox, 'TRX-1')];
  for (const { status, body } of responses) expect([status, body.code]).toEqual([500, 'INTERNAL_ERROR']);
  const clock = await control(sandbox, 'getClock', { apiKey: 'kgiton_a' });
  expect([clock.status, clock.body.code, clock.body.message]).toEqual([
    500,
    'INTERNAL_ERROR',
    'The sandbox failed; its log says more.',
  ]);
  const page = await fetch(`${sandbox.url}/pay/PAY-1`);
  expect([page.status, (await page.json()).code]).toEqual([500, 'INTERNAL_ERROR']);
  expect(lines.join()).toContain('TypeError: a mistake in the code');
});
