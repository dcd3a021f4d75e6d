import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { expectedOperationPages, expectedPages } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const pages = [...expectedPages('id'), ...expectedOperationPages('id')];

describeInChromium('a printed page', () => {
  let site: SiteReader;
  let reader: Visit;
  beforeAll(async () => {
    site = await openSite();
    reader = await site.visit('index.html', { colorScheme: 'dark' });
    await reader.page.emulateMedia({ media: 'print' });
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  test.each(spread(pages))('$path has its text, and nothing interactive', async ({ path, title }) => {
    const { page } = reader;
    await page.goto(site.served + path);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(500);
    const onScreen = page.locator('.top, #navigation, .contents, .neighbours, .anchor, button, dialog');
    const printed = await onScreen.evaluateAll((all) =>
      all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)),
    );
    expect(printed).toEqual([]);
  });

  test.each(spread(pages))('$path shows all of its code: no line is cut off', async ({ path }) => {
    const { page } = reader;
    await page.setViewportSize({ width: 700, height: 1000 });
    await page.goto(site.served + path);
    const cut = await page
      .locator('pre:visible')
      .evaluateAll((all) =>
        all
          .filter((pre) => pre.scrollWidth > pre.clientWidth + 1 || pre.scrollHeight > pre.clientHeight + 1)
          .map((pre) => pre.textContent?.slice(0, 60)),
      );
    expect(cut).toEqual([]);
  });

  test('is black on white, even in dark mode', async () => {
    await reader.page.goto(`${site.served}qris.html`);
    const background = await reader.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
  });

  test('also has the properties that are collapsed on a screen', async () => {
    await reader.page.goto(`${site.served}sandbox-api-get-state.html`);
    const properties = reader.page.locator('.properties li');
    expect(await properties.count()).toBeGreaterThan(20);
    const heights = await properties.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThan(10);
  });

  test('names the language of each program', async () => {
    await reader.page.goto(`${site.served}qris.html`);
    expect(await reader.page.locator('.code-tabs figcaption:visible').allInnerTexts()).toEqual(['cURL']);
  });
});
