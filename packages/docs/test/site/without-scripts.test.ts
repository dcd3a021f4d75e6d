import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { operationOf } from '../../src/document.js';
import { LANGUAGES } from '../../src/languages.js';
import { type ExpectedPage, expectedOperationPages, expectedPages, locales } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('whoever has no scripts', () => {
  let site: SiteReader;
  let reader: Visit;
  beforeAll(async () => {
    site = await openSite();
    reader = await site.visit('index.html', { javaScriptEnabled: false });
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  async function open({ path }: ExpectedPage): Promise<Page> {
    await reader.page.goto(site.served + path);
    return reader.page;
  }

  describe.each(LANGUAGES)('in the language %s', (language) => {
    const pages = expectedPages(language);
    const operationPages = expectedOperationPages(language);
    const { contract, messages } = locales[language];

    test.each(spread([...pages, ...operationPages]))(
      'reads $path from its title to its footer, with all its code, and finds no dead control',
      async (expected) => {
        const page = await open(expected);
        expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual([expected.title]);
        const parts = page.locator(
          'main :is(h2, h3, p, li, table, pre, section, footer):not(.pane *, .takes [data-example] *, details:not([open]) *)',
        );
        const hidden = await parts.evaluateAll((all) => all.filter((part) => !part.checkVisibility()).length);
        expect(hidden).toBe(0);
        const controls = page.locator(
          'button, select, textarea, dialog, [role=tab], input:not([type=checkbox], .choice *)',
        );
        expect(await controls.evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)).toBe(0);
      },
    );

    test('reads every program of a group, each under its name', async () => {
      const all = operationOf(contract, 'generatePayment')['x-codeSamples'] ?? [];
      const samples = all.filter(({ label }) => !label.endsWith(' · CHECKOUT_PAGE'));
      const page = await open(pages.find(({ slug }) => slug === 'qris') as ExpectedPage);
      const group = page.locator('.code-tabs').first();
      expect(await group.locator('figcaption').allInnerTexts()).toEqual(
        samples.map(({ label }) => {
          const [one, library = messages.get('operation.no-library')] = label.split(' · ');
          return one === 'cURL' ? one : `${one} · ${library}`;
        }),
      );
      expect(await group.locator('code').allInnerTexts()).toEqual(samples.map(({ source }) => source.trimEnd()));
    });

    test('reads of an operation every example in every language, one at a time, without a program that changes them', async () => {
      const page = await open(operationPages[0] as ExpectedPage);
      const shown = () => page.locator('.card-request pre:visible').allInnerTexts();
      expect(await shown()).toEqual([expect.stringMatching(/^curl .*"payment_type": "QRIS"/s)]);
      await page.locator('.choice-example label').nth(1).click();
      await page.locator('.choice-sample label', { hasText: 'PHP' }).click();
      expect(await shown()).toEqual([expect.stringContaining('->generateCheckoutPage(')]);
      await page.locator('.choice-library label').last().click();
      expect(await shown()).toEqual([expect.stringMatching(/^<\?php .*"payment_type": "CHECKOUT_PAGE"/s)]);
      const programs = await page.locator('.takes [data-example] pre:visible').allInnerTexts();
      expect(programs).toHaveLength(6);
      for (const program of programs) expect(program).toContain('CHECKOUT_PAGE');
    });

    test('goes from the list of operations to each of them', async () => {
      const page = await open(pages.find(({ slug }) => slug === 'reference') as ExpectedPage);
      await page.locator('main li > a:has(> .method)').last().click();
      await page.waitForURL(/reference-receive-payment-success\.html$/);
    });
  });

  test('is whoever waits for the script of the site in vain, too', async () => {
    await using visit = await site.visit('reference-generate-payment.html', {
      viewport: { width: 390, height: 844 },
      before: (context) => context.route(/\/assets\/site-/, (route) => route.abort()),
    });
    const { page } = visit;
    expect(await page.locator('.properties li').last().isVisible()).toBe(true);
    expect(await page.locator('#navigation a:visible').count()).toBeGreaterThanOrEqual(expectedPages('id').length);
  });

  test('reaches every page from a phone: the navigation is at the top of the page', async () => {
    await using visit = await site.visit('index.html', {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    });
    const links = visit.page.locator('#navigation a:visible');
    expect(await links.count()).toBe(expectedPages('id').length);
  });

  test('sees the dark when the system prefers it', async () => {
    await using visit = await site.visit('index.html', { javaScriptEnabled: false, colorScheme: 'dark' });
    const background = await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).not.toBe('rgb(255, 255, 255)');
  });
});
