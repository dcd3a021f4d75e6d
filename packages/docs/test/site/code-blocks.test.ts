import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { operationOf } from '../../src/document.js';
import { GUIDES } from '../../src/files.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { codeTabs } from '../../src/markdown/write.js';
import { locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';

const samples = operationOf(locales.id.contract, 'generatePayment')['x-codeSamples'] ?? [];
/** The languages: each has a tab. */
const labels = [...new Set(samples.map(({ label }) => label.split(' · ')[0] as string))];
/** What receives webhooks is a program: there is no cURL. */
const handlers = labels.filter((label) => label !== 'cURL');

/** The first program of a language: the one with our package, if it has one. */
const sampleOf = (language: string) => samples.find(({ label }) => label.split(' · ')[0] === language);

function sourceOf(language: string): string {
  return sampleOf(language)?.source.trimEnd() ?? '';
}

/** How it is called: with its package. */
function captionOf(language: string): string {
  return sampleOf(language)?.label.split(' · ').slice(0, 2).join(' · ') ?? '';
}

/** Programs of different heights: what stands below moves when another one is shown. */
const SHORT_GROUP = codeTabs(
  labels.map((label, lines) => ({ lang: 'sh', label, source: 'true\n'.repeat(10 - lines) })),
);

describeInChromium('code on a page', () => {
  let guides: string;
  let site: SiteReader;
  beforeAll(async () => {
    guides = await mkdtemp(join(tmpdir(), 'kgiton-guides-'));
    await cp(GUIDES, guides, { recursive: true });
    // No guide has two groups of programs yet; all have to agree when one has.
    for (const language of LANGUAGES)
      await appendFile(join(guides, language, 'qris.md'), `\n${SHORT_GROUP}\n\n{{sample payment-success}}\n`);
    site = await openSite(guides);
  });
  afterAll(async () => {
    await site?.[Symbol.asyncDispose]();
    if (guides) await rm(guides, { recursive: true });
  });

  describe('is copied with its button', () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

    /** Copies the block that shows this, as a hand does: the button appears when the block is pointed at. */
    async function copy(page: Page, code: string, language: (typeof LANGUAGES)[number]) {
      const { messages } = locales[language];
      const block = page
        .locator('figure.code:visible')
        .filter({ hasText: code.split('\n')[0] ?? '' })
        .first();
      await block.hover();
      const button = block.getByRole('button', { name: messages.get('copy') });
      await button.click();
      await block.getByRole('button', { name: messages.get('copied') }).waitFor();
      return button;
    }

    test.each(spread(LANGUAGES, 1))('unchanged and complete, from a file too, in the language %s', async (language) => {
      for (const base of [site.served, site.onDisk]) {
        await using visit = await site.visit(`${folderOf(language)}qris.html`, { permissions, base });
        const { page } = visit;
        await copy(page, sourceOf('cURL'), language);
        expect(await clipboard(page)).toBe(sourceOf('cURL'));
        await page.getByRole('tab', { name: 'Go' }).first().click();
        const button = await copy(page, sourceOf('Go'), language);
        expect(await clipboard(page)).toBe(sourceOf('Go'));
        await expect.poll(() => button.count()).toBe(1);
        expect(visit.problems).toEqual([]);
      }
    });

    test('from an http host too, where the Clipboard API is unavailable', async () => {
      const host = 'http://docs.example/';
      await using visit = await site.visit('qris.html', {
        base: host,
        before: (context) =>
          context.route(`${host}**`, (route) =>
            route.fulfill({ path: join(site.folder, new URL(route.request().url()).pathname) }),
          ),
        permissions,
      });
      expect(await visit.page.evaluate(() => window.isSecureContext)).toBe(false);
      await copy(visit.page, sourceOf('cURL'), 'id');
      const elsewhere = await visit.context.newPage();
      await elsewhere.goto(`${site.served}index.html`);
      expect(await clipboard(elsewhere)).toBe(sourceOf('cURL'));
    });
  });

  test('has a copy button that is visible without hovering, and covers no line', async () => {
    await using visit = await site.visit('quickstart.html');
    const { page } = visit;
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const blocks = await page.locator('figure.code:has(button.copy):visible').evaluateAll((figures) =>
        figures.map((figure) => {
          const [pre, button] = [figure.querySelector('pre'), figure.querySelector('button')] as [Element, Element];
          const [box, around] = [button.getBoundingClientRect(), pre.getBoundingClientRect()];
          return {
            isSeen: button.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
            isInside: box.right <= around.right && box.top >= around.top && box.bottom <= around.bottom,
            isLarge: box.width >= 24 && box.height >= 24,
            padding: Number.parseFloat(getComputedStyle(pre).paddingTop),
          };
        }),
      );
      expect(blocks.length).toBeGreaterThan(3);
      for (const { padding, ...block } of blocks) {
        expect(block).toEqual({ isSeen: true, isInside: true, isLarge: true });
        expect(padding).toBeLessThan(20);
      }
    }
  });

  test('is selected where copying is refused, and is not reported as copied', async () => {
    await using visit = await site.visit('qris.html');
    const { page } = visit;
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
      document.execCommand = () => false;
    });
    const button = page.locator('button.copy:visible').first();
    await button.click();
    expect(await button.innerText()).toBe(locales.id.messages.get('copy'));
    expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(sourceOf('cURL').trim());
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  describe('in several languages is shown in tabs', () => {
    /** What each group of tabs on the page shows: the label of its tab, and of its program. */
    const shown = (page: Page) =>
      page.locator('.code-tabs').evaluateAll((groups) =>
        groups.map((group) => ({
          tabs: [...group.querySelectorAll('[role=tab][aria-selected=true]')].map((tab) => tab.textContent),
          programs: [...group.querySelectorAll<HTMLElement>('[role=tabpanel] figure')]
            .filter((figure) => figure.checkVisibility())
            .map((figure) => figure.querySelector('figcaption')?.textContent),
        })),
      );
    const showing = (label: string, groups: number) => {
      const first = handlers.includes(label) ? label : (handlers[0] ?? '');
      return Array.from({ length: groups }, (_, index) => {
        const tab = index < 2 ? label : first;
        // The short programs of the second group use no library.
        return { tabs: [tab], programs: [index === 1 ? tab : captionOf(tab)] };
      });
    };

    test('which show the first one until a reader chooses', async () => {
      await using visit = await site.visit('qris.html');
      expect(await visit.page.getByRole('tab').allInnerTexts()).toEqual([...labels, ...labels, ...handlers]);
      expect(await shown(visit.page)).toEqual(showing('cURL', 3));
    });

    test('and the choice applies to every group, other pages, both languages and later visits', async () => {
      await using visit = await site.visit('qris.html');
      const { page } = visit;
      const chosen = page.getByRole('tab', { name: 'PHP' }).last();
      await chosen.scrollIntoViewIfNeeded();
      const before = await chosen.boundingBox();
      await chosen.click();
      expect(await shown(page)).toEqual(showing('PHP', 3));
      expect(await page.locator('figure.code:visible code').first().innerText()).toBe(sourceOf('PHP'));
      // What is chosen does not run away, though the group above it has another height now.
      expect((await chosen.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
      await page.locator('#navigation a[href="webhooks.html"]').click();
      await page.waitForURL('**/webhooks.html');
      expect(await shown(page)).toEqual(showing('PHP', 1));
      await page.reload();
      expect(await shown(page)).toEqual(showing('PHP', 1));
      await page.goto(`${site.served}en/qris.html`);
      expect(await shown(page)).toEqual(showing('PHP', 3));
    });

    test('and the choice “without a library” applies everywhere, and to later visits', async () => {
      await using visit = await site.visit('qris.html');
      const { page } = visit;
      const none = locales.id.messages.get('operation.no-library');
      await page.getByRole('tab', { name: 'PHP' }).last().click();
      const choice = page.locator('label:visible', { hasText: none }).last();
      await choice.scrollIntoViewIfNeeded();
      const before = await choice.boundingBox();
      await choice.click();
      const plain = [`PHP · ${none}`, 'PHP', `PHP · ${none}`];
      expect((await shown(page)).flatMap(({ programs }) => programs)).toEqual(plain);
      expect((await choice.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
      await page.reload();
      expect((await shown(page)).flatMap(({ programs }) => programs)).toEqual(plain);
      await page.goto(`${site.served}reference-generate-payment.html`);
      expect(await page.locator('.card-request pre:visible').allInnerTexts()).toEqual([
        expect.stringMatching(/^<\?php .*"payment_type": "QRIS"/s),
      ]);
      await page.locator('.card-request label:visible', { hasText: 'kgiton/payments' }).click();
      expect(await page.locator('.card-request pre:visible').allInnerTexts()).toEqual([sourceOf('PHP')]);
    });

    test('and arrow keys move between tabs, wrapping at the end', async () => {
      await using visit = await site.visit('qris.html');
      const { page } = visit;
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      await page.getByRole('tab', { name: 'cURL' }).first().focus();
      for (const label of [...labels.slice(1), 'cURL']) {
        await page.keyboard.press('ArrowRight');
        expect(await shown(page)).toEqual(showing(label, 3));
        expect(await focused()).toBe(label);
      }
      await page.keyboard.press('ArrowLeft');
      expect(await shown(page)).toEqual(showing(labels.at(-1) ?? '', 3));
      // One tab of a group is reached with Tab; the next stops are the choice of a library and the program.
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe('package');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('PRE');
    });
  });
});
