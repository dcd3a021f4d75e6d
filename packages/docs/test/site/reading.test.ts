import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES, otherLanguage } from '../../src/languages.js';
import { AT_TOP } from './at-top.js';
import { expectedOperations, locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';

describeInChromium('a reader', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(spread(LANGUAGES, 1))('who changes the language from %s', (language) => {
    const other = otherLanguage(language);
    /** Clicks where the switch is, as a hand does: Playwright would scroll the page to bring the bar into view. */
    async function changeLanguage(page: Page): Promise<void> {
      const { x = 0, y = 0 } = (await page.locator('a.language').boundingBox()) ?? {};
      await page.mouse.click(x + 10, y + 10);
    }

    test('stays in the same section of a guide', async () => {
      // In a tall window the next heading is in sight too.
      const viewport = { width: 1280, height: 1000 };
      await using visit = await site.visit(`${folderOf(language)}qris.html`, { viewport });
      const { page } = visit;
      await page
        .locator('#amounts')
        .evaluate((heading) => heading.scrollIntoView({ block: 'start', behavior: 'instant' }));
      await changeLanguage(page);
      await page.waitForURL(`${site.served}${folderOf(other)}qris.html#amounts`);
      expect(await page.getAttribute('html', 'lang')).toBe(other);
      const distance = () => page.locator('#amounts').evaluate((heading) => heading.getBoundingClientRect().top);
      await expect.poll(distance).toBeLessThan(AT_TOP);
      expect(await distance()).toBeGreaterThan(0);
    });

    test('stays at the top of a guide', async () => {
      await using visit = await site.visit(`${folderOf(language)}qris.html`);
      await changeLanguage(visit.page);
      await visit.page.waitForURL(`${site.served}${folderOf(other)}qris.html`);
    });

    test('stays on the same operation', async () => {
      const operations = [language, other].map((of) => expectedOperations(of).find(({ id }) => id === 'getDelivery'));
      const [from, to] = operations as [NonNullable<(typeof operations)[0]>, NonNullable<(typeof operations)[0]>];
      await using visit = await site.visit(from.path);
      await changeLanguage(visit.page);
      await visit.page.waitForURL(site.served + to.path);
    });
  });

  describe('who prefers the dark', () => {
    const isDark = (page: Page) => page.evaluate(() => document.documentElement.classList.contains('dark'));
    const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const themeButton = (page: Page) => page.getByRole('button', { name: locales.id.messages.get('theme') });
    const WHITE = 'rgb(255, 255, 255)';

    test("gets the system's setting until they choose", async () => {
      await using light = await site.visit('qris.html', { colorScheme: 'light' });
      expect(await background(light.page)).toBe(WHITE);
      await using dark = await site.visit('qris.html', { colorScheme: 'dark' });
      expect(await background(dark.page)).not.toBe(WHITE);
    });

    test('switches with a button, and the choice persists across pages and visits', async () => {
      await using visit = await site.visit('qris.html', { colorScheme: 'light' });
      const { page } = visit;
      await themeButton(page).click();
      expect(await isDark(page)).toBe(true);
      expect(await background(page)).not.toBe(WHITE);
      await page.goto(`${site.served}webhooks.html`);
      expect(await isDark(page)).toBe(true);
      await page.reload();
      expect(await isDark(page)).toBe(true);
      await themeButton(page).click();
      expect(await background(page)).toBe(WHITE);
      await page.reload();
      expect(await background(page)).toBe(WHITE);
    });

    test("sees Redoc's pages in dark mode, too", async () => {
      await using visit = await site.visit('qris.html', { colorScheme: 'light' });
      const { page } = visit;
      await themeButton(page).click();
      await page.goto(`${site.served}redoc.html`);
      await expect.poll(() => isDark(page)).toBe(true);
    });
  });

  test('ticks off points of the checklist, which stay ticked on later visits and in the other language', async () => {
    await using visit = await site.visit('going-live.html');
    const { page } = visit;
    const boxes = page.getByRole('checkbox');
    const ticked = () =>
      boxes.evaluateAll((all) => all.flatMap((box, at) => ((box as HTMLInputElement).checked ? at : [])));
    expect(await ticked()).toEqual([]);
    await boxes.nth(1).check();
    await page
      .locator('.task label')
      .nth(4)
      .click({ position: { x: 60, y: 12 } });
    await page.reload();
    expect(await ticked()).toEqual([1, 4]);
    await page.goto(`${site.served}en/going-live.html`);
    expect(await ticked()).toEqual([1, 4]);
    await boxes.nth(1).uncheck();
    await page.goto(`${site.served}going-live.html`);
    expect(await ticked()).toEqual([4]);
    // A point is known by its anchor: those that a later version puts before it do not move its tick.
    expect(await page.locator('.task:not([id])').count()).toBe(0);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => localStorage[key] === 'done'))).toEqual([
      `kgiton.task.going-live.${await page.locator('.task').nth(4).getAttribute('id')}`,
    ]);
  });

  test('sees a sequence diagram with arrows, and on a phone its steps as text', async () => {
    await using visit = await site.visit('qris.html', { viewport: { width: 1280, height: 800 } });
    const { page } = visit;
    const centres = await page
      .locator('.lanes > span')
      .evaluateAll((all) => all.map((lane) => lane.getBoundingClientRect()).map(({ left, width }) => left + width / 2));
    const { left, right } = await page
      .locator('.step.at-1-3 .what')
      .first()
      .evaluate((arrow) => arrow.getBoundingClientRect().toJSON());
    expect(left).toBeCloseTo(centres[0] ?? 0, -1);
    expect(right).toBeCloseTo(centres[2] ?? 0, -1);
    const who = page.locator('.step b').first();
    const width = async () => (await who.boundingBox())?.width;
    expect(await width()).toBeLessThan(2);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.locator('.lanes').isVisible()).toBe(false);
    expect(await width()).toBeGreaterThan(100);
    // Each step still shows its direction.
    const arrows = await page.locator('.sequence .step').evaluateAll((steps) =>
      steps.map((step) => {
        const { content, left, right } = getComputedStyle(step, '::after');
        const side =
          content === 'none' ? 'alone' : Number.parseFloat(left) < Number.parseFloat(right) ? 'left' : 'right';
        return step.classList.contains(side);
      }),
    );
    expect(arrows.length).toBeGreaterThan(5);
    expect(arrows).not.toContain(false);
  });

  test.each(LANGUAGES)(
    'sees one primary action on the first page in %s, and underlined links in sentences',
    async (language) => {
      await using visit = await site.visit(`${folderOf(language)}index.html`);
      const buttons = await visit.page
        .locator('main article > p a')
        .evaluateAll((links) => links.filter((link) => getComputedStyle(link).display === 'inline-block'))
        .then((found) => found.length);
      expect(buttons).toBe(1);
      const [first] = await visit.page.locator('main article > p a').all();
      expect(await first?.evaluate((link) => getComputedStyle(link).display)).toBe('inline-block');
      expect(await first?.getAttribute('href')).toBe('quickstart.html#first-payment');
    },
  );

  test('sees the current section in the table of contents while scrolling', async () => {
    await using visit = await site.visit('qris.html');
    const { page } = visit;
    const marked = () =>
      page.locator('.contents [aria-current]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(await marked()).toEqual([]);
    for (const part of ['#amounts', '#flow']) {
      await page.locator(part).evaluate((heading) => heading.scrollIntoView({ behavior: 'instant' }));
      await expect.poll(marked).toEqual([part]);
    }
  });
});
