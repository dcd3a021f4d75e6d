import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { expectedPages, locales } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('the navigation', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(spread(LANGUAGES, 1))('in the language %s', (language) => {
    const { messages } = locales[language];
    const pages = expectedPages(language);
    const guides = pages.filter(({ kind }) => kind === 'guide');
    const folder = folderOf(language);
    let reader: Visit;
    beforeAll(async () => {
      reader = await site.visit(`${folder}index.html`);
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    /** Whether the reader sees this page, and the navigation says so. */
    async function expectToBeOn({ path, title }: (typeof pages)[number], { page }: Visit = reader): Promise<void> {
      await page.waitForURL(site.served + path);
      const siteName = messages.get('site');
      expect(await page.title()).toBe(title === siteName ? title : `${title} · ${siteName}`);
      expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual([title]);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      const marked = page.locator('#navigation [aria-current]');
      expect(await marked.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).toEqual([
        site.served + path,
      ]);
    }

    test.each([1100, 1280, 1800])(
      'begins where the logo does, and the search where the text does, %s wide',
      async (width) => {
        const { page } = reader;
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${site.served}${folder}qris.html`);
        const left = (selector: string) =>
          page
            .locator(selector)
            .first()
            .evaluate((element) => {
              const { paddingLeft, borderLeftWidth } = getComputedStyle(element);
              const isBox = element.matches('button');
              return (
                element.getBoundingClientRect().left +
                (isBox ? 0 : Number.parseFloat(paddingLeft) + Number.parseFloat(borderLeftWidth))
              );
            });
        expect(await left('#navigation h2')).toBeCloseTo(await left('.brand'), 0);
        expect(await left('#navigation a')).toBeCloseTo(await left('.brand'), 0);
        expect(await left('.search-button')).toBeCloseTo(await left('main h1'), 0);
      },
    );

    test.each(spread(pages))('opens $entry, with its title, and marks the current page', async (expected) => {
      const menu = reader.page.getByRole('navigation', { name: messages.get('menu') });
      await menu.getByRole('link', { name: expected.entry, exact: true }).click();
      await expectToBeOn(expected);
    });

    test('and none of these pages logged a problem', () => {
      expect(reader.problems).toEqual([]);
      expect(reader.requests.filter((url) => url.endsWith('.html')).length).toBeGreaterThan(spread(pages).length);
    });

    const inOrder = language === 'id' ? guides : guides.toReversed();
    const way = language === 'id' ? 'next' : 'previous';

    test(`leads from the ${language === 'id' ? 'first guide to the last' : 'last guide to the first'} by “${way}”`, async () => {
      await using walk = await site.visit(inOrder[0]?.path ?? '');
      const neighbours = walk.page.getByRole('navigation', { name: messages.get('more') });
      const follow = (word: string, { entry }: (typeof pages)[number]) =>
        neighbours.getByRole('link', { name: `${messages.get(word)} ${entry}`, exact: true }).click();
      for (const guide of inOrder.slice(1)) {
        await follow(way, guide);
        await expectToBeOn(guide, walk);
      }
    });

    test('has no previous link on the first guide', async () => {
      await using walk = await site.visit(guides[0]?.path ?? '');
      const ways = walk.page.getByRole('navigation', { name: messages.get('more') }).getByRole('link');
      expect(await ways.evaluateAll((links) => links.map((link) => link.getAttribute('rel')))).toEqual(['next']);
    });

    test('offers a skip link at the first press of Tab', async () => {
      await using walk = await site.visit(`${folder}qris.html`);
      await walk.page.keyboard.press('Tab');
      await walk.page.keyboard.press('Enter');
      await expect.poll(() => walk.page.evaluate(() => document.activeElement?.id)).toBe('content');
    });

    describe('on a phone', () => {
      const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

      async function openMenu({ page }: Visit) {
        const menu = page.locator('#navigation');
        expect(await menu.isVisible()).toBe(false);
        const button = page.getByRole('button', { name: messages.get('menu') });
        await button.click();
        expect(await button.getAttribute('aria-expanded')).toBe('true');
        expect(await menu.isVisible()).toBe(true);
        return { menu, button };
      }

      test('opens with its button, and closes with Escape', async () => {
        await using walk = await site.visit(`${folder}index.html`, phone);
        const { menu, button } = await openMenu(walk);
        await walk.page.keyboard.press('Escape');
        expect(await menu.isVisible()).toBe(false);
        expect(await button.getAttribute('aria-expanded')).toBe('false');
        expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      });

      test('scrolls to the current page, however long it is', async () => {
        await using walk = await site.visit(`${folder}sandbox-api-stop-listening.html`, phone);
        const { menu } = await openMenu(walk);
        const entry = await menu.locator('[aria-current=page]').boundingBox();
        expect((entry?.y ?? phone.viewport.height) + (entry?.height ?? 0)).toBeLessThanOrEqual(phone.viewport.height);
      });

      test('closes with its button', async () => {
        await using walk = await site.visit(`${folder}index.html`, phone);
        const { menu, button } = await openMenu(walk);
        await button.click();
        expect(await menu.isVisible()).toBe(false);
      });

      test('closes when a page is chosen, and opens that page', async () => {
        await using walk = await site.visit(`${folder}index.html`, phone);
        const { menu } = await openMenu(walk);
        const [, second] = guides as [unknown, (typeof pages)[number]];
        await menu.getByRole('link', { name: second.entry, exact: true }).click();
        await expectToBeOn(second, walk);
        expect(await menu.isVisible()).toBe(false);
      });

      test('closes when an operation is chosen, and opens that operation', async () => {
        await using walk = await site.visit(`${folder}reference.html`, phone);
        const { menu } = await openMenu(walk);
        await menu.locator('a[href$="reference-receive-payment-success.html"]').click();
        await walk.page.waitForURL(/reference-receive-payment-success\.html$/);
        expect(await menu.isVisible()).toBe(false);
      });
    });
  });
});
