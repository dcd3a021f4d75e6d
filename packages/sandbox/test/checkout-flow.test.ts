import { expect, test } from 'vitest';
import { describeInChromium, launchChromium } from '../../../test/support/chromium.js';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { generate, request } from './requests.js';

describeInChromium('a customer in a browser', () => {
  test('opens the checkout page, pays, and returns to the shop, which has received its signed webhook', async () => {
    await using shop = await serve((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Shop</title>Thank you');
    });
    await using receiver = await startReceiver();
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({
      payment_type: 'CHECKOUT_PAGE',
      amount: 150_000,
      back_url: `${shop.url}/done`,
      webhook_url: receiver.url,
      items: [{ id: '1', name: 'Laundry <b>5kg</b>', price: 75_000, quantity: 2 }],
    });
    const response = await fetch(`${sandbox.url}/api/partner/payment/generate`, {
      method: 'POST',
      headers: { 'x-api-key': 'kgiton_shop', 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    const { payment_url } = await response.json();

    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(payment_url);
      expect(await page.textContent('body')).toContain('Laundry <b>5kg</b>');
      await page.getByRole('button', { name: 'Bayar sekarang' }).click();
      await page.waitForURL((url) => url.pathname.startsWith('/pay/'));
      expect(await page.textContent('body')).toContain('Pembayaran berhasil');
      expect(JSON.parse((await receiver.next()).body)).toMatchObject({ transaction_id: sent.transaction_id });
      await page.waitForURL(`${shop.url}/done`);
      expect(await page.title()).toBe('Shop');
      expect(problems).toEqual([]);

      await page.goto(payment_url);
      expect(await page.getByRole('button', { name: 'Bayar sekarang' }).count()).toBe(0);
    } finally {
      await browser.close();
    }
    expect(sandbox.deliveries).toMatchObject([{ state: 'delivered' }]);
  });
});

test('a payment that the customer pays twice is paid once; one paid too late is not paid', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const [once, late] = [request({ payment_type: 'CHECKOUT_PAGE' }), request({ payment_type: 'CHECKOUT_PAGE' })];
  const pages = [await generate(sandbox, once), await generate(sandbox, late)].map(({ body }) => body.payment_id);
  await sandbox.expire(late.transaction_id);
  const statuses = [];
  for (const id of [pages[0], pages[0], pages[1]]) {
    const { status, headers } = await fetch(`${sandbox.url}/pay/${id}/pay`, { method: 'POST', redirect: 'manual' });
    statuses.push([status, headers.get('location')]);
  }
  expect(statuses).toEqual([0, 0, 1].map((n) => [303, `/pay/${pages[n]}`]));
  const paid = (await sandbox.payments()).filter(({ paidAt }) => paidAt !== undefined);
  expect(paid.map(({ transactionId }) => transactionId)).toEqual([once.transaction_id]);
});

test.each([
  ['', 'id', 'Halaman checkout tidak ditemukan'],
  ['?lang=en', 'en', 'Checkout page not found'],
])('a checkout page that there is not says so, and leads to the payments: %s', async (query, language, title) => {
  const response = await createSandbox().fetch(`http://sandbox.test/pay/PAY-NONE${query}`);
  const page = await response.text();
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).toContain(`<h1>${title}</h1>`);
  expect(page).toContain('<a class="button" href="/">');
});

test('images and pages of unknown payments are 404', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const { body } = await generate(sandbox, request());
  const status = async (path: string) => (await fetch(sandbox.url + path)).status;
  expect(await status(`/qr/${body.payment_id}.png`)).toBe(200);
  expect(await status(`/qr/${body.payment_id}.svg`)).toBe(200);
  for (const path of [`/pay/${body.payment_id}`, '/qr/PAY-NONE.png', '/pay/PAY-NONE', '/qr/..%2f..%2fx.png']) {
    expect(await status(path)).toBe(404);
  }
});
