import { describe, expect, test } from 'vitest';
import { createSandbox, type Logger } from '../src/index.js';
import { API_KEY, generate, LICENSE, request } from './requests.js';

const A = { 'x-api-key': 'kgiton_a' };
const B = { 'x-api-key': 'kgiton_b' };
const webhook_url = 'https://shop.id/webhook/payment';

describe('tests that run in parallel, each with its own API key, never interfere:', () => {
  test('when one moves its clock, no payment of the other expires', async () => {
    const sandbox = createSandbox();
    const sent = request();
    await generate(sandbox, sent, A);
    await generate(sandbox, sent, B);
    await sandbox.advance({ hours: 1 }, 'kgiton_a');
    await expect(sandbox.pay(sent.transaction_id, 'kgiton_a')).rejects.toMatchObject({ reason: 'expired' });
    expect((await sandbox.pay(sent.transaction_id, 'kgiton_b')).paidAt).toBeLessThan(sandbox.now('kgiton_a') - 3e6);
  });

  test('when one resets, the other keeps its payments, webhooks and requests', async () => {
    const sandbox = createSandbox({ fetch: async () => new Response() });
    const sent = request({ webhook_url });
    for (const key of [A, B]) {
      await generate(sandbox, sent, key);
      await sandbox.pay(sent.transaction_id, key['x-api-key']);
    }
    await sandbox.waitForDelivery({ apiKey: 'kgiton_b' });
    await sandbox.reset('kgiton_a');
    expect(await sandbox.apiKeys()).toEqual(['kgiton_b']);
    expect([sandbox.deliveries, sandbox.requests].map((list) => list.map(({ apiKey }) => apiKey))).toEqual([
      ['kgiton_b'],
      ['kgiton_b'],
    ]);
  });

  test('a transaction id that several have is ambiguous without the API key', async () => {
    const sandbox = createSandbox();
    const sent = request();
    await generate(sandbox, sent, A);
    await generate(sandbox, sent, B);
    await expect(sandbox.pay(sent.transaction_id)).rejects.toMatchObject({ reason: 'ambiguous' });
    expect((await sandbox.payment(sent.transaction_id, 'kgiton_b')).apiKey).toBe('kgiton_b');
  });
});

describe('license keys', () => {
  test('can be read without creating an account', async () => {
    const sandbox = createSandbox();
    expect(await sandbox.license(LICENSE)).toMatchObject({ tokens: 1_000_000 });
    expect(await sandbox.license(LICENSE, 'kgiton_a')).toMatchObject({ tokens: 1_000_000 });
    expect(await sandbox.apiKeys()).toEqual([]);
  });

  test('can be added and changed; what is not given stays as it is', async () => {
    const sandbox = createSandbox();
    await sandbox.setLicense({ key: 'MINE', tokens: 2 }, 'kgiton_a');
    await sandbox.setLicense({ key: 'MINE', state: 'expired' }, 'kgiton_a');
    expect(await sandbox.license('MINE', 'kgiton_a')).toEqual({ key: 'MINE', tokens: 2, state: 'expired' });
    const { body } = await generate(sandbox, request({ license_key: 'MINE' }), A);
    expect(body.code).toBe('LICENSE_EXPIRED');
  });

  test('with an unknown state are refused', async () => {
    const change = createSandbox().setLicense({ key: 'MINE', state: 'foo' as never }, 'kgiton_a');
    await expect(change).rejects.toThrow(/Expected state as one of active.+got "foo"/);
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53])('with %d tokens are refused', async (tokens) => {
    const sandbox = createSandbox();
    await expect(sandbox.setLicense({ key: 'MINE', tokens }, 'kgiton_a')).rejects.toThrow(/Expected tokens as/);
  });

  test('that are returned are copies: changing them changes nothing', async () => {
    const sandbox = createSandbox();
    await generate(sandbox, request(), A);
    const license = await sandbox.license(LICENSE);
    if (license) license.tokens = 0;
    const [payment] = await sandbox.payments();
    if (payment) payment.response.amount = 1;
    expect((await sandbox.license(LICENSE))?.tokens).toBe(999_999);
    expect((await sandbox.payments())[0]?.response.amount).toBe(50_000);
  });
});

test('only a valid API key has an account', async () => {
  const sandbox = createSandbox();
  const wrong = { reason: 'invalid', message: expect.stringContaining('begins with kgiton_, got "laundry"') };
  await expect(sandbox.advance({ minutes: 1 }, 'laundry')).rejects.toMatchObject(wrong);
  await expect(sandbox.setLicense({ key: 'MINE' }, 'laundry')).rejects.toMatchObject(wrong);
  await expect(sandbox.setFault({ kind: 'never' }, { apiKey: 'laundry' })).rejects.toMatchObject(wrong);
  expect(await sandbox.apiKeys()).toEqual([]);
});

test('a full reset restarts a seeded sandbox: ids, time and tokens repeat', async () => {
  const sandbox = createSandbox({ seed: 'again' });
  const sent = request();
  const first = await generate(sandbox, sent);
  await sandbox.advance({ hours: 3 });
  await sandbox.reset();
  const second = await generate(sandbox, sent);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('x-request-id')).toBe(first.headers.get('x-request-id'));
});

test('with a seed, each API key gets the same ids whatever other keys do, and again after its own reset', async () => {
  const sent = request();
  const alone = createSandbox({ seed: 'mine' });
  const first = await generate(alone, sent, B);
  const together = createSandbox({ seed: 'mine' });
  await generate(together, sent, A);
  expect((await generate(together, sent, B)).body).toEqual(first.body);
  await together.reset('kgiton_b');
  expect((await generate(together, sent, B)).body).toEqual(first.body);
});

test('with more than 1,000 API keys, one that is not in use is dropped', async () => {
  const lines: string[] = [];
  await using sandbox = createSandbox({ logger: { warn: (line) => lines.push(line), info: () => {} } });
  const use = (number: number) => generate(sandbox, request(), { 'x-api-key': `kgiton_${number}` });
  for (let number = 1; number <= 1_000; number++) await use(number);
  await use(1);
  await use(1_001);
  const kept = await sandbox.apiKeys();
  expect([kept.length, kept.includes('kgiton_1'), kept.includes('kgiton_2')]).toEqual([1_000, true, false]);
  // One line, however many are dropped.
  await use(1_002);
  await use(1_003);
  expect(lines).toEqual(['there are too many API keys, more than 1000 in all: from now on the oldest are dropped']);
});

test('large payments are dropped by their weight, so requests cannot exhaust the memory', async () => {
  const lines: string[] = [];
  await using sandbox = createSandbox({ logger: { warn: (line) => lines.push(line), info: () => {} } });
  const items = Array(1_000).fill({ id: 'x'.repeat(100), name: 'x'.repeat(255), price: 1, quantity: 1 });
  for (let i = 0; i < 350; i++) expect((await generate(sandbox, request({ items }))).status).toBe(200);
  const kept = await sandbox.countPayments();
  // Each counts twice its 400 kB: another script would need them.
  expect([kept > 140, kept < 170]).toEqual([true, true]);
  expect(lines).toEqual(['there are too many payments, more than 128 MiB in all: from now on the oldest are dropped']);
});

test('drops are logged in one line, not in thousands', async () => {
  const lines: string[] = [];
  const logger: Logger = { warn: (line) => lines.push(line), info: () => {} };
  const sandbox = createSandbox({ logger });
  for (let i = 0; i < 1_200; i++) await generate(sandbox, {});
  expect(sandbox.requests).toHaveLength(1_000);
  expect(lines).toEqual([
    'there are too many requests, more than 1000 of an API key: from now on the oldest are dropped',
  ]);
});

test('with more than 10,000 payments of an API key, the oldest is dropped with its webhook, and its id is free again', async () => {
  const sandbox = createSandbox({ fetch: async () => new Response(null, { status: 500 }) });
  const first = request({ webhook_url });
  await generate(sandbox, first);
  await sandbox.pay(first.transaction_id);
  for (let i = 0; i < 10_000; i++) await generate(sandbox, request());
  expect(await sandbox.payments()).toHaveLength(10_000);
  expect(sandbox.deliveries).toEqual([]);
  await sandbox.advance({ hours: 3 });
  await expect(sandbox.payment(first.transaction_id)).rejects.toMatchObject({ reason: 'not-found' });
  expect((await generate(sandbox, { ...first, amount: 60_000 })).status).toBe(200);
});

test('the links of a response begin with the requested origin, or with the public URL', async () => {
  const sent = request({ payment_type: 'CHECKOUT_PAGE' });
  const here = await generate(createSandbox(), sent);
  expect(here.body.payment_url).toMatch(/^http:\/\/sandbox\.test\/pay\/PAY-/);
  const there = await generate(createSandbox({ publicUrl: 'https://pay.laundry.id/' }), sent);
  expect(there.body.payment_url).toMatch(/^https:\/\/pay\.laundry\.id\/pay\/PAY-/);
});

test('a closed sandbox refuses requests', async () => {
  await using sandbox = createSandbox();
  await sandbox.close();
  await expect(sandbox.fetch('http://sandbox.test/')).rejects.toThrow(/closed/);
});

test('an account keeps its latest 1,000 license keys and those of the sandbox, and its latest 10,000 faults', async () => {
  const sandbox = createSandbox();
  const seeded = (await sandbox.licenses(API_KEY)).map(({ key }) => key);
  for (let i = 0; i < 1_010; i++) await sandbox.setLicense({ key: `KEY-${i}` }, API_KEY);
  const keys = (await sandbox.licenses(API_KEY)).map(({ key }) => key);
  expect(keys).toHaveLength(1_000);
  expect(keys).toEqual(expect.arrayContaining([...seeded, 'KEY-1009']));
  expect(keys).not.toContain('KEY-0');

  for (let i = 0; i < 10_010; i++) await sandbox.setFault({ kind: 'never' }, { id: `TRX-${i}`, apiKey: API_KEY });
  const faults = (await sandbox.faults(API_KEY)).map(({ id }) => id);
  expect(faults).toHaveLength(10_000);
  expect([faults[0], faults.at(-1)]).toEqual(['TRX-10', 'TRX-10009']);
});

test('a payment that was paid stays paid, whatever is done to it', async () => {
  const sandbox = createSandbox({ seed: 'paid' });
  const sent = request();
  await generate(sandbox, sent);
  const { expiresAt } = await sandbox.pay(sent.transaction_id);
  for (const change of [sandbox.expire, sandbox.fail, sandbox.pay]) {
    await expect(change(sent.transaction_id)).rejects.toMatchObject({ reason: 'already-paid' });
  }
  const { paidAt, failedAt, ...payment } = await sandbox.payment(sent.transaction_id);
  expect([paidAt, failedAt, payment.expiresAt]).toEqual([sandbox.now(API_KEY), undefined, expiresAt]);
});
