import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../scripts/docs/languages.js';
import { describeInChromium } from './chromium.js';
import { expectedOperations, expectedPages } from './editions.js';
import { drawnOperation, nothingMoves } from './redoc.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

/** A common phone, and the narrowest that is still around, in CSS pixels. */
const WIDTHS = [390, 320];

/** As tall as the page: Redoc draws only what is in sight. */
const TALL = 20_000;

/** What is wider than the window, beside what scrolls in a box of its own. */
async function tooWide(page: Page, within: string): Promise<string[]> {
  return page.evaluate((within) => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth > clientWidth) return [`the page: ${scrollWidth} > ${clientWidth}`];
    const scrollsItself = (element: Element): boolean => {
      const box = element.closest('pre, .table, .tab-list, [role=tablist]');
      return box !== null && getComputedStyle(box).overflowX !== 'visible';
    };
    const parts = [...document.querySelectorAll(`${within} :is(p, li, table, code, pre, h1, h2, h3, img, a, button)`)];
    return parts
      .filter((part) => part.checkVisibility() && !scrollsItself(part))
      .filter((part) => part.getBoundingClientRect().right > clientWidth + 1)
      .map((part) => part.outerHTML.slice(0, 100));
  }, within);
}

describeInChromium('on a phone', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(LANGUAGES)('nothing is wider than the screen in the language %s', (language) => {
    let reader: Visit;
    beforeAll(async () => {
      reader = await site.visit(`${folderOf(language)}index.html`);
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    test.each(expectedPages(language))('on $path', async ({ path }) => {
      const { page } = reader;
      await page.goto(site.served + path);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        expect(await tooWide(page, 'body'), `${width} pixels`).toEqual([]);
      }
    });

    test.each(expectedOperations(language))('in Redoc, at $id', async (operation) => {
      const { page } = reader;
      await page.setViewportSize({ width: WIDTHS[0] as number, height: TALL });
      await page.goto(`${site.served}${operation.path}#${operation.route}`);
      await drawnOperation(page, operation).getByRole('heading', { level: 2 }).first().waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: TALL });
        await nothingMoves(page);
        expect(await tooWide(page, `[data-section-id="${operation.route}"]`), `${width} pixels`).toEqual([]);
      }
    });

    test('in the search and in the panel that tries requests', async () => {
      const { page } = reader;
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${site.served}${folderOf(language)}qris.html`);
        await page.locator('.search-button').click();
        await page.keyboard.type('token');
        await page.getByRole('option').first().waitFor();
        expect(await tooWide(page, '.search-dialog'), `${width} pixels`).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator('.try-button').click();
        expect(await tooWide(page, '.try-dialog'), `${width} pixels`).toEqual([]);
      }
    });
  });
});
