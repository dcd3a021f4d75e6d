import { errorCatalogue, responseExamples } from '@kgiton/contract';
import { describe, expect, test } from 'vitest';
import { createSandbox, LICENSE_KEYS } from '../src/index.js';
import { API_KEY, generate, LICENSE, PATH, post, request, STATUS_PATH } from './requests.js';

describe('a new payment', () => {
  test('has the partner’s transaction and amount, its own id and the right expiry', async () => {
    const sandbox = createSandbox({ seed: 'a' });
    const sent = request({ amount: 123_456, expiry_minutes: 45 });
    const { status, body, headers } = await generate(sandbox, sent);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      payment_id: expect.stringMatching(/^PAY-[A-Z0-9]{12}$/),
      transaction_id: sent.transaction_id,
      amount: 123_456,
      payment_type: 'QRIS',
      payment_url: null,
      expires_at: '2026-01-15T10:45:00Z',
      qris: {
        qr_content: expect.stringContaining('5406123456'),
        qr_image_url: expect.stringMatching(/\/qr\/PAY-.+\.png$/),
      },
    });
    expect(headers.get('x-request-id')).toMatch(/^req_/);
  });

  test('expires after 30 minutes as a QRIS code and after 120 as a checkout page, as in the contract', async () => {
    const sandbox = createSandbox({ seed: 'a' });
    const qris = await generate(sandbox, request());
    const page = await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE' }));
    expect([qris.body.expires_at, page.body.expires_at]).toEqual(['2026-01-15T10:30:00Z', '2026-01-15T12:00:00Z']);
    expect(page.body).toMatchObject({ payment_url: expect.stringMatching(/\/pay\/PAY-/), qris: null });
  });

  test('takes one token; a repeated request gets the same response and takes none', async () => {
    const sandbox = createSandbox({ licenses: { 'MINE-1': 2 } });
    const sent = request({ license_key: 'MINE-1' });
    const first = await generate(sandbox, sent);
    const { amount, ...rest } = sent;
    const again = await generate(sandbox, { ...rest, amount });
    expect(again.body).toEqual(first.body);
    expect(await sandbox.license('MINE-1')).toMatchObject({ tokens: 1 });
  });

  test('refuses another body with the same transaction id, even after expiry', async () => {
    const sandbox = createSandbox();
    const sent = request();
    await generate(sandbox, sent);
    expect(await generate(sandbox, { ...sent, amount: 60_000 })).toMatchObject({
      status: 409,
      body: { code: 'DUPLICATE_TRANSACTION' },
    });
    await sandbox.expire(sent.transaction_id);
    expect(await generate(sandbox, { ...sent, description: 'again' })).toMatchObject({ status: 409 });
    expect(await generate(sandbox, sent)).toMatchObject({ status: 200 });
  });

  test('belongs to its API key’s account: another API key can use the same transaction id, and has its own tokens', async () => {
    const sandbox = createSandbox({ licenses: { 'MINE-1': 5 } });
    const sent = request({ license_key: 'MINE-1' });
    const mine = await generate(sandbox, sent);
    const theirs = await generate(sandbox, { ...sent, amount: 70_000 }, { 'x-api-key': 'kgiton_other' });
    expect([mine.status, theirs.status]).toEqual([200, 200]);
    expect(await sandbox.license('MINE-1', API_KEY)).toMatchObject({ tokens: 4 });
    expect(await sandbox.license('MINE-1', 'kgiton_other')).toMatchObject({ tokens: 4 });
    await expect(sandbox.license('MINE-1')).rejects.toThrow(/Several API keys were used/);
    await expect(sandbox.pay(sent.transaction_id)).rejects.toThrow(/use the payment id/);
  });
});

test('of 1,000 concurrent requests for a license with 500 tokens, exactly 500 succeed', async () => {
  const sandbox = createSandbox({ licenses: { 'MINE-500': 500 } });
  const responses = await Promise.all(
    Array.from({ length: 1_000 }, () => generate(sandbox, request({ license_key: 'MINE-500' }))),
  );
  const statuses = responses.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(500);
  expect(statuses.filter((status) => status === 402)).toHaveLength(500);
  expect(await sandbox.license('MINE-500')).toMatchObject({ tokens: 0 });
});

test('50 equal concurrent requests all get the same payment', async () => {
  const sandbox = createSandbox({ licenses: { 'MINE-1': 50 } });
  const sent = request({ license_key: 'MINE-1' });
  const responses = await Promise.all(Array.from({ length: 50 }, () => generate(sandbox, sent)));
  expect(new Set(responses.map(({ body }) => body.payment_id)).size).toBe(1);
  expect(await sandbox.license('MINE-1')).toMatchObject({ tokens: 49 });
});

describe('the license keys of the sandbox', () => {
  const codes = ['', '', 'INSUFFICIENT_TOKENS', 'LICENSE_EXPIRED', 'GATEWAY_ERROR'];
  test.each(LICENSE_KEYS.map(({ key }, index) => [key, codes[index]]))('%s: %s', async (license_key, code) => {
    const { status, body } = await generate(createSandbox(), request({ license_key: license_key ?? '' }));
    expect([status, body.code ?? '']).toEqual([code ? errorCatalogue[code as 'GATEWAY_ERROR'].status : 200, code]);
  });

  test('keep their purpose when they get other tokens', async () => {
    const key = 'SANDB-EXPIR-ED000-00000-00001';
    const { status } = await generate(createSandbox({ licenses: { [key]: 5 } }), request({ license_key: key }));
    expect(status).toBe(403);
  });

  test('lose no token when a request fails', async () => {
    const sandbox = createSandbox();
    await generate(sandbox, request({ license_key: 'SANDB-GATEW-AYERR-00000-00001' }));
    expect(await sandbox.license('SANDB-GATEW-AYERR-00000-00001')).toMatchObject({ tokens: 1_000_000 });
  });
});

describe('of several errors, the contract’s order decides:', () => {
  const none = 'NOSUC-HLICE-NSEKE-Y0000-00000';
  test.each<[string, object, Record<string, string>]>([
    ['AUTHENTICATION_ERROR', { payment_type: 'qris', amount: 1 }, { 'x-api-key': 'wrong' }],
    ['INVALID_PAYMENT_TYPE', { payment_type: 'qris', amount: 1, license_key: none }, {}],
    ['INVALID_AMOUNT', { amount: 1, customer_email: 'x', license_key: none }, {}],
    ['INVALID_AMOUNT', { amount: 10_000_001 }, {}],
    ['VALIDATION_ERROR', { customer_email: 'x', license_key: none }, {}],
    ['DUPLICATE_TRANSACTION', { transaction_id: 'TAKEN', amount: 60_000, license_key: none }, {}],
    ['INVALID_LICENSE', { license_key: none }, {}],
  ])('%s', async (code, properties, headers) => {
    const sandbox = createSandbox();
    await generate(sandbox, request({ transaction_id: 'TAKEN' }));
    const { status, body } = await generate(sandbox, { ...request(), ...properties }, headers);
    expect(body).toMatchObject({ success: false, code });
    expect(status).toBe(errorCatalogue[code as 'INVALID_LICENSE'].status);
  });

  test('and each invalid property is named by its path', async () => {
    const { body } = await generate(createSandbox(), {
      ...request({ payment_type: 'CHECKOUT_PAGE' }),
      customer_email: 'x',
      items: [{ id: '1', name: 'a', price: -1, quantity: 1 }],
    });
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['/customer_email', '/items/0/price']),
    );
  });
});

describe('a property that the contract does not know is ignored,', () => {
  test.each([
    [{ webhookUrl: 'https://a.id' }, 'unknown property /webhookUrl is ignored: did you mean webhook_url?'],
    [{ custommer_name: 'A' }, 'unknown property /custommer_name is ignored: did you mean customer_name?'],
    [{ colour: 'red' }, 'unknown property /colour is ignored'],
    [{ 'naïve\n': 1 }, 'unknown property /na\\u00efve\\n is ignored'],
  ])('with a warning: %o', async (properties, warning) => {
    const sandbox = createSandbox();
    const { status, headers } = await generate(sandbox, { ...request(), ...properties });
    expect([status, headers.get('x-sandbox-warning')]).toEqual([200, warning]);
    expect(sandbox.requests.at(-1)).toMatchObject({ status: 200, warnings: [warning] });
  });

  test('and does not make a repeated request a different one', async () => {
    const sandbox = createSandbox();
    const sent = request();
    const first = await generate(sandbox, sent);
    expect((await generate(sandbox, { ...sent, trace: '2' })).body).toEqual(first.body);
  });
});

describe('Prefer', () => {
  const examples = Object.entries(responseExamples.generatePayment).flatMap(([status, named]) =>
    Object.entries(named).map(([name, body]) => [status, name, body] as const),
  );

  test.each(examples)('code=%s, example=%s returns exactly that', async (status, name, body) => {
    const content = await generate(createSandbox(), request(), { prefer: `code=${status}, example=${name}` });
    expect([content.status, content.body]).toEqual([Number(status), body]);
  });

  test.each(['code=418', 'example=NOPE', 'code=402, example=QRIS'])(
    '%s, which does not exist, is a clear 400',
    async (prefer) => {
      const { status, body } = await generate(createSandbox(), request(), { prefer });
      expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
      expect(body.errors[0].message).toContain('code=402, example=INSUFFICIENT_TOKENS');
    },
  );

  test('ignores other preferences', async () => {
    expect((await generate(createSandbox(), request(), { prefer: 'respond-async, wait=10' })).status).toBe(200);
  });
});

test('the same seed gives the same responses', async () => {
  const run = async () => {
    const sandbox = createSandbox({ seed: 'same' });
    const first = await generate(sandbox, request({ transaction_id: 'A' }));
    await sandbox.advance({ minutes: 3 });
    return [first.body, (await generate(sandbox, request({ transaction_id: 'B' }))).body];
  };
  expect(await run()).toEqual(await run());
});

test('each operation allows its own method, and other paths say where the API is', async () => {
  const sandbox = createSandbox();
  const get = await sandbox.fetch(new Request(`http://sandbox.test${PATH}`));
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  const put = await sandbox.fetch(new Request(`http://sandbox.test${STATUS_PATH}TRX-1`, { method: 'PUT' }));
  expect([put.status, put.headers.get('allow'), await put.text()]).toEqual([
    405,
    'GET, OPTIONS',
    'Send a GET request.',
  ]);
  const other = await sandbox.fetch(new Request('http://sandbox.test/elsewhere', { method: 'POST' }));
  expect([other.status, await other.text()]).toEqual([
    404,
    `Nothing is here. The API is at POST ${PATH} and GET ${STATUS_PATH}{transactionId}.`,
  ]);
});

test('no account can reach the payment of another through its id', async () => {
  const sandbox = createSandbox();
  const { body } = await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE' }));
  await generate(sandbox, request({ transaction_id: body.payment_id }), { 'x-api-key': 'kgiton_b' });
  expect((await sandbox.fetch(body.payment_url)).status).toBe(200);
  expect((await sandbox.fetch(`http://sandbox.test/pay/${body.transaction_id}`)).status).toBe(404);
  expect(await sandbox.pay(body.payment_id)).toMatchObject({ transactionId: body.transaction_id });
});

test('the largest amount has a checkout page', async () => {
  const sandbox = createSandbox();
  const amount = Number.MAX_SAFE_INTEGER;
  const { body } = await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE', amount }));
  expect((await sandbox.fetch(body.payment_url)).status).toBe(200);
});

test.each([Number.NaN, -5, Number.POSITIVE_INFINITY, 1e12])(
  'the clock cannot be advanced by %s minutes',
  async (minutes) => {
    const sandbox = createSandbox();
    await expect(sandbox.advance({ minutes })).rejects.toThrow(/Expected to advance (by 0|to the year 9999)/);
    expect((await generate(sandbox, request())).status).toBe(200);
  },
);

test.each([
  ['a warning', { colour: 'red' }, ['unknown-fields']],
  ['an error', { amount: 1 }, ['INVALID_AMOUNT']],
  ['an error with a warning', { amount: 1, colour: 'red' }, ['INVALID_AMOUNT', 'unknown-fields']],
])('%s leads to the guide that explains it', async (_, properties, anchors) => {
  const sandbox = createSandbox({ docsUrl: 'https://docs.example/pay' });
  const { headers } = await generate(sandbox, { ...request(), ...properties });
  const links = anchors.map((anchor) => `<https://docs.example/pay/en/errors.html#${anchor}>; rel="help"`);
  expect(headers.get('link')).toBe(links.join(', '));
});

test('a response without an error or a warning leads nowhere', async () => {
  expect((await generate(createSandbox(), request())).headers.get('link')).toBeNull();
});

test('the refusal that a misspelt name causes warns about it', async () => {
  const { transaction_id, ...rest } = request();
  const { status, headers } = await generate(createSandbox(), { ...rest, transactionId: transaction_id });
  expect([status, headers.get('x-sandbox-warning')]).toEqual([
    400,
    'unknown property /transactionId is ignored: did you mean transaction_id?',
  ]);
});

test('a failing logger loses its line, and nothing else', async () => {
  const fail = () => {
    throw new Error('disk full');
  };
  const sandbox = createSandbox({ logger: { warn: fail, info: fail } });
  expect((await generate(sandbox, { ...request(), colour: 1 })).status).toBe(200);
});

test('a reset removes the payments, and restores the tokens', async () => {
  const sandbox = createSandbox();
  const sent = request();
  await generate(sandbox, sent);
  await sandbox.reset();
  expect([await sandbox.payments(), sandbox.requests, sandbox.deliveries]).toEqual([[], [], []]);
  expect((await post(sandbox, JSON.stringify({ ...sent, amount: 60_000 }))).status).toBe(200);
  expect(await sandbox.license(LICENSE)).toMatchObject({ tokens: 999_999 });
});
