import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** CSS pixels: what WCAG 2.5.8 wants at least, and what fits a line of text. */
const LEAST = 32;

describeInChromium('a reader with a touch screen', () => {
  let site: SiteReader;
  let visit: Visit;
  beforeAll(async () => {
    site = await openSite();
    visit = await site.visit('errors.html', phone);
  });
  afterAll(async () => {
    await visit?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
  });

  const open = async (path: string): Promise<Page> => {
    await visit.page.goto(site.served + path);
    return visit.page;
  };

  test.each(['errors.html', 'en/webhooks.html', 'reference-generate-payment.html', 'en/reference.html'])(
    'sees each link to a part of %s and each button that copies, large enough and within the page',
    async (path) => {
      const page = await open(path);
      const targets = await page.locator('.anchor, .code > .copy').evaluateAll((all) =>
        all.flatMap((one) => {
          if (!one.checkVisibility()) return [];
          const { width, height, left, right } = one.getBoundingClientRect();
          const { opacity } = getComputedStyle(one);
          return { name: one.getAttribute('aria-label') ?? 'copy', width, height, left, right, opacity };
        }),
      );
      expect(targets.length).toBeGreaterThan(2);
      const wrong = targets.filter(
        ({ width, height, left, right, opacity }) =>
          width < LEAST || height < LEAST || left < 0 || right > phone.viewport.width || opacity !== '1',
      );
      expect(wrong).toEqual([]);
    },
  );

  test.each(['errors.html', 'reference-generate-payment.html'])(
    'sees the link to a part of %s at the height of its heading',
    async (path) => {
      const page = await open(path);
      const distances = await page.locator('main h2:has(> .anchor)').evaluateAll((headings) =>
        headings.map((heading) => {
          const centre = ({ top, bottom }: DOMRect) => (top + bottom) / 2;
          const words = document.createRange();
          words.selectNodeContents(heading.firstChild as Node);
          const anchor = heading.querySelector('.anchor') as Element;
          return Math.abs(centre(words.getBoundingClientRect()) - centre(anchor.getBoundingClientRect()));
        }),
      );
      expect(distances.length).toBeGreaterThan(2);
      expect(Math.max(...distances)).toBeLessThan(6);
    },
  );

  test('sees the copy button on the code, not on its caption', async () => {
    const page = await open('frameworks.html');
    const lifted = await page.locator('.code:has(> figcaption) > .copy').evaluateAll((buttons) =>
      buttons
        .filter((button) => button.checkVisibility())
        .map((button) => {
          const code = button.parentElement?.querySelector('pre') as Element;
          return button.getBoundingClientRect().top >= code.getBoundingClientRect().top;
        }),
    );
    expect(lifted.length).toBeGreaterThan(2);
    expect(lifted).not.toContain(false);
  });

  test.each([
    ['errors.html', 'h2'],
    ['errors.html', 'tbody td'],
    ['reference-generate-payment.html', '.properties li > p'],
  ])('taps a section link of %s (%s), and the section stops below the top bar', async (path, part) => {
    const page = await open(path);
    const link = page.locator(`${part} > .anchor`).last();
    const target = (await link.getAttribute('href')) ?? '';
    await link.tap();
    await page.waitForFunction((hash) => location.hash === hash, target);
    const bar = await page.locator('.top').boundingBox();
    const top = () => page.locator(target).evaluate((element) => element.getBoundingClientRect().top);
    const bottom = (bar?.y ?? 0) + (bar?.height ?? 0);
    await expect.poll(top).toBeGreaterThanOrEqual(bottom);
    await expect.poll(top).toBeLessThan(phone.viewport.height);
    // Nothing lies over it.
    const isFree = await page.locator(target).evaluate((element) => {
      const { left, top, width } = element.getBoundingClientRect();
      const above = document.elementFromPoint(left + Math.min(width / 2, 60), top + 12);
      return element === above || element.contains(above);
    });
    expect(isFree).toBe(true);
  });
});
