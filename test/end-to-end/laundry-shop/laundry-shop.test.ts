import jsqr from 'jsqr';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../support/axe.js';
import { describeInChromium, launchChromium } from '../../support/chromium.js';
import { spread } from '../../support/spread.js';
import { type Shop, startShop } from './laundry-shop.js';

describeInChromium('a customer of the laundry shop, in a browser,', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** Opens the shop. `problems` collects console messages and uncaught errors. */
  async function visit(shop: Shop, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'id-ID', ...options });
    context.setDefaultTimeout(15_000);
    const problems: string[] = [];
    context.on('console', (message) => problems.push(message.text()));
    context.on('weberror', (error) => problems.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(shop.url);
    return { page, problems, [Symbol.asyncDispose]: () => context.close() };
  }

  async function order(page: Page): Promise<string> {
    await page.getByLabel('Nama').fill('Budi <b>Santoso</b>');
    await page.getByLabel('Cuci lipat').fill('5');
    await page.getByLabel('Bed cover').fill('1');
    await page.getByRole('button', { name: 'Buat pesanan' }).click();
    await heading(page, 'Bayar pesanan');
    return new URL(page.url()).pathname.replace('/orders/', '');
  }

  async function choose(page: Page, method: 'QRIS' | 'Halaman pembayaran'): Promise<void> {
    await page.getByLabel(method).check();
    await page.getByRole('button', { name: 'Bayar' }).click();
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  const textOf = async (page: Page) => (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');

  test('pays on the checkout page and returns to the order, which a signed webhook has marked as paid', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop);
    const { page, problems } = visited;
    const id = await order(page);
    const orderPage = page.url();
    expect(await textOf(page)).toContain('Budi <b>Santoso</b>');

    await choose(page, 'Halaman pembayaran');
    await page.waitForURL(`${shop.sandbox.url}/pay/**`);
    expect(await textOf(page)).toMatch(/Rp 75\.000.*Cuci lipat.*Bed cover/);
    await page.getByRole('button', { name: 'Bayar sekarang' }).click();

    await page.waitForURL(orderPage);
    await heading(page, 'Lunas');
    expect(await page.getByRole('button', { name: 'Bayar' }).count()).toBe(0);
    expect(problems).toEqual([]);
    expect(shop.sandbox.deliveries).toMatchObject([{ transactionId: id, state: 'delivered', attempts: [{}] }]);
    expect(shop.log).toEqual([]);
  });

  test('scans the QR code on the order page, which turns to paid without a reload after a payment on the dashboard', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop, { colorScheme: 'dark' });
    const { page, problems } = visited;
    const id = await order(page);
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');

    const [payment] = await shop.sandbox.payments();
    const qrImage = page.getByRole('img', { name: 'Kode QRIS untuk pembayaran Rp 75.000' });
    expect(await qrImage.getAttribute('src')).toBe(payment?.response.qris?.qr_image_url);
    await qrImage.evaluate((image: HTMLImageElement) => image.decode());
    const { data, width, height } = PNG.sync.read(await qrImage.screenshot());
    const decoded = jsqr.default(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' });
    expect(decoded?.data).toBe(payment?.response.qris?.qr_content);
    expect(await page.locator('#payment time').getAttribute('datetime')).toBe(payment?.response.expires_at);
    expect(await textOf(page)).toMatch(/Rp 75\.000.*Bayar sebelum \d+ \w+ \d{4} pukul \d\d\.\d\d WIB/);

    await page.evaluate(() => Object.assign(globalThis, { stillThisPage: true }));
    const dashboard = await page.context().newPage();
    await dashboard.goto(`${shop.sandbox.url}/?lang=en`);
    await dashboard.getByRole('button', { name: `Pay ${id}`, exact: true }).click();
    await dashboard.getByRole('link', { name: `Webhook of ${id}`, exact: true }).click();
    await dashboard.locator('#deliveries .chip', { hasText: 'delivered' }).waitFor();
    await heading(page, 'Lunas');
    expect(await page.evaluate(() => 'stillThisPage' in globalThis)).toBe(true);
    expect(await page.title()).toContain('Lunas');
    // What a screen reader announces.
    expect(await page.getByRole('status').innerText()).toBe('Lunas');
    expect(problems).toEqual([]);
  });

  test('sees a payment expire, and pays a new one with a new transaction id', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop);
    const { page } = visited;
    const id = await order(page);
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');

    await shop.wait(31);
    await heading(page, 'Waktu pembayaran habis');
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');
    expect((await shop.sandbox.payments()).map(({ transactionId }) => transactionId)).toEqual([id, `${id}-2`]);

    await shop.pay(`${id}-2`);
    await heading(page, 'Lunas');
  });

  test('sees the order paid although its webhook never arrives', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop);
    const { page, problems } = visited;
    const id = await order(page);
    await shop.loseWebhook(id);
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');
    await shop.pay(id);
    // The page asks the shop every two seconds; the shop asks KGiTON again after some more.
    await shop.wait(1);
    await heading(page, 'Lunas');
    expect(shop.sandbox.deliveries).toMatchObject([{ attempts: [] }]);
    expect(shop.receipts).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test('cancels an order', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop);
    const { page, problems } = visited;
    await order(page);
    await choose(page, 'QRIS');
    await page.getByRole('button', { name: 'Batalkan pesanan' }).click();
    await heading(page, 'Pesanan dibatalkan');
    expect(await page.getByRole('button').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('who cancels an order after paying, before its webhook has arrived, sees it paid', async () => {
    await using shop = await startShop();
    // Without JavaScript, the page does not find out by itself.
    await using visited = await visit(shop, { javaScriptEnabled: false });
    const { page } = visited;
    const id = await order(page);
    await shop.loseWebhook(id);
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');
    await shop.pay(id);
    await page.getByRole('button', { name: 'Batalkan pesanan' }).click();
    await heading(page, 'Lunas');
    expect(await page.getByRole('button').count()).toBe(0);
    expect(shop.receipts).toHaveLength(1);
  });

  test('with the order open in two tabs sees it paid in both', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop);
    const { page, problems } = visited;
    const id = await order(page);
    const second = await page.context().newPage();
    await second.goto(page.url());
    await choose(second, 'QRIS');
    await heading(second, 'Menunggu pembayaran');
    await page.waitForResponse(
      async (response) => response.url().endsWith('/status') && (await response.json()).state === 'waiting',
    );
    await heading(page, 'Bayar pesanan');
    await shop.pay(id);
    await Promise.all([heading(page, 'Lunas'), heading(second, 'Lunas')]);
    expect(problems).toEqual([]);
  });

  test('reads in plain Indonesian that online payment is unavailable when the shop has no tokens left', async () => {
    await using shop = await startShop({ licenseKey: 'SANDB-EMPTY-00000-00000-00001' });
    await using visited = await visit(shop);
    await order(visited.page);
    await choose(visited.page, 'QRIS');
    expect(await visited.page.getByRole('alert').innerText()).toBe(
      'Maaf, pembayaran online sedang tidak tersedia. Anda belum membayar apa pun. Silakan bayar di kasir, atau coba lagi nanti.',
    );
    expect(await visited.page.content()).not.toMatch(/token|licen|kgiton_|whsec|SANDB/i);
  });

  test('needs no JavaScript: a link shows that the order is paid', async () => {
    await using shop = await startShop();
    await using visited = await visit(shop, { javaScriptEnabled: false });
    const { page } = visited;
    const id = await order(page);
    await choose(page, 'QRIS');
    await heading(page, 'Menunggu pembayaran');
    await shop.pay(id);
    await shop.sandbox.waitForDelivery({ id });
    await page.getByRole('link', { name: 'Periksa status' }).click();
    await heading(page, 'Lunas');
  });

  describe.each(spread(['light', 'dark'] as const, 1))('in %s colours', (colorScheme) => {
    test('sees no page with axe violations or wider than a 320 px phone', async () => {
      await using shop = await startShop();
      await using visited = await visit(shop, {
        colorScheme,
        bypassCSP: true,
        viewport: { width: 320, height: 640 },
      });
      const { page } = visited;
      const checkPage = async () => {
        const { violations, passes } = await runAxe(page);
        expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']));
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      };

      await checkPage();
      // Bypasses the browser's form validation to reach the server's.
      await page.locator('form').evaluate((form: HTMLFormElement) => form.submit());
      await page.getByRole('alert').waitFor();
      await checkPage();
      await page.goto(`${shop.url}/nowhere`);
      await checkPage();
      await page.goto(shop.url);
      const id = await order(page);
      await checkPage();
      await shop.sandbox.setLicense({ key: shop.licenseKey, tokens: 0 }, shop.apiKey);
      await choose(page, 'QRIS');
      await page.getByRole('alert').waitFor();
      await checkPage();
      await shop.sandbox.setLicense({ key: shop.licenseKey, tokens: 2 }, shop.apiKey);
      await choose(page, 'QRIS');
      await heading(page, 'Menunggu pembayaran');
      await checkPage();
      await shop.wait(31);
      await heading(page, 'Waktu pembayaran habis');
      await checkPage();
      await choose(page, 'Halaman pembayaran');
      await page.waitForURL(`${shop.sandbox.url}/pay/**`);
      await page.goto(`${shop.url}/orders/${id}`);
      await page.getByRole('link', { name: 'Lanjutkan pembayaran' }).waitFor();
      await checkPage();
      await shop.sandbox.fail(`${id}-2`);
      await shop.wait(1);
      await heading(page, 'Pembayaran gagal');
      await checkPage();
      await shop.sandbox.setLicense({ key: shop.licenseKey, tokens: 1 }, shop.apiKey);
      await choose(page, 'QRIS');
      await heading(page, 'Menunggu pembayaran');
      await shop.pay(`${id}-3`);
      await heading(page, 'Lunas');
      await checkPage();
      await page.goto(shop.url);
      await order(page);
      await page.getByRole('button', { name: 'Batalkan pesanan' }).click();
      await heading(page, 'Pesanan dibatalkan');
      await checkPage();
    });
  });
});
