import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spread } from '../../../../test/support/spread.js';
import { LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { type ExpectedOperation, expectedOperations } from './locales.js';
import { AT_TOP, expectToLand } from './operation.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('an operation of a reference', () => {
  let site: SiteReader;
  let reader: Visit;
  beforeAll(async () => {
    site = await openSite();
    reader = await site.visit('index.html');
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  /** Opens an address in a window that was elsewhere. */
  async function openAddress(path: string): Promise<void> {
    await reader.page.goto('about:blank');
    await reader.page.goto(site.served + path);
  }

  /** The operations that the navigation marks as being read. */
  const marked = () =>
    reader.page
      .locator('#navigation [aria-current=location]')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).hash));

  describe.each(spread(LANGUAGES, 1))('in the language %s', (language) => {
    test.each(spread(expectedOperations(language)))(
      '$id opens from the navigation, and is marked in it',
      async (operation) => {
        const { page } = reader;
        if (!page.url().startsWith(site.served + operation.path)) await page.goto(site.served + operation.path);
        await page.locator(`#navigation a[href$="#${operation.id}"]`).click();
        await expectToLand(page, operation);
        await expect.poll(marked).toEqual([`#${operation.id}`]);
      },
    );

    test.each(spread(expectedOperations(language)))(
      '$id opens by its address, and by the one that it had before',
      async ({ path, id, formerRoute }) => {
        await openAddress(`${path}#${id}`);
        await expectToLand(reader.page, { id });
        await openAddress(`${path}#${formerRoute}`);
        await expectToLand(reader.page, { id });
        expect(new URL(reader.page.url()).hash).toBe(`#${id}`);
      },
    );
  });

  test('that does not exist leads to the top of the page', async () => {
    await openAddress('reference.html#/payments/refundpayment');
    expect(await reader.page.evaluate(() => window.scrollY)).toBe(0);
    expect(reader.problems).toEqual([]);
  });

  test('leads back to where its reader was in the overview', async () => {
    const [first] = expectedOperations('en') as [ExpectedOperation];
    await using visit = await site.visit(first.path, { viewport: { width: 1280, height: 500 } });
    const { page } = visit;
    await page.evaluate(() => window.scrollTo(0, 300));
    await page.locator(`#navigation a[href$="#${first.id}"]`).click();
    await expectToLand(page, first);
    await page.goBack();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(300);
  });

  test('has its entry of the navigation in view', async () => {
    const last = expectedOperations('en').at(-1) as ExpectedOperation;
    await using visit = await site.visit(`${last.path}#${last.id}`);
    const entry = visit.page.locator(`#navigation a[href$="#${last.id}"]`);
    await expect
      .poll(() => entry.evaluate((link) => Math.floor(link.getBoundingClientRect().bottom)))
      .toBeLessThanOrEqual(720);
  });

  test('is marked until its reader has scrolled to the next one', async () => {
    const operations = expectedOperations('en');
    const [first, next] = ['getClock', 'advanceClock'].map((id) => operations.find((one) => one.id === id));
    if (!first || !next) throw new Error('The control API no longer has a clock.');
    await openAddress(`${first.path}#${first.id}`);
    await expectToLand(reader.page, first);
    await expect.poll(marked).toEqual([`#${first.id}`]);
    await reader.page.locator(`h2#${next.id}`).evaluate((heading) => heading.scrollIntoView({ behavior: 'instant' }));
    await expect.poll(marked).toEqual([`#${next.id}`]);
  });

  test('stays where it is for whoever skips to the text with the keyboard', async () => {
    const [, second] = expectedOperations('id') as [ExpectedOperation, ExpectedOperation];
    await openAddress(`${second.path}#${second.id}`);
    await reader.page.locator('.skip').focus();
    await reader.page.keyboard.press('Enter');
    expect(await reader.page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  test('is next to its links: an anchor of the overview leads to its heading, and back', async () => {
    const [first] = expectedOperations('id') as [ExpectedOperation];
    await openAddress(`${first.path}#${first.id}`);
    await expectToLand(reader.page, first);
    await reader.page.evaluate(() => location.assign('#conventions'));
    const top = () => reader.page.locator('#conventions').evaluate((heading) => heading.getBoundingClientRect().top);
    await expect.poll(top).toBeLessThan(AT_TOP);
    await reader.page.goBack();
    await expectToLand(reader.page, first);
  });
});
