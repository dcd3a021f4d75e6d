import { responseExamples } from '@kgiton/contract';
import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox, WARNING_HEADER } from '../src/index.js';
import { API_KEY, generate, LICENSE, request, STATUS_PATH, status } from './requests.js';

const START = '2026-01-15T10:00:00Z';

/** A sandbox whose clock stands still, and a pending payment of it. */
async function generated(properties: Parameters<typeof request>[0] = {}) {
  const sandbox = createSandbox({ seed: 'status', fetch: async () => new Response(null, { status: 200 }) });
  const { body } = await generate(sandbox, request({ transaction_id: 'TRX-1', ...properties }));
  return { sandbox, payment: body };
}

describe('the status', () => {
  test('of a new payment has every property, and takes no token', async () => {
    const { sandbox, payment } = await generated();
    const response = await status(sandbox, 'TRX-1');
    expect(response.status).toBe(200);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(response.body).toEqual({
      success: true,
      payment_id: payment.payment_id,
      transaction_id: 'TRX-1',
      payment_status: 'pending',
      amount: 50_000,
      payment_type: 'QRIS',
      gateway_transaction_id: expect.stringMatching(/^SANDBOX-\w{12}$/),
      paid_at: null,
      expires_at: payment.expires_at,
      webhook_sent: false,
      created_at: START,
    });
    expect(Object.keys(response.body)).toEqual(Object.keys(responseExamples.getPaymentStatus[200].paid));
    expect((await sandbox.license(LICENSE, API_KEY))?.tokens).toBe(999_999);
  });

  test('follows the clock of the account to the second before it expires', async () => {
    const { sandbox } = await generated({ expiry_minutes: 1 });
    await sandbox.advance({ seconds: 59 });
    expect((await status(sandbox, 'TRX-1')).body.payment_status).toBe('pending');
    await sandbox.advance({ seconds: 1 });
    expect((await status(sandbox, 'TRX-1')).body).toMatchObject({ payment_status: 'expired', paid_at: null });
  });

  test('is paid for good, at the moment of the payment', async () => {
    const { sandbox } = await generated();
    await sandbox.advance({ minutes: 5 });
    await sandbox.pay('TRX-1');
    await sandbox.advance({ hours: 2 });
    const { body } = await status(sandbox, 'TRX-1');
    expect(body).toMatchObject({ payment_status: 'paid', paid_at: '2026-01-15T10:05:00Z', webhook_sent: false });
  });

  test('is failed for good, and such a payment cannot be paid', async () => {
    const { sandbox } = await generated({ webhook_url: 'https://shop.example/webhook' });
    await sandbox.fail('TRX-1');
    await expect(sandbox.pay('TRX-1')).rejects.toMatchObject({ reason: 'failed' });
    await sandbox.advance({ hours: 2 });
    expect((await status(sandbox, 'TRX-1')).body).toMatchObject({ payment_status: 'failed', webhook_sent: false });
    expect(sandbox.deliveries).toEqual([]);
  });

  test.each([
    { given: 'acknowledged', response: 200 },
    { given: 'refused', response: 503 },
  ])('says that the webhook was sent, whether it was acknowledged or refused: $given', async ({ response }) => {
    const sandbox = createSandbox({ fetch: async () => new Response(null, { status: response }) });
    await generate(sandbox, request({ transaction_id: 'TRX-1', webhook_url: 'https://shop.example/webhook' }));
    await sandbox.pay('TRX-1');
    await expect.poll(async () => (await status(sandbox, 'TRX-1')).body.webhook_sent).toBe(true);
  });

  test('says that the webhook was sent to a receiver that asks before it responds', async () => {
    let said: unknown;
    const sandbox = createSandbox({
      async fetch() {
        said = (await status(sandbox, 'TRX-1')).body;
        return new Response();
      },
    });
    await generate(sandbox, request({ transaction_id: 'TRX-1', webhook_url: 'https://shop.example/webhook' }));
    await sandbox.pay('TRX-1');
    await sandbox.waitForDelivery({ id: 'TRX-1' });
    expect(said).toMatchObject({ payment_status: 'paid', webhook_sent: true });
  });

  test('says that the webhook was not sent while the fault `never` withholds it', async () => {
    const { sandbox } = await generated({ webhook_url: 'https://shop.example/webhook' });
    await sandbox.setFault({ kind: 'never' }, { id: 'TRX-1' });
    const { paymentId } = await sandbox.pay('TRX-1');
    const { id } = await sandbox.waitForDelivery({ id: paymentId, state: 'withheld' });
    expect((await status(sandbox, 'TRX-1')).body).toMatchObject({ payment_status: 'paid', webhook_sent: false });
    await sandbox.redeliver(id);
    expect((await status(sandbox, 'TRX-1')).body.webhook_sent).toBe(true);
  });
});

describe('a transaction is not found', () => {
  test.each([
    'TRX-2',
    'PAY-ABC123',
    'with%20space',
    'with%2Fslash',
    '%00',
    '%ZZ',
    '%F0%9F%98%80',
    'x'.repeat(51),
    'x'.repeat(10_000),
    '..%2Fgenerate',
    'constructor',
    '__proto__',
  ])('by the id %s', async (id) => {
    const { sandbox } = await generated();
    expect(await status(sandbox, id)).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND' } });
  });

  test('by its payment id, or with another API key', async () => {
    const { sandbox, payment } = await generated();
    const headers = { 'x-api-key': 'kgiton_other' };
    for (const response of [await status(sandbox, payment.payment_id), await status(sandbox, 'TRX-1', { headers })]) {
      expect(response).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND' } });
    }
  });
});

test('without a known API key, nothing is said of a transaction', async () => {
  const { sandbox } = await generated();
  for (const apiKey of ['', 'not-a-key']) {
    const response = await status(sandbox, 'TRX-1', { headers: { 'x-api-key': apiKey } });
    expect(response).toMatchObject({ status: 401, body: { code: 'AUTHENTICATION_ERROR' } });
  }
});

test('a query and a body are ignored, and named in a warning', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  await generate(sandbox, request({ transaction_id: 'TRX-1' }));
  const { body } = await status(sandbox, 'TRX-1?verbose=1&%0D%0AX=2');
  expect(body.payment_status).toBe('pending');
  const [entry] = sandbox.requests.slice(-1);
  expect(entry).toMatchObject({ method: 'GET', path: `${STATUS_PATH}TRX-1`, status: 200 });
  expect(entry?.warnings).toEqual(['query parameter verbose is ignored', 'query parameter \\r\\nX is ignored']);
  // fetch() sends no body with GET, but other clients do.
  const { connect } = await import('node:net');
  const { port, hostname } = new URL(sandbox.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    `GET ${STATUS_PATH}TRX-1 HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${API_KEY}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
  );
  let raw = '';
  for await (const chunk of socket) raw += chunk;
  expect(raw).toMatch(/^HTTP\/1.1 200/);
  expect(raw.toLowerCase()).toContain(`${WARNING_HEADER}: the body is ignored`);
});

test('a query of the other operation is ignored, and named in a warning', async () => {
  const sandbox = createSandbox();
  const url = 'http://sandbox.test/api/partner/payment/generate?dry_run=true';
  const headers = { 'x-api-key': API_KEY, 'content-type': 'application/json' };
  const response = await sandbox.fetch(url, { method: 'POST', headers, body: JSON.stringify(request()) });
  expect([response.status, response.headers.get(WARNING_HEADER)]).toEqual([200, 'query parameter dry_run is ignored']);
});

test.each(
  Object.entries(responseExamples.getPaymentStatus).flatMap(([code, examples]) =>
    Object.entries(examples).map(([name, body]) => ({ code, name, body })),
  ),
)('Prefer: code=$code, example=$name gets the example', async ({ code, name, body }) => {
  const response = await status(createSandbox(), 'ANY', { headers: { prefer: `code=${code}, example=${name}` } });
  expect([response.status, response.body]).toEqual([Number(code), body]);
});

test('Prefer for an example of the other operation says which there are', async () => {
  const headers = { prefer: 'example=DUPLICATE_TRANSACTION' };
  const { status: code, body } = await status(createSandbox(), 'ANY', { headers });
  expect([code, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(body.errors[0].message).toContain('code=404, example=TRANSACTION_NOT_FOUND');
});

test('a payment that fails shows so on its checkout page and in the dashboard, which has a button for it, and sends no webhook', async () => {
  await using receiver = await startReceiver();
  await using sandbox = await startSandbox({ port: 0 });
  const sent = request({ payment_type: 'CHECKOUT_PAGE', webhook_url: receiver.url });
  const { body } = await generate(sandbox, sent);
  const form = await fetch(`${sandbox.url}/_dashboard/payments/${body.payment_id}/fail`, {
    method: 'POST',
    redirect: 'manual',
  });
  expect(form.status).toBe(303);
  expect(await (await fetch(body.payment_url)).text()).toContain('Pembayaran gagal');
  expect(await (await fetch(`${body.payment_url}?lang=en`)).text()).toContain('This payment has failed');
  const english = { headers: { 'accept-language': 'en' } };
  expect(await (await fetch(sandbox.url, english)).text()).toMatch(/<a class="chip bad"[^>]*>failed</);
  expect(sandbox.deliveries).toEqual([]);
});

test('a page of this machine may ask for a status, and its preflight allows that and nothing else', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  await generate(sandbox, request({ transaction_id: 'TRX-1' }));
  const url = `${sandbox.url}${STATUS_PATH}TRX-1`;
  const origin = 'http://localhost:3000';
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
  const response = await fetch(url, { headers: { origin, 'x-api-key': API_KEY } });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  const foreign = await fetch(url, { headers: { origin: 'https://elsewhere.example', 'x-api-key': API_KEY } });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});
