import { describe, expect, test } from 'vitest';
import { createSandbox, startSandbox } from '../src/index.js';
import { control } from './control-api.js';
import { BODIES, FOR_OPERATORS, guarded, newAccount, OPERATOR, startHosted } from './hosted-account.js';
import { generate, PATH, post, request, status } from './requests.js';

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
