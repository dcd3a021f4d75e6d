import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type RunningSandbox, startSandbox } from '../src/index.js';
import { type ControlRequest, control, type OperationId, operations } from './control-api.js';
import { newAccount, OPERATOR, startHosted } from './hosted-account.js';
import { generate, LICENSE, PATH, post, request, status } from './requests.js';

const ids = Object.keys(operations) as OperationId[];
const OPEN: OperationId[] = ['getHealth', 'getReady', 'createAccount'];
const guarded = ids.filter((id) => !OPEN.includes(id));
const FOR_OPERATORS: OperationId[] = ['listAccounts', 'getMetrics', 'reset'];
const BODIES: Partial<Record<OperationId, unknown>> = {
  setLicense: { tokens: 1 },
  advanceClock: { minutes: 1 },
  setFault: { fault: { kind: 'never' } },
};

/** An account with a payment that was paid, and another that was not. */
async function openShop(sandbox: RunningSandbox) {
  const apiKey = await newAccount(sandbox);
  const [paid, pending] = [request({ webhook_url: 'https://shop.example/webhook' }), request()];
  for (const one of [paid, pending]) {
    expect((await generate(sandbox, one, { 'x-api-key': apiKey })).status).toBe(200);
  }
  await sandbox.pay(paid.transaction_id, apiKey);
  const delivery = await sandbox.waitForDelivery({ apiKey });
  const payment = await sandbox.payment(pending.transaction_id, apiKey);
  return { apiKey, delivery, payment, transactionId: pending.transaction_id };
}

describe('the control API of a hosted sandbox', () => {
  let sandbox: RunningSandbox;
  let own: Awaited<ReturnType<typeof openShop>>;
  let other: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    sandbox = await startHosted({ accountsPerHour: 1_000, addressRequestsPerMinute: 10_000 });
    [own, other] = [await openShop(sandbox), await openShop(sandbox)];
  });
  afterAll(() => sandbox?.close());

  /** The name of something of an account that an operation takes. */
  const nameFor = (id: OperationId, { delivery, payment }: typeof own) =>
    ['getDelivery', 'redeliver'].includes(id) ? delivery.id : id.endsWith('License') ? LICENSE : payment.paymentId;

  /** Everything that other people's accounts are. */
  const snapshot = async () => timeless(JSON.stringify([await sandbox.state(), sandbox.deliveries, sandbox.requests]));

  describe.each(guarded)('%s', (id) => {
    test.each([
      { given: 'no API key', apiKey: undefined },
      { given: 'an API key without an account', apiKey: 'kgiton_00000000000000000000000000000000' },
      { given: 'an API key that is none', apiKey: 'secret' },
      { given: 'a prefix of a key', apiKey: 'kgiton_' },
      {
        given: 'a wrong operator token',
        apiKey: undefined,
        headers: { authorization: 'Bearer operator-token-of-a-tesu' },
      },
      { given: 'an empty operator token', apiKey: undefined, headers: { authorization: 'Bearer ' } },
    ])('refuses $given in the same words, and changes nothing', async ({ apiKey, headers }) => {
      const before = await snapshot();
      const call: ControlRequest = { name: nameFor(id, own), body: BODIES[id], ...(headers && { headers }) };
      const response = await control(sandbox, id, { ...call, ...(apiKey && { apiKey }) });
      const code = 'AUTHENTICATION_ERROR';
      const message = headers
        ? expect.stringContaining('operator')
        : expect.stringContaining('POST /_sandbox/accounts');
      expect(response).toEqual({ status: 401, body: { success: false, code, message } });
      expect(await snapshot()).toBe(before);
    });

    test('refuses a wrong operator token even beside a right API key', async () => {
      const headers = { authorization: 'Bearer operator-token-of-a-tesu' };
      const call = { name: nameFor(id, own), body: BODIES[id], apiKey: own.apiKey, headers };
      expect((await control(sandbox, id, call)).status).toBe(401);
    });
  });

  test.each(guarded.filter((id) => operations[id].path.includes('{id}')))(
    '%s finds nothing of another account, and says so as of what does not exist',
    async (id) => {
      const before = await snapshot();
      const names = [nameFor(id, other), other.transactionId].filter((name) => name !== undefined);
      for (const name of names) {
        const [foreign, missing] = await Promise.all(
          [name, 'x'.repeat(name.length)].map((one) => control(sandbox, id, { name: one, apiKey: own.apiKey })),
        );
        expect(foreign?.status).toBe(404);
        const words = (body: { message: string }, one: string) => ({
          ...body,
          message: body.message.replace(one, '…'),
        });
        expect(words(foreign?.body, name)).toEqual(words(missing?.body, 'x'.repeat(name.length)));
      }
      expect(await snapshot()).toBe(before);
    },
  );

  test.each(guarded.filter((id) => /^(list|get(State|Clock))/.test(id) && !FOR_OPERATORS.includes(id)))(
    '%s shows the own account alone',
    async (id) => {
      const response = await control(sandbox, id, { apiKey: own.apiKey });
      expect(response.status).toBe(200);
      const text = JSON.stringify(response.body);
      for (const secret of [other.apiKey, other.payment.paymentId, other.delivery.id, other.transactionId]) {
        expect(text).not.toContain(secret);
      }
    },
  );

  test('a filter by the payment of another account finds nothing', async () => {
    const query = { payment: other.delivery.paymentId, wait: 0 };
    const { body } = await control(sandbox, 'listDeliveries', { apiKey: own.apiKey, query });
    expect(body.deliveries).toEqual([]);
  });

  test('a change of one account leaves the others as they are', async () => {
    const [shop, neighbour] = [await openShop(sandbox), await openShop(sandbox)];
    const before = JSON.stringify([
      await sandbox.state(neighbour.apiKey),
      await sandbox.deliveriesOf(neighbour.apiKey),
    ]);
    const { apiKey } = shop;
    const moved = { apiKey, body: { hours: 5 } };
    expect((await control(sandbox, 'advanceClock', moved)).status).toBe(200);
    // A fault of a transaction of the neighbour's stays in the own account.
    const fault = { payment: neighbour.payment.paymentId, fault: { kind: 'never' } };
    expect((await control(sandbox, 'setFault', { apiKey, body: fault })).status).toBe(200);
    expect((await control(sandbox, 'setLicense', { apiKey, name: LICENSE, body: { tokens: 0 } })).status).toBe(200);
    expect((await control(sandbox, 'reset', { apiKey })).status).toBe(204);
    const after = JSON.stringify([await sandbox.state(neighbour.apiKey), await sandbox.deliveriesOf(neighbour.apiKey)]);
    expect(timeless(after)).toBe(timeless(before));
    expect(Math.abs((await sandbox.currentTime(neighbour.apiKey)) - Date.now())).toBeLessThan(60_000);
  });

  test('an account that was reset keeps its key, and is empty', async () => {
    const { apiKey } = await openShop(sandbox);
    await control(sandbox, 'reset', { apiKey });
    const { status, body } = await control(sandbox, 'listPayments', { apiKey });
    expect({ status, payments: body.payments }).toEqual({ status: 200, payments: [] });
    expect((await generate(sandbox, request(), { 'x-api-key': apiKey })).status).toBe(200);
  });

  test('health and readiness are open, and tell nothing of an account', async () => {
    await using alone = await startHosted();
    const apiKey = await newAccount(alone);
    await alone.advance({ hours: 1_000 }, apiKey);
    const { status, body } = await control(alone, 'getHealth');
    expect(status).toBe(200);
    expect(Date.parse(body.now)).toBeLessThan(Date.now() + 60_000);
    expect(await control(alone, 'getReady')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  test('a page of another site is refused before anything else', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const id of ids) expect((await control(sandbox, id, { name: 'NONE', headers })).status).toBe(403);
  });
});

/** Without the times that clocks show. */
function timeless(state: string): string {
  return state.replaceAll(/"now":"[^"]*"/g, '');
}

describe('accounts', () => {
  test('are made by asking: a random key of 32 characters, with license keys of its own', async () => {
    await using sandbox = await startHosted();
    const keys = [await newAccount(sandbox), await newAccount(sandbox)];
    for (const key of keys) expect(key).toMatch(/^kgiton_[A-Za-z0-9]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
    expect((await generate(sandbox, request(), { 'x-api-key': keys[0] as string })).status).toBe(200);
  });

  test('can be made on a sandbox that is not hosted too, and by a function', async () => {
    await using running = await startSandbox({ port: 0 });
    const apiKey = await newAccount(running);
    expect(await running.apiKeys()).toEqual([apiKey]);
    await using sandbox = createSandbox();
    expect(await sandbox.createAccount()).toMatch(/^kgiton_\w{32}$/);
  });
});

describe('the API of a hosted sandbox', () => {
  test.each([
    { given: 'an API key without an account', headers: { 'x-api-key': 'kgiton_your_api_key_here' } },
    { given: 'two API keys', headers: { 'x-api-key': 'kgiton_a, kgiton_b' } },
    { given: 'an empty API key', headers: { 'x-api-key': '' } },
  ])('refuses $given with AUTHENTICATION_ERROR, and keeps nothing of the request', async ({ headers }) => {
    await using sandbox = await startHosted();
    const responses = [
      await generate({ fetch: (input) => fetch(moved(input as Request, sandbox.url)) }, request(), headers),
      await generate(sandbox, request(), headers),
      await status(sandbox, 'TRX-1', { headers }),
    ];
    for (const one of responses) {
      expect(one.status).toBe(401);
      expect(one.body.code).toBe('AUTHENTICATION_ERROR');
      expect(one.headers.get('x-sandbox-warning')).toContain('POST /_sandbox/accounts');
    }
    expect(await sandbox.apiKeys()).toEqual([]);
    expect(sandbox.requests).toEqual([]);
  });

  test('reads no body of a request that it refuses', async () => {
    await using sandbox = await startHosted();
    const response = await post(sandbox, 'x'.repeat(2 * 1024 * 1024), { 'x-api-key': 'kgiton_unknown' });
    expect(response.status).toBe(401);
  });

  test('does not let an account see the payments of another', async () => {
    await using sandbox = await startHosted();
    const [one, another] = [await newAccount(sandbox), await newAccount(sandbox)];
    const sent = request();
    await generate(sandbox, sent, { 'x-api-key': one });
    expect((await status(sandbox, sent.transaction_id, { headers: { 'x-api-key': another } })).status).toBe(404);
  });
});

/** The same request to another server. */
function moved(sent: Request, url: string): Request {
  return new Request(`${url}${PATH}`, sent);
}

describe('operators', () => {
  test('list the accounts without their keys', async () => {
    await using sandbox = await startHosted();
    const keys = [await newAccount(sandbox), await newAccount(sandbox)];
    await generate(sandbox, request(), { 'x-api-key': keys[1] as string });
    const { status, body } = await control(sandbox, 'listAccounts', { headers: OPERATOR });
    expect(status).toBe(200);
    expect(body.accounts.map(({ payments }: { payments: number }) => payments)).toEqual([0, 1]);
    for (const key of keys) expect(JSON.stringify(body)).not.toContain(key);
    const newest = await control(sandbox, 'listAccounts', { headers: OPERATOR, query: { limit: 1 } });
    const before = { before: newest.body.older };
    const oldest = await control(sandbox, 'listAccounts', { headers: OPERATOR, query: before });
    expect([...oldest.body.accounts, ...newest.body.accounts]).toEqual(body.accounts);
  });

  test('read the metrics, which name no key', async () => {
    await using sandbox = await startHosted();
    const apiKey = await newAccount(sandbox);
    await generate(sandbox, request(), { 'x-api-key': apiKey });
    const { status, body } = await control(sandbox, 'getMetrics', { headers: OPERATOR });
    expect(status).toBe(200);
    expect(body).toContain('kgiton_sandbox_accounts 1\n');
    expect(body).not.toContain(apiKey);
  });

  test('reset everything, whereupon no key is valid any more', async () => {
    await using sandbox = await startHosted();
    const apiKey = await newAccount(sandbox);
    expect((await control(sandbox, 'reset', { headers: OPERATOR })).status).toBe(204);
    expect((await control(sandbox, 'listPayments', { apiKey })).status).toBe(401);
  });

  test('are held to the account whose key they send', async () => {
    await using sandbox = await startHosted();
    const [one, another] = [await newAccount(sandbox), await newAccount(sandbox)];
    expect((await control(sandbox, 'reset', { apiKey: one, headers: OPERATOR })).status).toBe(204);
    expect((await control(sandbox, 'listPayments', { apiKey: another })).status).toBe(200);
  });

  test.each(guarded.filter((id) => !FOR_OPERATORS.includes(id)))('may not use %s without an account', async (id) => {
    await using sandbox = await startHosted();
    expect((await control(sandbox, id, { name: 'NONE', headers: OPERATOR, body: BODIES[id] })).status).toBe(401);
  });

  test.each(['listAccounts', 'getMetrics'] as const)('alone may use %s: an account may not', async (id) => {
    await using sandbox = await startHosted();
    const apiKey = await newAccount(sandbox);
    expect((await control(sandbox, id, { apiKey })).status).toBe(401);
  });

  test('do not exist without a token', async () => {
    await using sandbox = await startHosted({ operatorToken: undefined });
    for (const authorization of ['Bearer undefined', 'Bearer ', 'Basic Og==', OPERATOR.authorization]) {
      expect((await control(sandbox, 'listAccounts', { headers: { authorization } })).status).toBe(401);
    }
  });
});

describe('a hosted sandbox', () => {
  test.each([
    { option: 'seed', given: { seed: 'x' } },
    { option: 'allowPrivateWebhooks', given: { allowPrivateWebhooks: true } },
    { option: 'operatorToken', given: { hosted: { operatorToken: 'short' } } },
    { option: 'sessionSecret', given: { hosted: { sessionSecret: 'short' } } },
  ])('does not start with an unsafe $option', async ({ option, given }) => {
    await expect(startSandbox({ port: 0, hosted: {}, ...given })).rejects.toThrow(`${option}: `);
  });

  test('sends webhooks to public addresses only, even where it listens on loopback, and names no address', async () => {
    await using sandbox = await startSandbox({ port: 0, hosted: {} });
    const apiKey = await newAccount(sandbox);
    for (const host of ['127.0.0.1', '169.254.169.254', '[::1]', 'localhost']) {
      const sent = request({ webhook_url: `http://${host}:9/webhook` });
      await generate(sandbox, sent, { 'x-api-key': apiKey });
      await sandbox.pay(sent.transaction_id, apiKey);
      await sandbox.nextDelivery(
        ({ transactionId, attempts }) => transactionId === sent.transaction_id && attempts.length > 0,
        AbortSignal.timeout(5_000),
      );
      const [delivery] = (await sandbox.deliveriesOf(apiKey)).filter(
        (one) => one.transactionId === sent.transaction_id,
      );
      expect(delivery?.attempts[0]?.error).toContain('public addresses only');
      expect(delivery?.attempts[0]?.error).not.toMatch(/127\.|::1|169\.254/);
    }
  });

  test('writes no key into its log', async () => {
    const lines: string[] = [];
    const logger = { warn: (line: string) => lines.push(line), info: (line: string) => lines.push(line) };
    await using sandbox = await startHosted({ accountsPerHour: 1_000_000 }, { logger });
    const apiKey = await newAccount(sandbox);
    const unknown = 'kgiton_unknown_to_the_sandbox';
    for (const key of [apiKey, unknown]) {
      const sent = request({ webhook_url: 'https://shop.example/webhook' });
      await generate(sandbox, { ...sent, surprise: 1 }, { 'x-api-key': key });
      await control(sandbox, 'payPayment', { name: sent.transaction_id, apiKey: key });
      await control(sandbox, 'advanceClock', { apiKey: key, body: { hours: 1 } });
      await control(sandbox, 'getPayment', { name: 'NONE', apiKey: key });
    }
    await sandbox.waitForDelivery({ apiKey });
    // Accounts are dropped when there are too many.
    for (let count = 0; count < 1_001; count++) await sandbox.createAccount();
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).not.toMatch(new RegExp(`${apiKey}|${unknown}`));
  });
});
