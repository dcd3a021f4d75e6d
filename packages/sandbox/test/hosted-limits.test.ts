import { describe, expect, test } from 'vitest';
import { clientAddress } from '../src/hosted/client-address.js';
import { control } from './control-api.js';
import { newAccount, OPERATOR, startHosted } from './hosted-account.js';
import { generate, LICENSE, PATH, request } from './requests.js';

/** Generates a payment over the socket, where the limits are. */
async function generateOver({ url }: { url: string }, apiKey: string, properties = {}, headers = {}) {
  const sent = { 'x-api-key': apiKey, 'content-type': 'application/json', ...headers };
  const body = JSON.stringify(request(properties));
  const response = await fetch(`${url}${PATH}`, { method: 'POST', headers: sent, body });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

describe('the rate limits of a hosted sandbox', () => {
  test('hold for each API key by itself, over the API and the control API together', async () => {
    await using sandbox = await startHosted({ requestsPerMinute: 3 });
    const [one, another] = [await newAccount(sandbox), await newAccount(sandbox)];
    expect((await generateOver(sandbox, one)).status).toBe(200);
    expect((await control(sandbox, 'listPayments', { apiKey: one })).status).toBe(200);
    expect((await generateOver(sandbox, one)).status).toBe(200);
    const refused = await generateOver(sandbox, one);
    expect(refused).toMatchObject({ status: 429, body: { success: false, code: 'RATE_LIMITED' } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60);
    expect((await control(sandbox, 'listPayments', { apiKey: one })).status).toBe(429);
    expect((await generateOver(sandbox, another)).status).toBe(200);
  });

  test('hold for each address, whatever key is tried: keys cannot be found by trying', async () => {
    await using sandbox = await startHosted({ addressRequestsPerMinute: 20 });
    const statuses: number[] = [];
    for (let guess = 0; guess < 25; guess++) {
      const apiKey = `kgiton_${String(guess).padStart(32, '0')}`;
      statuses.push((await control(sandbox, 'listPayments', { apiKey })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    for (const path of ['/', '/_dashboard/events', '/pay/PAY-X', '/qr/PAY-X.png', '/nothing']) {
      const response = await fetch(sandbox.url + path);
      expect(response.status, path).toBe(429);
      expect(response.headers.get('retry-after'), path).toMatch(/^[1-9]\d*$/);
    }
  });

  test('let load balancers ask as often as they want', async () => {
    await using sandbox = await startHosted({ addressRequestsPerMinute: 1 });
    for (let times = 0; times < 5; times++) {
      expect((await control(sandbox, 'getHealth')).status).toBe(200);
      expect((await control(sandbox, 'getReady')).status).toBe(200);
    }
  });

  test('hold for the creation of accounts, however its path is written', async () => {
    await using sandbox = await startHosted({ accountsPerHour: 2 });
    const create = (path: string) => fetch(sandbox.url + path, { method: 'POST' });
    expect((await create('/_sandbox/accounts')).status).toBe(200);
    expect((await create('/_sandbox/%61ccounts')).status).toBe(200);
    for (const path of ['/_sandbox/accounts', '/_sandbox/%61ccounts', '/_sandbox/accounts?']) {
      const response = await create(path);
      expect(response.status, path).toBe(429);
      expect(Number(response.headers.get('retry-after')), path).toBeGreaterThan(3_000);
    }
    expect(await sandbox.apiKeys()).toHaveLength(2);
  });

  test('hold for the payments of an account, of which refused ones do not count', async () => {
    await using sandbox = await startHosted({ paymentsPerDay: 2 });
    const [apiKey, another] = [await newAccount(sandbox), await newAccount(sandbox)];
    expect((await generateOver(sandbox, apiKey, { amount: 1 })).status).toBe(400);
    expect((await generateOver(sandbox, apiKey, { license_key: 'NONE' })).status).toBe(404);
    expect((await generateOver(sandbox, apiKey)).status).toBe(200);
    expect((await generateOver(sandbox, apiKey)).status).toBe(200);
    const before = await sandbox.license(LICENSE, apiKey);
    const refused = await generateOver(sandbox, apiKey);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(60);
    // No token is taken, and the request log says why.
    expect(await sandbox.license(LICENSE, apiKey)).toEqual(before);
    expect(sandbox.requests.at(-1)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect((await generateOver(sandbox, another)).status).toBe(200);
  });

  test('hold for parallel requests too', async () => {
    await using sandbox = await startHosted({ paymentsPerDay: 5 });
    const apiKey = await newAccount(sandbox);
    const all = await Promise.all(Array.from({ length: 20 }, () => generateOver(sandbox, apiKey)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(await sandbox.countPayments(apiKey)).toBe(5);
  });

  test('are counted in the metrics, by the limit', async () => {
    await using sandbox = await startHosted({ requestsPerMinute: 1, accountsPerHour: 1 });
    const apiKey = await newAccount(sandbox);
    await control(sandbox, 'createAccount');
    for (let times = 0; times < 3; times++) await control(sandbox, 'listPayments', { apiKey });
    const { body } = await control(sandbox, 'getMetrics', { headers: OPERATOR });
    expect(body).toContain('kgiton_sandbox_limited_total{limit="accounts"} 1\n');
    expect(body).toContain('kgiton_sandbox_limited_total{limit="account"} 2\n');
  });

  test('cannot be escaped with X-Forwarded-For, unless a proxy is trusted', async () => {
    const forwarded = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    await using direct = await startHosted({ accountsPerHour: 1 });
    await control(direct, 'createAccount', forwarded('203.0.113.1'));
    expect((await control(direct, 'createAccount', forwarded('203.0.113.2'))).status).toBe(429);

    await using proxied = await startHosted({ accountsPerHour: 1, trustedProxies: 1 });
    expect((await control(proxied, 'createAccount', forwarded('203.0.113.1'))).status).toBe(200);
    expect((await control(proxied, 'createAccount', forwarded('203.0.113.2'))).status).toBe(200);
    // What the client itself has written stands further left.
    expect((await control(proxied, 'createAccount', forwarded('203.0.113.9, 203.0.113.2'))).status).toBe(429);
  });

  test('concern only requests over a socket, not those of the program that started the sandbox', async () => {
    await using sandbox = await startHosted({ requestsPerMinute: 1 });
    const apiKey = await sandbox.createAccount();
    for (let times = 0; times < 3; times++) {
      expect((await generate(sandbox, request(), { 'x-api-key': apiKey })).status).toBe(200);
    }
  });
});

describe('the address that a request counts for', () => {
  test.each([
    { peer: '203.0.113.7', want: '203.0.113.7' },
    { peer: '::ffff:203.0.113.7', want: '203.0.113.7' },
    { peer: '2001:db8:1:2:3:4:5:6', want: '2001:db8:1:2::/64' },
    { peer: '2001:db8:1:2:ffff::1', want: '2001:db8:1:2::/64' },
    { peer: undefined, want: 'unknown' },
    { peer: '10.0.0.1', forwarded: '203.0.113.7', proxies: 0, want: '10.0.0.1' },
    { peer: '10.0.0.1', forwarded: '203.0.113.7', proxies: 1, want: '203.0.113.7' },
    { peer: '10.0.0.1', forwarded: '1.2.3.4, 203.0.113.7', proxies: 1, want: '203.0.113.7' },
    { peer: '10.0.0.1', forwarded: '1.2.3.4, 203.0.113.7, 10.0.0.2', proxies: 2, want: '203.0.113.7' },
    { peer: '10.0.0.1', forwarded: '203.0.113.7', proxies: 3, want: '203.0.113.7' },
    { peer: '10.0.0.1', forwarded: undefined, proxies: 1, want: '10.0.0.1' },
    { peer: '10.0.0.1', forwarded: '<script>', proxies: 1, want: 'unknown' },
  ])('is $want for $peer, $forwarded and $proxies proxies', ({ peer, forwarded, proxies = 0, want }) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(want);
  });
});
