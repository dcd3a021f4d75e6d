import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSandbox } from '@kgiton/sandbox';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { expect, test } from 'vitest';
import { readConfig } from '../../../examples/laundry-shop/src/config.js';
import { checkHandler } from '../../../packages/sandbox/src/cli/check-webhook/check.js';
import { serve } from '../../support/http-server.js';
import { type Shop, startShop, WEBHOOK_SECRET } from './laundry-shop.js';

const folder = fileURLToPath(new URL('../../../examples/laundry-shop/', import.meta.url));
const QRIS = { method: 'QRIS' };
const CHECKOUT_PAGE = { method: 'CHECKOUT_PAGE' };

/** Sends a webhook, by default for a payment of 40,000 rupiah, and returns the status of the response. */
async function sendWebhook(shop: Shop, event: Parameters<typeof createTestEvent>[0], secret = WEBHOOK_SECRET) {
  const body = JSON.stringify(createTestEvent({ amount: 40_000, ...event }));
  const headers = { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, secret) };
  return (await fetch(`${shop.url}/webhook/payment`, { method: 'POST', body, headers })).status;
}

const transactions = async (shop: Shop) => (await shop.sandbox.payments()).map((payment) => payment.transactionId);
const tokens = async (shop: Shop) => (await shop.sandbox.license(shop.licenseKey, shop.apiKey))?.tokens;

test('a forged webhook is rejected and marks nothing as paid; a genuine one marks the order as paid', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  expect(await sendWebhook(shop, { transaction_id: id }, 'whsec_forged')).toBe(401);
  expect(await shop.state(id)).toBe('waiting');
  expect(shop.log).toEqual([expect.stringContaining('WEBHOOK_SIGNATURE_ERROR')]);
  expect(await sendWebhook(shop, { transaction_id: id })).toBe(200);
  expect(await shop.state(id)).toBe('paid');
});

test('a repeated webhook is acknowledged and changes nothing', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  await shop.pay(id);
  const delivery = await shop.sandbox.waitForDelivery({ id });
  const before = await shop.page(`/orders/${id}`);
  const { attempts } = await shop.sandbox.redeliver(delivery.id);
  expect(attempts.map(({ status }) => status)).toEqual([200, 200]);
  expect(await shop.page(`/orders/${id}`)).toBe(before);
  expect(shop.log).toEqual([]);
});

test('the shop passes kgiton-sandbox check-webhook in full, and prints one receipt', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  const results = await checkHandler(`${shop.url}/webhook/payment`, fetch, {
    secret: WEBHOOK_SECRET,
    transactionId: id,
    amount: 40_000,
    count: async () => shop.receipts.length,
  });
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  expect(shop.receipts).toHaveLength(1);
});

test('a paid order cannot be paid again', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  await shop.pay(id);
  await shop.sandbox.waitForDelivery({ id });
  expect(await shop.page(`/orders/${id}`)).not.toContain('<form');
  // The form may still be open in another tab, even after the payment would have expired.
  await shop.wait(31);
  const { status, headers } = await shop.post(`/orders/${id}/pay`, CHECKOUT_PAGE);
  expect([status, headers.get('location')]).toEqual([303, `/orders/${id}`]);
  expect(await transactions(shop)).toEqual([id]);
});

test('however often and however fast "Bayar" is clicked, only one token is taken', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  const clicks = [QRIS, QRIS, CHECKOUT_PAGE].map((method) => shop.post(`/orders/${id}/pay`, method));
  const responses = [...(await Promise.all(clicks)), await shop.post(`/orders/${id}/pay`, CHECKOUT_PAGE)];
  // The first click chose QRIS, so every other click gets QRIS, too.
  expect(responses.map(({ headers }) => headers.get('location'))).toEqual(Array(4).fill(`/orders/${id}`));
  expect(await transactions(shop)).toEqual([id]);
  expect(await tokens(shop)).toBe(999_999);
});

test('a payment whose response was lost is recovered, even if the customer then chooses the other payment type', async () => {
  await using shop = await startShop({ lostResponses: 1 });
  const id = await shop.order();
  expect((await shop.post(`/orders/${id}/pay`, CHECKOUT_PAGE)).status).toBe(503);
  expect(shop.log).toEqual([expect.stringMatching(/NETWORK_ERROR/)]);
  const { headers } = await shop.post(`/orders/${id}/pay`, QRIS);
  expect(headers.get('location')).toMatch(`${shop.sandbox.url}/pay/`);
  expect(await transactions(shop)).toEqual([id]);
});

test('money for an expired payment still counts; a second payment is reported to the owner', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  await shop.wait(31);
  expect(await shop.state(id)).toBe('expired');
  await shop.post(`/orders/${id}/pay`, CHECKOUT_PAGE);
  expect(await sendWebhook(shop, { payment_id: 'PAY-LATE', transaction_id: id })).toBe(200);
  expect(await shop.state(id)).toBe('paid');
  expect(shop.log).toEqual([]);
  await shop.pay(`${id}-2`);
  await shop.sandbox.waitForDelivery({ id: `${id}-2` });
  expect(shop.log).toEqual([`payment: ${id} was paid twice; refund ${id}-2`]);
});

test('a webhook for an unknown order or with a wrong amount marks nothing as paid and is reported to the owner', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  expect(await sendWebhook(shop, { payment_id: 'PAY-1', transaction_id: 'ORDER-NONE' })).toBe(200);
  expect(await sendWebhook(shop, { payment_id: 'PAY-2', transaction_id: id, amount: 1_000 })).toBe(200);
  expect(await shop.state(id)).toBe('disputed');
  expect(shop.log).toEqual([
    'payment: no order for transaction ORDER-NONE',
    `payment: ${id} paid Rp 1000, expected Rp 40000`,
  ]);
});

test.each([
  ['SANDB-EMPTY-00000-00000-00001', 'INSUFFICIENT_TOKENS', 402, 'tidak tersedia'],
  ['SANDB-EXPIR-ED000-00000-00001', 'LICENSE_EXPIRED', 403, 'tidak tersedia'],
  ['WRONG-WRONG-WRONG-WRONG-WRONG', 'INVALID_LICENSE', 404, 'tidak tersedia'],
  ['SANDB-GATEW-AYERR-00000-00001', 'GATEWAY_ERROR', 502, 'sedang sibuk'],
])(
  'with the license key %s, the owner sees %s and the request id, and the customer sees neither',
  async (licenseKey, code, status, explanation) => {
    await using shop = await startShop({ licenseKey });
    const id = await shop.order();
    const response = await shop.post(`/orders/${id}/pay`, QRIS);
    const page = await response.text();
    expect(response.status).toBe(503);
    expect(page).toContain(explanation);
    const requestId = shop.sandbox.requests.at(-1)?.id ?? 'none';
    expect(shop.log).toEqual([
      expect.stringContaining(`payment for ${id}: ${code} (HTTP ${status}, request id ${requestId})`),
    ]);
    for (const secret of [licenseKey, shop.apiKey, WEBHOOK_SECRET]) {
      expect(shop.log.join()).not.toContain(secret);
      expect(page).not.toContain(secret);
    }
    expect(page).not.toContain(code);
    expect(page).not.toContain(requestId);
    // Nothing was created, so the customer may choose the other payment type.
    await shop.sandbox.setLicense({ key: licenseKey, tokens: 1, state: 'active' }, shop.apiKey);
    const { headers } = await shop.post(`/orders/${id}/pay`, CHECKOUT_PAGE);
    expect(headers.get('location')).toMatch(`${shop.sandbox.url}/pay/`);
  },
);

test.each([
  ['no name', { name: ' ' }],
  ['a name that is too long', { name: 'x'.repeat(101) }],
  ['no service', { 'cuci-lipat': '0' }],
  ['a negative quantity', { 'bed-cover': '-1' }],
  ['a fractional quantity', { 'cuci-lipat': '0.5' }],
  ['more than the shop accepts', { 'cuci-lipat': '51' }],
  ['a word for a quantity', { 'cuci-lipat': 'lima' }],
])('an order with %s is rejected, and the form keeps its input', async (_what, wrong) => {
  await using shop = await startShop();
  const response = await shop.post('/orders', { name: 'Siti "Ani"', 'cuci-lipat': '1', 'bed-cover': '', ...wrong });
  expect(response.status).toBe(400);
  const page = await response.text();
  expect(page).toContain('role="alert"');
  if (!('name' in wrong)) expect(page).toContain('value="Siti &#34;Ani&#34;"');
});

test('an unknown order or page gets a 404, an oversized body gets a 413, and neither reveals internals', async () => {
  await using shop = await startShop();
  for (const path of ['/orders/ORDER-NONE', '/orders/ORDER-NONE/status', '/nowhere', '/orders/__proto__']) {
    expect((await fetch(shop.url + path)).status).toBe(404);
  }
  expect((await shop.post('/orders/ORDER-NONE/pay', QRIS)).status).toBe(404);
  const large = await shop.post('/orders', { name: 'x'.repeat(20_000) });
  expect([large.status, await large.text()]).toEqual([413, expect.not.stringContaining('Error')]);
  expect(shop.log).toEqual([]);
});

test('with the sandbox, the shop needs no configuration; with an API key, no secret has a default', () => {
  expect(readConfig({})).toMatchObject({
    baseUrl: 'http://localhost:4020',
    port: 3000,
    publicUrl: 'http://localhost:3000',
  });
  const environment = {
    KGITON_API_KEY: 'kgiton_live',
    KGITON_WEBHOOK_SECRET: 'whsec_live',
    KGITON_LICENSE_KEY: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA',
    PUBLIC_URL: 'https://laundry.example/',
  };
  expect(readConfig(environment)).toEqual({
    apiKey: 'kgiton_live',
    baseUrl: undefined,
    webhookSecret: 'whsec_live',
    licenseKey: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA',
    publicUrl: 'https://laundry.example',
    port: 3000,
  });
  for (const name of ['KGITON_WEBHOOK_SECRET', 'KGITON_LICENSE_KEY', 'PUBLIC_URL']) {
    expect(() => readConfig({ ...environment, [name]: '' })).toThrow(`Set ${name}`);
  }
});

test("the example's own test passes", async () => {
  const { stdout } = await promisify(execFile)('npm', ['test'], { cwd: folder });
  expect(stdout).toMatch(/pass 2\b/);
});

test('started as a process with only the URL of the sandbox configured, the shop takes a payment', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), KGITON_BASE_URL: sandbox.url },
  });
  try {
    const url = `http://localhost:${port}`;
    const post = (path: string, form: Record<string, string>) =>
      fetch(url + path, { method: 'POST', body: new URLSearchParams(form) });
    await expect
      .poll(() =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    const order = new URL((await post('/orders', { name: 'Siti', 'cuci-lipat': '3' })).url).pathname;
    await post(`${order}/pay`, { method: 'QRIS' });
    await sandbox.pay(order.replace('/orders/', ''));
    await sandbox.waitForDelivery();
    expect(await (await fetch(url + order)).text()).toContain('Lunas');
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
