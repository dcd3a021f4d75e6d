import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { expectedOperationPages, expectedPages } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

/** A common phone, and the narrowest that is still around, in CSS pixels. */
const WIDTHS = [390, 320];

/** What is not within the window, beside what scrolls in a box of its own and may: `scrolling` names these boxes. */
async function outside(page: Page, within: string, scrolling: string): Promise<string[]> {
  return page.evaluate(
    ([within, scrolling]) => {
      const { clientWidth, scrollWidth } = document.documentElement;
      if (scrollWidth > clientWidth) return [`the page: ${scrollWidth} > ${clientWidth}`];
      return [...document.querySelectorAll(`${within}, ${within} *`)]
        .filter((part) => part.checkVisibility() && (part.matches(scrolling) || !part.closest(scrolling)))
        .map((part) => ({ part, box: part.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.left < -1 || box.right > clientWidth + 1))
        .map(({ part }) => part.outerHTML.slice(0, 100));
    },
    [within, scrolling] as const,
  );
}

/**
 * A program may have long lines, and many languages. A table may not: on a phone it is read row by row, and its head is only
 * heard.
 */
const SCROLLING = 'pre, .tab-list, thead';

describeInChromium('on a phone', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(spread(LANGUAGES, 1))('nothing overflows the screen in the language %s', (language) => {
    let reader: Visit;
    beforeAll(async () => {
      reader = await site.visit(`${folderOf(language)}index.html`);
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    test.each(spread([...expectedPages(language), ...expectedOperationPages(language)]))(
      'on $path',
      async ({ path }) => {
        const { page } = reader;
        await page.goto(site.served + path);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 844 });
          expect(await outside(page, 'main', SCROLLING), `${width} pixels`).toEqual([]);
          expect(await outside(page, '.top', SCROLLING), `${width} pixels`).toEqual([]);
          // Nor does anything in the bar run into its neighbour.
          const cut = await page
            .locator('.top > *')
            .evaluateAll((all) =>
              all.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className),
            );
          expect(cut, `${width} pixels`).toEqual([]);
        }
      },
    );

    test('in the menu, in the search and in the try-it panel', async () => {
      const { page } = reader;
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${site.served}${folderOf(language)}qris.html`);
        await page.locator('.menu-button').click();
        expect(await outside(page, '#navigation', SCROLLING), `${width} pixels`).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator('.search-button').click();
        await page.keyboard.type('token');
        await page.getByRole('option').first().waitFor();
        expect(await outside(page, '.search-dialog', SCROLLING), `${width} pixels`).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator('.try-button').click();
        expect(await outside(page, '.try-dialog', SCROLLING), `${width} pixels`).toEqual([]);
      }
    });
  });
});
