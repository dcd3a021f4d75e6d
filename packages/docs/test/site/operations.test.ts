import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { LANGUAGES } from '../../src/languages.js';
import { expectedOperations } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';
import { TryPanel } from './try-panel.js';

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

describeInChromium('an operation', () => {
  let site: SiteReader;
  let reader: Visit;
  beforeAll(async () => {
    site = await openSite();
    reader = await site.visit('index.html', { viewport: desktop });
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  const shown = (page: Page, card: string) => page.locator(`.card-${card} pre:visible`).allInnerTexts();
  const choose = (page: Page, name: string, value: string) =>
    page.locator(`.choice-${name} label`, { hasText: value }).click();

  describe.each(spread(LANGUAGES, 1))('in the language %s', (language) => {
    test.each(spread(expectedOperations(language)))(
      '$id opens by the addresses that it had before, and is marked in the navigation',
      async ({ id, path, formerPath, formerRoute }) => {
        const { page } = reader;
        for (const former of [id, formerRoute]) {
          // In a window that was elsewhere.
          await page.goto('about:blank');
          await page.goto(`${site.served}${formerPath}#${former}`);
          await page.waitForURL(site.served + path);
        }
        const marked = page.locator('#navigation [aria-current]');
        expect(await marked.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).toEqual([
          site.served + path,
        ]);
        const box = await marked.boundingBox();
        expect(Math.floor((box?.y ?? 0) + (box?.height ?? Number.POSITIVE_INFINITY))).toBeLessThanOrEqual(
          desktop.height,
        );
      },
    );
  });

  test('that does not exist leads to the top of its reference', async () => {
    const { page } = reader;
    await page.goto('about:blank');
    await page.goto(`${site.served}reference.html#/payments/refundpayment`);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    expect(page.url()).toContain('reference.html');
    expect(reader.problems).toEqual([]);
  });

  test('changes request and response together with its example, in every language', async () => {
    await using visit = await site.visit('en/reference-generate-payment.html', { viewport: desktop });
    const { page } = visit;
    const one = (text: string) => [expect.stringContaining(text)];
    expect(await shown(page, 'request')).toEqual(one('"payment_type": "QRIS"'));
    expect(await shown(page, 'response')).toEqual(one('"payment_url": null'));
    await choose(page, 'example', 'Checkout page');
    expect(await shown(page, 'request')).toEqual(one('"payment_type": "CHECKOUT_PAGE"'));
    expect(await shown(page, 'response')).toEqual(one('"qris": null'));
    await choose(page, 'sample', 'Go');
    expect(await shown(page, 'request')).toEqual(one('.GenerateCheckoutPage('));
    await choose(page, 'library', 'without a library');
    expect(await shown(page, 'request')).toEqual([expect.stringMatching(/^\/\/ go run .*CHECKOUT_PAGE/s)]);
    await choose(page, 'status', '400');
    expect(await shown(page, 'response')).toHaveLength(3);
    expect(visit.problems).toEqual([]);
  });

  test('changes its complete programs with its example, in the language that is chosen there', async () => {
    await using visit = await site.visit('en/reference-generate-payment.html', { viewport: desktop });
    const { page } = visit;
    const programs = page.locator('.takes pre:visible');
    expect(await programs.allInnerTexts()).toEqual([expect.stringContaining('"payment_type": "QRIS"')]);
    await choose(page, 'example', 'Checkout page');
    for (const [language, sends] of [
      ['cURL', '"payment_type": "CHECKOUT_PAGE"'],
      ['TypeScript', "'CHECKOUT_PAGE'"],
      ['Go', 'CHECKOUT_PAGE'],
    ] as const) {
      await page.getByRole('tab', { name: language, exact: true }).click();
      const shown = await programs.allInnerTexts();
      expect(shown, language).toEqual([expect.stringContaining(sends)]);
      expect(shown[0]).not.toMatch(/qris/i);
    }
    await choose(page, 'example', 'QRIS');
    expect(await programs.allInnerTexts()).toEqual([expect.stringMatching(/go run .*"QRIS"/s)]);
    expect(visit.problems).toEqual([]);
  });

  test('has one choice of language, for its samples and for its complete programs', async () => {
    await using visit = await site.visit('en/reference-generate-payment.html', { viewport: desktop });
    const { page } = visit;
    await choose(page, 'sample', 'Python');
    expect(await page.locator('.takes [role=tab][aria-selected=true]:visible').allInnerTexts()).toEqual(['Python']);
    await page.getByRole('tab', { name: 'Go', exact: true }).click();
    expect(await page.locator('.choice-sample input:checked').inputValue()).toBe('Go');
  });

  test('is tried with the example that its samples show, and shows what the reader chose on the last one', async () => {
    await using visit = await site.visit('en/reference-generate-payment.html', { viewport: desktop });
    const { page } = visit;
    await choose(page, 'example', 'Checkout page');
    await choose(page, 'sample', 'PHP');
    await page.goto(`${site.served}reference-generate-payment.html`);
    expect(await shown(page, 'request')).toEqual([expect.stringContaining('->generateCheckoutPage(')]);
    await page.locator('.samples .try button').click();
    const panel = new TryPanel(page);
    await panel.asJson();
    expect(JSON.parse(await panel.body.inputValue())).toMatchObject({ payment_type: 'CHECKOUT_PAGE' });
    expect(visit.problems).toEqual([]);
  });

  test('has its samples beside the text on a desktop, whole in the window wherever the reader is', async () => {
    const { page } = reader;
    for (const [name, height] of [
      ['reference-generate-payment', 900],
      ['reference-generate-payment', 640],
      ['sandbox-api-list-payments', 720],
    ] as const) {
      await page.setViewportSize({ width: 1440, height });
      await page.goto(`${site.served}${name}.html`);
      const end = await page.evaluate(() => document.documentElement.scrollHeight);
      for (const top of [0, 600, Math.floor(end / 2)]) {
        await page.evaluate((y) => window.scrollTo({ top: y, behavior: 'instant' }), top);
        const text = await page.locator('.takes').boundingBox();
        const samples = await page.locator('.samples').boundingBox();
        if (!text || !samples) throw new Error('The page lacks its text or its samples.');
        expect(samples.x).toBeGreaterThan(text.x + text.width);
        expect(samples.y).toBeGreaterThanOrEqual(56);
        expect(samples.y + samples.height, `${name}, ${height} high, at ${top}`).toBeLessThanOrEqual(height);
      }
      // Each card keeps some lines of its code.
      const heights = await page
        .locator('.samples pre:visible')
        .evaluateAll((all) => all.map((pre) => pre.clientHeight));
      expect(Math.min(...heights)).toBeGreaterThan(60);
    }
    await page.setViewportSize(desktop);
  });

  test('has one column on a phone: the path first, then what it is for, the samples, and what it takes', async () => {
    await using visit = await site.visit('reference-generate-payment.html', { viewport: phone });
    const tops = await Promise.all(
      ['.path', '.intro', '.samples', '.takes'].map(
        async (part) => (await visit.page.locator(part).boundingBox())?.y ?? -1,
      ),
    );
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(tops[0]).toBeLessThan(200);
    expect(tops[1]).toBeLessThan(phone.height);
  });

  test.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ])('stands still while it loads, also for whoever has chosen another language, %s', async (_, viewport) => {
    await using visit = await site.visit('reference-generate-payment.html', {
      viewport,
      before: (context) =>
        context.addInitScript(() => {
          localStorage.setItem('kgiton.sample', 'Java');
          localStorage.setItem('kgiton.example', 'CHECKOUT_PAGE');
          localStorage.setItem('kgiton.library', 'none');
        }),
    });
    const { page } = visit;
    expect(await shown(page, 'request')).toEqual([expect.stringMatching(/^\/\/ java .*CHECKOUT_PAGE/s)]);
    await page.waitForLoadState('networkidle');
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          // What was buffered is told before the next frame but one.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    expect(shift).toBeLessThanOrEqual(0.05);
  });
});
