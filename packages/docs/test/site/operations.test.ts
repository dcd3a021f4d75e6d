import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { type ExpectedOperation, expectedOperations } from './locales.js';
import { drawnOperation, expectToLand, nothingMoves } from './redoc.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('an operation of a reference', () => {
  let site: SiteReader;
  let reader: Visit;
  beforeAll(async () => {
    site = await openSite();
    reader = await site.visit('index.html');
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  /** Opens its address in a window that was elsewhere: Redoc is loaded anew. */
  async function openAddress({ path, id }: ExpectedOperation): Promise<void> {
    await reader.page.goto('about:blank');
    await reader.page.goto(`${site.served}${path}#${id}`);
  }

  /** What the navigation says about where the reader is in the reference. */
  const marked = () =>
    reader.page
      .locator('#navigation [aria-current=location]')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).hash));

  describe.each(LANGUAGES)('in the language %s', (language) => {
    test.each(expectedOperations(language))('$id opens from the navigation, and is marked in it', async (operation) => {
      const { page } = reader;
      // Once Redoc is there, it stays, and only the place in it changes.
      if (!page.url().startsWith(site.served + operation.path)) await page.goto(site.served + operation.path);
      await page.locator(`#navigation a[href$="#${operation.id}"]`).click();
      await expectToLand(page, operation);
      expect(await marked()).toEqual([`#${operation.id}`]);
    });
  });

  // In one language: what Redoc does when it is drawn does not depend on the words.
  test.each(expectedOperations('id'))('$id opens by its address, and is marked', async (operation) => {
    await openAddress(operation);
    await expectToLand(reader.page, operation);
    expect(await marked()).toEqual([`#${operation.id}`]);
  });

  test('leaves in the address the anchor that the site has for it, and no route of Redoc', async () => {
    const [first, second] = expectedOperations('id') as [ExpectedOperation, ExpectedOperation];
    const hash = () => new URL(reader.page.url()).hash;
    await openAddress(first);
    await expectToLand(reader.page, first);
    await expect.poll(hash).toBe(`#${first.id}`);
    await reader.page.locator(`#navigation a[href$="#${second.id}"]`).click();
    await expectToLand(reader.page, second);
    await expect.poll(hash).toBe(`#${second.id}`);
    await reader.page.goBack();
    await expectToLand(reader.page, first);
    await expect.poll(hash).toBe(`#${first.id}`);
  });

  test('is gone back to by its link, from wherever in it the reader has come', async () => {
    const [first] = expectedOperations('id') as [ExpectedOperation];
    const { page } = reader;
    await openAddress(first);
    await expectToLand(page, first);
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${first.id}`);
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 1500);
    await nothingMoves(page);
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(1000);
    await page.locator(`#navigation a[href$="#${first.id}"]`).click();
    await expectToLand(page, first);
  });

  describe('in Redoc', () => {
    const [first] = expectedOperations('en') as [ExpectedOperation];
    const hash = (page: Page) => new URL(page.url()).hash;

    async function openFirst(): Promise<Visit> {
      const visit = await site.visit(`${first.path}#${first.id}`);
      await expectToLand(visit.page, first);
      await expect.poll(() => hash(visit.page)).toBe(`#${first.id}`);
      await visit.page.mouse.move(600, 400);
      return visit;
    }

    test('stays, when a reader goes back to it from the link at its heading', async () => {
      await using visit = await openFirst();
      const { page } = visit;
      await page.mouse.wheel(0, 150);
      await nothingMoves(page);
      await drawnOperation(page, first).locator(`h2 a[href="#${first.route}"]`).dispatchEvent('click');
      await expectToLand(page, first);
      await expect.poll(() => hash(page)).toBe(`#${first.id}`);
      await page.goBack();
      await expectToLand(page, first);
      expect(visit.problems).toEqual([]);
    });

    test('keeps its address when a reader scrolls above its beginning', async () => {
      await using visit = await openFirst();
      await visit.page.mouse.wheel(0, -5_000);
      await expect.poll(() => visit.page.evaluate(() => window.scrollY)).toBe(0);
      await visit.page.waitForTimeout(500);
      expect(hash(visit.page)).toBe(`#${first.id}`);
    });

    test('opens in a window of its own, as every link does, with Control', async () => {
      await using visit = await openFirst();
      const opened = visit.context.waitForEvent('page');
      await visit.page.locator(`#navigation a[href$="#${first.id}"]`).click({ modifiers: ['ControlOrMeta'] });
      const other = await opened;
      await expect.poll(() => hash(other)).toBe(`#${first.id}`);
    });

    test('leads back to where its reader was in the overview', async () => {
      await using visit = await site.visit(first.path, { viewport: { width: 1280, height: 500 } });
      const { page } = visit;
      await page.evaluate(() => window.scrollTo(0, 900));
      await page.waitForTimeout(300);
      await page.locator(`#navigation a[href$="#${first.id}"]`).click();
      await expectToLand(page, first);
      await page.goBack();
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(900);
    });

    test('has its samples below the bar of the site, however far it is scrolled', async () => {
      await using visit = await openFirst();
      const { page } = visit;
      await page.mouse.wheel(0, 900);
      await nothingMoves(page);
      const bar = await page.locator('.top').evaluate((top) => top.getBoundingClientRect().bottom);
      const head = page.getByText('cURL', { exact: true }).first();
      expect(await head.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(bar);
    });

    test('has its entry of the navigation in sight', async () => {
      const last = expectedOperations('en').at(-1) as ExpectedOperation;
      await using visit = await site.visit(`${last.path}#${last.id}`);
      await expectToLand(visit.page, last);
      const entry = visit.page.locator(`#navigation a[href$="#${last.id}"]`);
      expect(await entry.evaluate((link) => link.getBoundingClientRect().bottom)).toBeLessThan(720);
    });
  });

  test('is marked until the reader has scrolled on to the next one', async () => {
    const operations = expectedOperations('en');
    const [first, next] = ['getClock', 'advanceClock'].map((id) => operations.find((one) => one.id === id));
    if (!first || !next) throw new Error('The control API has no clock any more.');
    await openAddress(first);
    await expectToLand(reader.page, first);
    await reader.page.mouse.move(600, 400);
    const scrollOn = async () => {
      await reader.page.mouse.wheel(0, 100);
      await reader.page.waitForTimeout(200);
      return marked();
    };
    await expect.poll(scrollOn).toEqual([`#${next.id}`]);
  });
});
