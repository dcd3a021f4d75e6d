import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MAXIMUM_LENGTHS } from '@kgiton/contract';
import { describe, expect, test } from 'vitest';
import { createSandbox, WARNING_HEADER } from '../src/index.js';
import { createIds } from '../src/payments/ids.js';
import type { LoggedRequest } from '../src/payments/logged-request.js';
import type { PaymentRecord } from '../src/payments/payment.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import type { NewDelivery } from '../src/store/store.js';
import { API_KEY, generate, LICENSE, request } from './requests.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test('the error code is the same, however much else is wrong', async () => {
  const sandbox = createSandbox();
  const wrong = { ...request(), items: Array(10_000).fill({}), customer_email: 'none' };
  const codeOf = async (properties: object) => (await generate(sandbox, { ...wrong, ...properties })).body;
  const { code, errors } = await codeOf({});
  expect([code, errors.length]).toEqual(['VALIDATION_ERROR', 100]);
  expect(await codeOf({ amount: 1 })).toMatchObject({ code: 'INVALID_AMOUNT' });
  expect(await codeOf({ amount: 1, payment_type: 'qris' })).toMatchObject({ code: 'INVALID_PAYMENT_TYPE' });
});

describe('the warning header', () => {
  const warningOf = async (body: object) =>
    (await generate(createSandbox(), { ...request(), ...body })).headers.get(WARNING_HEADER) ?? '';

  test('stays below 2,100 characters, and says how much it leaves out', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${'\u0130'.repeat(59)}${at}`, 1]));
    const items = Array(9).fill({ id: '1', name: 'Laundry', price: 0, quantity: 1, ...unknown });
    const warning = await warningOf({ ...unknown, items });
    expect(warning.length).toBeGreaterThan(1_500);
    expect(warning.length).toBeLessThan(2_100);
    expect(warning).toMatch(/; 25 more warnings are not shown$/);
  });

  test('names a property that is meant, unless the name is too long for a typo', async () => {
    expect(await warningOf({ 'webhook-url': 1 })).toContain('did you mean webhook_url?');
    const long = await warningOf({ [`${'-'.repeat(60)}webhook_url`]: 1 });
    expect(long).toContain('is ignored');
    expect(long).not.toContain('did you mean');
  });
});

test('the request log holds at most 32 MiB, whatever its entries are made of', async () => {
  const long = 'x'.repeat(200);
  const entry: Omit<LoggedRequest, 'apiKey'> = {
    id: 'req_1',
    at: 0,
    method: 'POST',
    path: '/',
    body: '',
    status: 400,
    errors: [],
    warnings: [],
  };
  for (const heavy of [
    { errors: Array(100).fill({ path: long, message: long }) },
    { warnings: Array(100).fill(long) },
    { body: '\u2603'.repeat(4_096) },
  ]) {
    const store = createMemoryStore({ licenses: [], warn: () => {} });
    for (let count = 0; count < 10_000; count++) {
      await store.logRequest({ ...entry, ...heavy, apiKey: `kgiton_${count % 20}` });
    }
    const entries = await store.requests();
    const texts = entries.flatMap(({ body, errors, warnings }) => [
      body,
      ...warnings,
      ...errors.flatMap(({ path, message }) => [path, message]),
    ]);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text, 'utf16le'), 0);
    expect(entries.length).toBeGreaterThan(100);
    expect(bytes).toBeLessThan(32 * 2 ** 20);
  }
});

describe('in memory', () => {
  const storeOf = (lines: string[]) => createMemoryStore({ licenses: [], warn: (line) => lines.push(line) });
  const payment = (count: number, text: string): PaymentRecord => ({
    paymentId: `PAY-${count}`,
    transactionId: `TRX-${count}`,
    apiKey: `kgiton_${count % 20}`,
    request: JSON.stringify({ webhook_url: `http://localhost/${text}` }),
    response: '{}',
    createdAt: 0,
    expiresAt: 1_000_000,
  });
  const bytesOf = (values: readonly unknown[]) => Buffer.byteLength(JSON.stringify(values), 'utf16le');

  test('payments hold at most 128 MiB, also in other scripts', async () => {
    const lines: string[] = [];
    const store = storeOf(lines);
    for (let count = 0; count < 20; count++) await store.setLicense(`kgiton_${count}`, { key: LICENSE });
    for (let count = 0; count < 800; count++) await store.insert(payment(count, '\u2603'.repeat(100_000)), LICENSE);
    const kept = await store.payments();
    expect(kept.length).toBeGreaterThan(500);
    expect(bytesOf(kept)).toBeLessThan(128 * 2 ** 20);
    expect(lines[0]).toContain('too many payments, more than 128 MiB in all');
  });

  test('webhooks hold at most 64 MiB, with what the receivers respond', async () => {
    const lines: string[] = [];
    const store = storeOf(lines);
    for (let count = 0; count < 20; count++) await store.setLicense(`kgiton_${count}`, { key: LICENSE });
    for (let count = 0; count < 3_000; count++) {
      const { paymentId, transactionId, apiKey, ...record } = payment(count, '');
      const ids = { paymentId, transactionId, apiKey };
      await store.insert({ ...ids, ...record }, LICENSE);
      const sent = { ...ids, id: `dlv_${count}`, url: 'http://localhost/', body: '{}', headers: {} };
      const delivery: NewDelivery = { ...sent, state: 'pending', nextAttemptAt: 1 };
      await store.pay(apiKey, paymentId, 1, delivery);
      const claim = await store.claim(1);
      const attempt = { at: 1, duration: 1, status: 500, responseBody: '\u2603'.repeat(4_096), reason: 'schedule' };
      const attempts = Array(5).fill(attempt);
      if (claim) await store.settle(claim, { attempts, isAcknowledged: false, nextDue: undefined });
    }
    const kept = store.view.deliveries();
    expect(kept.length).toBeGreaterThan(500);
    expect(bytesOf(kept)).toBeLessThan(64 * 2 ** 20);
    expect(lines[0]).toContain('too many webhooks, more than 64 MiB in all');
  });

  test('license keys and faults are 50,000 in all: the account with most of them loses its oldest', async () => {
    const store = storeOf([]);
    const accounts = Array.from({ length: 60 }, (_, count) => `kgiton_${count}`);
    for (const apiKey of accounts) {
      for (let count = 0; count < 1_000; count++) {
        await store.setLicense(apiKey, { key: `KEY-${count}` });
        await store.setFault(apiKey, `TRX-${count}`, { kind: 'never' });
      }
    }
    await store.setFault('kgiton_new', 'TRX-1', { kind: 'never' });
    const licenses = await Promise.all(accounts.map((apiKey) => store.licenses(apiKey)));
    expect(licenses.flat()).toHaveLength(50_000);
    expect(await store.faults()).toHaveLength(50_000);
    expect(await store.faults('kgiton_new')).toHaveLength(1);
    // Its latest.
    expect((await store.faults('kgiton_0')).at(-1)?.id).toBe('TRX-999');
  });
});

describe('with a seed, ids', () => {
  test('are the same again for each API key, and never come twice, however many API keys are used between', () => {
    const [ids, others] = [createIds('seed'), createIds('seed')];
    const take = (from: typeof ids, count: number) => Array.from({ length: count }, () => from.payment(API_KEY));
    const first = take(ids, 100);
    expect(take(others, 100)).toEqual(first);
    for (let count = 0; count < 10_050; count++) ids.request(`kgiton_${count}`);
    const all = [...first, ...take(ids, 200)];
    expect(new Set(all).size).toBe(300);
    ids.restart();
    expect(take(ids, 100)).toEqual(first);
  });

  test('need no memory for each API key that ever asked', () => {
    const ids = createIds('seed');
    // As long as a header may be.
    const ask = (from: number, to: number) => {
      for (let count = from; count < to; count++) ids.request(`kgiton_${count}_${'x'.repeat(1_000)}`);
    };
    ask(0, 10_000);
    collect();
    const before = process.memoryUsage().heapUsed;
    ask(10_000, 60_000);
    collect();
    // A count of each is 5 MB, and one by the API key itself 60.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
  });
});

test('a license key has a name of at most 100 characters, in code and over HTTP', async () => {
  const sandbox = createSandbox();
  const most = MAXIMUM_LENGTHS.license_key;
  const set = (key: string) =>
    sandbox.fetch(`http://sandbox.test/_sandbox/licenses/${key}`, {
      method: 'PATCH',
      body: '{"tokens":1}',
      headers: { 'x-api-key': API_KEY },
    });
  expect((await set('K'.repeat(most))).status).toBe(200);
  expect((await generate(sandbox, request({ license_key: 'K'.repeat(most) }))).status).toBe(200);
  const refused = await set('K'.repeat(most + 1));
  expect([refused.status, (await refused.json()).message]).toEqual([
    400,
    'Expected a license key of at most 100 characters, got 101.',
  ]);
  await expect(sandbox.setLicense({ key: 'K'.repeat(most + 1) }, API_KEY)).rejects.toMatchObject({ reason: 'invalid' });
  expect((await sandbox.setLicense({ key: LICENSE, tokens: 3 }, API_KEY)).tokens).toBe(3);
});
