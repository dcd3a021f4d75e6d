import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAxe } from '../../../test/support/axe.js';
import { describeInChromium, launchChromium } from '../../../test/support/chromium.js';
import { startSandbox } from '../src/index.js';
import { generate, request } from './requests.js';

const bill = { payment_type: 'CHECKOUT_PAGE', amount: 150_000, back_url: 'http://127.0.0.1:9/orders/1' } as const;

interface OpenOptions {
  seed?: string;
  query?: string;
  amount?: number;
  bypassCSP?: boolean;
}

describeInChromium('a checkout page that is open', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** A sandbox and the page of a payment in it. Its timers run by `page.clock`. */
  async function open({ seed, query = '', amount = bill.amount, bypassCSP = false }: OpenOptions = {}) {
    const sandbox = await startSandbox({ port: 0, seed });
    const { body } = await generate(sandbox, request({ ...bill, amount }));
    const context = await browser.newContext({ bypassCSP });
    context.setDefaultTimeout(10_000);
    await context.clock.install();
    const problems: string[] = [];
    context.on('console', (message) => problems.push(message.text()));
    context.on('weberror', (error) => problems.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(`${sandbox.url}/pay/${body.payment_id}${query}`);
    await page.evaluate(() => Object.assign(globalThis, { marked: true }));
    return {
      sandbox,
      page,
      problems,
      id: body.payment_id as string,
      isMarked: () => page.evaluate(() => 'marked' in globalThis),
      async [Symbol.asyncDispose]() {
        await context.close();
        await sandbox.close();
      },
    };
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
  /** The event that a browser fires when the user returns to the tab. */
  const comeBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  /** The same; the page must ask at once, not only at its next poll. */
  const comeBackToNews = (page: Page) =>
    Promise.all([page.waitForResponse(/\/pay\//, { timeout: 2_500 }), comeBack(page)]);

  test('shows without a reload that the payment was paid elsewhere, announces it, and redirects back', async () => {
    await using visited = await open();
    const { sandbox, page, id } = visited;
    await sandbox.pay(id);
    await page.clock.runFor(5_000);
    await heading(page, 'Pembayaran berhasil');
    expect(await visited.isMarked()).toBe(true);
    expect(await page.title()).toBe('Pembayaran berhasil · \u2068SANDBOX MERCHANT\u2069');
    expect(await page.locator('#notice[role=status]').innerText()).toContain('Pembayaran berhasil');
    expect(await page.getByRole('button', { name: 'Bayar sekarang' }).count()).toBe(0);
    expect(await page.getByRole('img').count()).toBe(0);
    expect(visited.problems).toEqual([]);
    const left = page.waitForRequest(bill.back_url);
    await page.clock.runFor(5_000);
    await left;
  });

  test('shows the expiry as soon as the sandbox’s clock has been advanced, in the same language', async () => {
    await using visited = await open({ query: '?lang=en' });
    const { sandbox, page } = visited;
    await sandbox.advance({ minutes: 110 });
    await comeBackToNews(page);
    await expect.poll(() => page.getByRole('timer').innerText()).toMatch(/^(10:00|9:5\d)$/);
    await sandbox.advance({ minutes: 10 });
    await comeBackToNews(page);
    await heading(page, 'This payment has expired');
    expect(await page.getByRole('link', { name: 'Back to' }).getAttribute('href')).toBe(bill.back_url);
    expect(await visited.isMarked()).toBe(true);
    expect(visited.problems).toEqual([]);
  });

  test('stops polling once the payment is over', async () => {
    await using visited = await open();
    const { sandbox, page, id } = visited;
    await sandbox.expire(id);
    await comeBackToNews(page);
    await heading(page, 'Waktu pembayaran habis');
    const asked: string[] = [];
    page.on('request', (one) => asked.push(one.url()));
    await page.clock.runFor(60_000);
    await comeBack(page);
    // Whatever the page asks comes before what it is told to ask now.
    await page.evaluate(() => fetch('/last'));
    expect(asked.map((url) => new URL(url).pathname)).toEqual(['/last']);
  });

  test('counts down no further than the sandbox’s clock, which may stand still', async () => {
    await using visited = await open({ seed: 'still' });
    const { page } = visited;
    const responded = page.waitForResponse(/\/pay\//);
    await page.clock.runFor(5_000);
    await (await responded).finished();
    await expect.poll(() => page.getByRole('timer').innerText()).toBe('2:00:00');
    await page.clock.runFor(4_000);
    expect(await page.getByRole('timer').innerText()).toBe('2:00:00');
    await visited.sandbox.advance({ minutes: 1 });
    await comeBackToNews(page);
    await expect.poll(() => page.getByRole('timer').innerText()).toBe('1:59:00');
  });

  test('keeps counting while the sandbox is unreachable, and shows the payment once it is back', async () => {
    await using visited = await open();
    const { page, sandbox, id } = visited;
    await page.context().setOffline(true);
    await page.clock.runFor(16_000);
    expect(await page.getByRole('timer').innerText()).toMatch(/^1:59:4\d$/);
    await page.context().setOffline(false);
    await sandbox.pay(id);
    await page.clock.runFor(5_000);
    await heading(page, 'Pembayaran berhasil');
  });

  test('has no accessibility violations after it has changed to paid', async () => {
    await using visited = await open({ bypassCSP: true });
    const { sandbox, page, id } = visited;
    await sandbox.pay(id);
    await comeBackToNews(page);
    await heading(page, 'Pembayaran berhasil');
    const checking = runAxe(page);
    // Axe waits by timers too.
    await page.clock.runFor(1_000);
    expect((await checking).violations).toEqual([]);
  });

  test('has a QR code with its amount, up to the QRIS maximum', async () => {
    await using most = await open({ amount: 10_000_000 });
    const code = most.page.getByRole('img', { name: 'Kode QRIS untuk pembayaran ini' });
    expect(await most.page.getByRole('img').count()).toBe(1);
    const { data, width, height } = PNG.sync.read(await code.screenshot());
    expect(jsqr.default(new Uint8ClampedArray(data), width, height)?.data).toContain('540810000000');
    for (const amount of [10_000_001, Number.MAX_SAFE_INTEGER]) {
      await using more = await open({ amount });
      expect(await more.page.getByRole('img').count()).toBe(0);
      expect(await more.page.locator('body').innerText()).not.toContain('QRIS');
      expect(await more.page.getByRole('button', { name: 'Bayar sekarang' }).count()).toBe(1);
      expect(more.problems).toEqual([]);
    }
  });
});
