import fc from 'fast-check';
import jsqr from 'jsqr';
import { correction, generate } from 'lean-qr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../test/support/axe.js';
import { describeInChromium } from '../../../test/support/chromium.js';
import { runs, spread } from '../../../test/support/spread.js';
import { type Checkout, languages, pending, qrContent, schemes, startCheckout, states } from './checkout-visit.js';

describeInChromium('the checkout page', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await startCheckout();
  });
  afterAll(() => checkout?.[Symbol.asyncDispose]());

  const visit: Checkout['visit'] = (...args) => checkout.visit(...args);

  const views = languages.flatMap((language) => states.map((state) => ({ language, state })));
  describe.each(spread(views, 2))('in $language, $state', ({ language, state }) => {
    test.each(schemes)('has no accessibility violations, in %s', async (colorScheme) => {
      await using visited = await visit({ state }, { language, colorScheme, bypassCSP: true });
      const { violations, passes } = await runAxe(visited.page);
      expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
      expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']));
    });

    test('respects its content security policy and loads nothing from elsewhere', async () => {
      await using visited = await visit({ state }, { language });
      expect(await visited.page.getAttribute('html', 'lang')).toBe(language);
      expect(await visited.page.evaluate(() => getComputedStyle(document.body).marginTop)).toBe('0px');
      expect(visited.problems).toEqual([]);
      expect(visited.elsewhere).toEqual([]);
    });

    test('fits a phone of 320 px, with long names and the largest amount', async () => {
      const name = `${'Cuci karpet '.repeat(20)}${'x'.repeat(200)}`;
      const items = Array.from({ length: 50 }, () => ({ name, price: Number.MAX_SAFE_INTEGER, quantity: 1 }));
      const long = { merchant: name, description: name, customerName: name, amount: Number.MAX_SAFE_INTEGER, items };
      await using visited = await visit({ state, ...long }, { language, viewport: { width: 320, height: 640 } });
      expect(await visited.page.locator('.items li').count()).toBe(50);
      const overflowing = await visited.page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > 320)
          .map((element) => element.outerHTML),
      );
      expect(overflowing).toEqual([]);
      expect(await visited.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });

    test('has controls that are large enough to tap and that show focus', async () => {
      await using visited = await visit({ state }, { language });
      const controls = await visited.page.locator('a:visible, button:visible').all();
      expect(controls.length).toBeGreaterThanOrEqual(2);
      for (const control of controls) {
        await visited.page.keyboard.press('Tab');
        expect(await control.evaluate((element) => element === document.activeElement)).toBe(true);
        const { height, outline } = await control.evaluate((element) => ({
          height: element.getBoundingClientRect().height,
          outline: getComputedStyle(element).outlineWidth,
        }));
        expect(height).toBeGreaterThanOrEqual(44);
        expect(outline).toBe('3px');
      }
    });
  });

  test('has no accessibility violations once the countdown has ended', async () => {
    await using visited = await visit({ now: pending.expiresAt }, { bypassCSP: true });
    await visited.page.getByRole('heading', { name: 'Waktu pembayaran habis' }).waitFor();
    expect((await runAxe(visited.page)).violations).toEqual([]);
  });

  test('shows merchant, items with quantity and line totals, and the total', async () => {
    await using visited = await visit();
    expect(await visited.words('h1')).toBe('Pembayaran ke Laundry Bersih Wangi');
    expect(await visited.words('.bill')).toContain('Total Rp 150.000');
    const items = await visited.page.locator('.items li').allInnerTexts();
    expect(items.map((item) => item.replaceAll(/\s+/g, ' '))).toEqual([
      'Laundry 5kg 1 × Rp 100.000 Rp 100.000',
      'Setrika ekspres 2 × Rp 25.000 Rp 50.000',
    ]);
    expect(await visited.page.title()).toBe('Rp\u00a0150.000 · \u2068Laundry Bersih Wangi\u2069');
  });

  test('says that no money moves, in every state and language', async () => {
    for (const state of states) {
      await using indonesian = await visit({ state });
      expect(await indonesian.words('header')).toContain('tidak ada uang yang berpindah');
      await using english = await visit({ state }, { language: 'en' });
      expect(await english.words('header')).toContain('no money moves');
    }
  });

  test('shows the QR code black on white in the dark too, with its quiet zone', async () => {
    await using visited = await visit({}, { colorScheme: 'dark' });
    const qr = visited.page.getByRole('img', { name: 'Kode QRIS untuk pembayaran ini' });
    const { data, width, height } = PNG.sync.read(await qr.screenshot());
    const pixels = new Uint8ClampedArray(data);
    expect(jsqr.default(pixels, width, height, { inversionAttempts: 'dontInvert' })?.data).toBe(qrContent);
    const { size } = generate(qrContent, { minCorrectionLevel: correction.M });
    // Four modules of white above the code; within the border, and in the middle, away from the rounded corners.
    const quietZone = Math.floor((4 * width) / (size + 8)) - 2;
    const pixelAt = (x: number, y: number) => [...pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
    const above = Array.from({ length: quietZone }, (_, row) => pixelAt(width >> 1, row + 2));
    expect(new Set(above.flat())).toEqual(new Set([255]));
  });

  test('leaves out what a partner did not send', async () => {
    await using visited = await visit({
      items: [],
      description: undefined,
      customerName: undefined,
      backUrl: undefined,
    });
    expect(await visited.page.locator('.items').count()).toBe(0);
    expect(await visited.page.locator('dt').allInnerTexts()).toEqual(['ID transaksi', 'ID pembayaran']);
    expect(await visited.page.getByRole('link', { name: 'Batal' }).count()).toBe(0);
  });

  describe('without JavaScript', () => {
    const javaScriptEnabled = false;

    test('has the total, the time of expiry and a button that pays', async () => {
      await using visited = await visit({}, { javaScriptEnabled });
      expect(await visited.words('.bill')).toContain('Rp 150.000');
      expect(await visited.words('.expiry')).toBe('Bayar sebelum 23 November 2026 pukul 21.50 WIB');
      expect(await visited.page.getAttribute('.expiry time', 'datetime')).toBe('2026-11-23T14:50:00.000Z');
      checkout.requests.length = 0;
      await visited.page.getByRole('button', { name: 'Bayar sekarang' }).click();
      await visited.page.getByRole('heading', { name: 'Pembayaran berhasil' }).waitFor();
      expect(checkout.requests).toEqual([`POST ${pending.actions.pay}?lang=id`, `GET ${pending.actions.self}?lang=id`]);
    });

    test('redirects back after the payment', async () => {
      await using visited = await visit({ state: 'paid' }, { javaScriptEnabled });
      expect(await visited.words('.redirect')).toBe('Anda akan diarahkan kembali dalam 5 detik.');
      await visited.page.waitForURL('https://shop.example/orders/1');
    });
  });

  describe('in English', () => {
    test('the language switch stays on the payment, and names each language in itself', async () => {
      await using visited = await visit();
      await visited.page.getByRole('link', { name: 'English' }).click();
      await visited.page.waitForURL(`${checkout.url}${pending.actions.self}?lang=en`);
      expect(await visited.words('.payment')).toContain('Pay before 23 November 2026 at 21:50 WIB');
      const back = visited.page.getByRole('link', { name: 'Bahasa Indonesia' });
      expect([await back.getAttribute('lang'), await back.getAttribute('hreflang')]).toEqual(['id', 'id']);
      await back.click();
      await visited.page.waitForURL(`${checkout.url}${pending.actions.self}?lang=id`);
      expect(await visited.words('.payment')).toContain('Bayar sebelum');
    });

    test('paying and checking the status stay in English', async () => {
      await using visited = await visit({}, { language: 'en' });
      await visited.page.getByRole('link', { name: 'Already paid? Check status' }).click();
      await visited.page.getByRole('button', { name: 'Pay now' }).click();
      await visited.page.getByRole('heading', { name: 'Payment successful' }).waitFor();
    });
  });

  describe('the countdown', () => {
    test.each([
      { now: '2026-11-23T14:20:00Z', want: '30:00' },
      { now: '2026-11-23T14:40:55Z', want: '9:05' },
      { now: '2026-11-22T14:50:00Z', want: '24:00:00' },
      { now: '2026-11-23T13:44:59Z', want: '1:05:01' },
    ])('starts at $want, by the clock of the sandbox', async ({ now, want }) => {
      await using visited = await visit({ now }, { time: '2030-01-01T00:00:00Z' });
      expect(await visited.words('[role=timer]')).toBe(want);
    });

    test('counts down to zero, then shows the expiry and disables paying, even if the sandbox is unreachable', async () => {
      await using visited = await visit({}, { time: '2030-01-01T00:00:00Z' });
      const { page } = visited;
      const button = page.getByRole('button', { name: 'Bayar sekarang' });
      await page.context().setOffline(true);
      await page.clock.runFor(61_000);
      expect(await visited.words('[role=timer]')).toBe('28:59');
      await page.clock.fastForward(28 * 60_000 + 58_000);
      expect(await visited.words('[role=timer]')).toBe('0:01');
      expect(await button.isEnabled()).toBe(true);
      expect(await visited.words('.payment')).not.toContain('Waktu pembayaran habis');
      await page.clock.runFor(1_000);
      expect(await visited.words('[role=status]')).toContain('Waktu pembayaran habis');
      expect(await page.title()).toBe('Waktu pembayaran habis · \u2068Laundry Bersih Wangi\u2069');
      expect(await button.isDisabled()).toBe(true);
      expect(await page.getByRole('img').count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Kembali ke' }).getAttribute('href')).toBe(pending.backUrl);
      await page.clock.runFor(3_600_000);
      expect(await page.getByRole('heading', { name: 'Waktu pembayaran habis' }).count()).toBe(1);
      expect(visited.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    });
  });

  describe('after the payment', () => {
    test('redirects back after five seconds, and not before', async () => {
      await using visited = await visit({ state: 'paid' }, { time: '2030-01-01T00:00:00Z' });
      const { page } = visited;
      expect(await visited.words('.payment')).toContain('Anda akan diarahkan kembali dalam 5 detik.');
      await page.clock.runFor(4_900);
      expect(visited.elsewhere).toEqual([]);
      await page.clock.runFor(200);
      await page.waitForURL('https://shop.example/orders/1');
    });

    test('stays, if the customer chooses to', async () => {
      await using visited = await visit({ state: 'paid' }, { time: '2030-01-01T00:00:00Z' });
      const { page } = visited;
      await page.getByRole('button', { name: 'Tetap di halaman ini' }).click();
      await page.clock.runFor(60_000);
      expect(visited.elsewhere).toEqual([]);
      expect(await visited.words('[role=status]')).toBe('Anda tetap di halaman ini.');
      await page.getByRole('link', { name: 'Kembali ke Laundry Bersih Wangi' }).click();
      await page.waitForURL('https://shop.example/orders/1');
    });

    test('does not redirect without a back_url', async () => {
      await using visited = await visit({ state: 'paid', backUrl: undefined }, { time: '2030-01-01T00:00:00Z' });
      expect(await visited.words('.payment')).toBe('Pembayaran berhasil Terima kasih, pembayaran Anda sudah diterima.');
      await visited.page.clock.runFor(60_000);
      expect(visited.problems).toEqual([]);
    });
  });

  describe('what a partner sent', () => {
    test.each(states)('is text and nothing else, when %s', async (state) => {
      const hostile = `</title></style></template></script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)' \u202e&amp;`;
      const given = {
        merchant: `M ${hostile}`,
        description: `D ${hostile}`,
        customerName: `C ${hostile}`,
        items: [{ name: `I ${hostile}`, price: 150_000, quantity: 1 }],
      };
      await using visited = await visit({ state, ...given });
      await using plain = await visit({ state });
      const texts = await visited.page.locator('main bdi').allTextContents();
      expect(texts).toEqual(
        expect.arrayContaining([given.merchant, given.description, given.customerName, given.items[0]?.name]),
      );
      expect(await visited.page.title()).toContain(given.merchant);
      const attributes = (page: Page) =>
        page.evaluate(() => new Set([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())));
      expect(await attributes(visited.page)).toEqual(await attributes(plain.page));
      expect(await visited.page.locator('script, img').count()).toBe(1);
      expect(visited.problems).toEqual([]);
    });

    test.each(states)('never becomes a link with a script, when %s', async (state) => {
      for (const backUrl of ['javascript:alert(1)', ' JAVASCRIPT:alert(1)', 'data:text/html,x', '/elsewhere']) {
        const { links, refresh } = await checkout.parse({ state, backUrl });
        expect(links).toEqual(links.filter((link) => link?.startsWith(`${pending.actions.self}?lang=`)));
        expect(links).not.toEqual([]);
        expect(refresh).toEqual([]);
      }
    });

    test('comes out of the HTML exactly as it went in, whatever it is', async () => {
      // What HTML and UTF-8 have no way to say: NUL, and half of a surrogate pair.
      const sayable = (text: string) => text.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');
      const text = fc.oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: fc.constantFrom(...'<>&"\'`/=- \r\n\t\0\ud800\u202e;#x', '</script', 'amp'), minLength: 1 }),
      );
      const view = fc.record({
        state: fc.constantFrom(...states),
        merchant: text,
        description: text,
        customerName: text,
        items: fc.array(fc.record({ name: text, price: fc.nat(), quantity: fc.integer({ min: 1, max: 9 }) })),
        backUrl: fc.oneof(text, fc.webUrl({ withQueryParameters: true, withFragments: true })),
      });
      await fc.assert(
        fc.asyncProperty(view, async (given) => {
          const { names, facts, links, merchant, unexpected } = await checkout.parse(given);
          expect(merchant).toBe(sayable(given.merchant));
          expect(names).toEqual(given.items.map(({ name }) => sayable(name)));
          const sent = [given.description, given.customerName].map(sayable);
          expect(facts).toEqual([...sent, pending.transactionId, pending.paymentId]);
          const outward = links.filter((link) => !link?.startsWith('/checkout/'));
          expect(outward.filter((link) => !/^https?:\/\//.test(link ?? ''))).toEqual([]);
          expect(unexpected).toEqual([]);
        }),
        runs(300),
      );
    });
  });
});
