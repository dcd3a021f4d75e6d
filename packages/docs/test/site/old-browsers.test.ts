import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { browsersIn } from '../../src/browsers.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';
import { TryPanel } from './try-panel.js';

/** Takes something away from a browser before any script of the page runs. */
const LACKING: Record<string, () => void> = {
  'dialog elements': () => Reflect.deleteProperty(globalThis, 'HTMLDialogElement'),
  checkVisibility: () => Reflect.deleteProperty(Element.prototype, 'checkVisibility'),
  'style sheets made by scripts': () => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replaceSync'),
  'style sheets adopted by the page': () => Reflect.deleteProperty(Document.prototype, 'adoptedStyleSheets'),
  'URL.canParse': () => Reflect.deleteProperty(URL, 'canParse'),
  ':has()': () => {
    const { supports } = CSS;
    CSS.supports = (...condition: [string]) => !condition.join().includes(':has') && supports(...condition);
  },
  'light-dark()': () => {
    const { supports } = CSS;
    CSS.supports = (...condition: [string]) => !condition.join().includes('light-dark') && supports(...condition);
  },
  'container queries': () => {
    const { supports } = CSS;
    CSS.supports = (...condition: [string]) => !condition.join().includes('container') && supports(...condition);
  },
};

describeInChromium('a reader with an old browser', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  test.each(Object.keys(LACKING))('is told which browsers the panel needs, without %s', async (name) => {
    await using visit = await site.visit('en/qris.html', {
      before: (context) => context.addInitScript(LACKING[name] as () => void),
    });
    const { page, requests, problems } = visit;
    const { messages } = locales.en;
    await page.locator('main button[data-try]').click();
    const note = page.getByRole('alert');
    expect(await note.innerText()).toContain(`${messages.get('try.unsupported')} ${browsersIn(messages)}.`);
    expect(await page.locator('dialog.try-dialog').count()).toBe(0);
    // The bar at the top has a button too, and the note stays alone.
    await page.locator('.try-button').click();
    expect(await note.count()).toBe(1);
    expect(requests.filter((url) => /\/assets\/(try|sandbox)-/.test(url))).toEqual([]);
    await note.getByRole('link').click();
    await page.waitForURL('**/en/quickstart.html#start');
    expect(problems).toEqual([]);
  });

  test('sees no such notice in a supported browser', async () => {
    await using visit = await site.visit('en/qris.html');
    await new TryPanel(visit.page).open('QRIS');
    expect(await visit.page.getByRole('alert').count()).toBe(0);
  });

  test.each(LANGUAGES)('finds the supported browsers in the testing guide in %s', async (language) => {
    await using visit = await site.visit(`${folderOf(language)}testing.html`);
    const text = await visit.page.locator('main').innerText();
    expect(text).toContain(browsersIn(locales[language].messages));
    expect(text).toContain('Safari 17.5');
  });
});
