import type { RunningSandbox } from '@kgiton/sandbox';
import { startSandbox } from '@kgiton/sandbox';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../../test/support/axe.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import { expectedOperationPages, expectedPages } from './locales.js';
import { openSite, type SiteReader, type Visit, type VisitOptions } from './site-reader.js';
import { TryPanel } from './try-panel.js';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

interface Look {
  look: string;
  viewport: { width: number; height: number };
  colorScheme: 'light' | 'dark';
}

const LOOKS: readonly Look[] = [
  { look: 'on a desktop, light', viewport: desktop, colorScheme: 'light' },
  { look: 'on a phone, light', viewport: phone, colorScheme: 'light' },
  { look: 'on a phone, dark', viewport: phone, colorScheme: 'dark' },
  { look: 'on a desktop, dark', viewport: desktop, colorScheme: 'dark' },
];

/**
 * The look of a page. The other language has it the other way round, so that each page is seen light and dark, on a
 * desktop and on a phone; both languages are made of the same parts (parity.test.ts).
 */
function lookAt(position: number, language: Language): Look {
  return LOOKS[(position + (language === 'en' ? 2 : 0)) % LOOKS.length] as Look;
}

/** What axe finds wrong, each with the first place where it is. */
async function violations(page: Page): Promise<string[]> {
  const { passes, violations } = await runAxe(page);
  expect(passes.length).toBeGreaterThan(20);
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

describeInChromium('axe finds nothing wrong', () => {
  let site: SiteReader;
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    [site, sandbox] = await Promise.all([openSite(), startSandbox({ port: 0 })]);
  });
  afterAll(async () => {
    await site?.[Symbol.asyncDispose]();
    await sandbox?.close();
  });

  /** Axe is a script of no page of the site. */
  const visit = (path: string, options: VisitOptions = {}) => site.visit(path, { bypassCSP: true, ...options });

  describe.each(LANGUAGES)('in the language %s', (language) => {
    const folder = folderOf(language);
    const looks = language === 'id' ? [LOOKS[0], LOOKS[2]] : [LOOKS[1], LOOKS[3]];

    describe.each(LOOKS)('$look', (look) => {
      let reader: Visit;
      beforeAll(async () => {
        reader = await visit(`${folder}index.html`, look);
      });
      afterAll(() => reader?.[Symbol.asyncDispose]());

      const pages = [...expectedOperationPages(language), ...expectedPages(language)].filter(
        (_, position) => lookAt(position, language) === look,
      );
      test.each(spread(pages, 1))('on $path', async ({ path }) => {
        await reader.page.goto(site.served + path);
        expect(await violations(reader.page)).toEqual([]);
      });
    });

    test.each(spread(looks, 1))('in the search with and without results, $look', async (look) => {
      await using reader = await visit(`${folder}qris.html`, look);
      const { page } = reader;
      await page.locator('.search-button').click();
      await page.keyboard.type('token');
      await page.getByRole('option').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type('xyzzy');
      await expect.poll(() => page.getByRole('option').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
    });

    test.each(spread(looks, 1))('in the try-it panel with each kind of result, $look', async (look) => {
      await using reader = await visit(`${folder}qris.html`, look);
      const panel = new TryPanel(reader.page);
      await panel.open('QRIS');
      await panel.send(sandbox);
      expect(await panel.status()).toMatch(/^200\b/);
      expect(await violations(reader.page)).toEqual([]);
      await panel.asJson();
      await panel.body.fill('no JSON');
      await panel.submit();
      expect(await panel.status()).toMatch(/^400\b/);
      expect(await violations(reader.page)).toEqual([]);
      await panel.send({ url: 'https://elsewhere.example' });
      expect(await violations(reader.page)).toEqual([]);
    });

    test('with the menu open on a phone', async () => {
      await using reader = await visit(`${folder}reference.html`, { viewport: phone });
      await reader.page.locator('.menu-button').click();
      expect(await violations(reader.page)).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('on the 404 page, %s', async (colorScheme) => {
    await using reader = await visit('404.html', { colorScheme });
    const { violations } = await runAxe(reader.page);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
