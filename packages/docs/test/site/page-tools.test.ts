import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { runAxe } from '../../../../test/support/axe.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { parseEditUrl, parseFeedbackUrl } from '../../src/parse-site-url.js';
import type { HtmlElement } from './html.js';
import { locales } from './locales.js';
import { madeSite, type SitePage } from './made-site.js';
import { EDIT_URL, SITE_URL } from './published.js';
import { openSite, type SiteReader } from './site-reader.js';

const [site, published] = await Promise.all([madeSite(), madeSite('publishedSite')]);

const withClass = (html: HtmlElement, tag: string, name: string) => html.all(tag).filter((one) => one.hasClass(name));

function toolsOf({ html }: SitePage): HtmlElement {
  const [tools] = withClass(html, 'div', 'page-tools');
  if (!tools) throw new Error('The page has no tools.');
  return tools;
}

const hrefsIn = (element: HtmlElement) => element.all('a').map((link) => link.attribute('href') ?? '');
const footerLinks = ({ html }: SitePage) => hrefsIn(html.one('footer'));

describe('beside the title of a page', () => {
  test.each(spread(site.pages))('$path can be copied and read as Markdown', (page) => {
    const tools = toolsOf(page);
    expect(hrefsIn(tools)).toEqual([`${page.slug}.md`]);
    const script = withClass(tools, 'button', 'copy-page')[0]?.attribute('data-script') ?? '';
    const markdown = site.content(page.path.replace(/html$/, 'md'));
    expect(site.content(script)).toBe(`kgitonMarkdown=${JSON.stringify(markdown)};`);
  });

  test.each(spread(published.pages))(
    'the links to assistants carry the public address of the Markdown of $path',
    (page) => {
      const [, ...assistants] = hrefsIn(toolsOf(page)).map((href) => new URL(href, SITE_URL));
      expect(assistants.map(({ host }) => host)).toEqual(['chatgpt.com', 'claude.ai']);
      for (const { searchParams } of assistants) {
        const [address = ''] = /https:\S+/.exec(searchParams.get('q') ?? '') ?? [];
        expect(address).toBe(`${SITE_URL}${folderOf(page.language)}${page.slug}.md`);
        expect(published.files.has(address.slice(SITE_URL.length))).toBe(true);
      }
    },
  );
});

describe('a page leads to its source and takes feedback', () => {
  test('only if the site is configured with them', () => {
    for (const { path } of site.pages) {
      const footer = site.content(path).replace(/^.*<footer>/s, '');
      expect(footer).not.toMatch(/href="\w+:/);
    }
  });

  test.each(spread(published.pages))('$path', (page) => {
    const [edit = '', feedback] = footerLinks(page).filter((href) => /^\w+:/.test(href));
    expect(edit.startsWith(EDIT_URL)).toBe(true);
    expect(existsSync(join(ROOT, edit.slice(EDIT_URL.length))), edit).toBe(true);
    expect(/\/id\/|\.id\./.test(edit)).toBe(page.language === 'id');
    const address = encodeURIComponent(`${SITE_URL}${page.path}`);
    expect(feedback).toBe(`mailto:docs@shop.example?subject=${address}`);
  });

  test('an operation leads to the file of its path', () => {
    const sourceOf = (language: 'en' | 'id', slug: string) =>
      footerLinks(published.page(language, slug)).find((href) => href.startsWith(EDIT_URL));
    expect(sourceOf('en', 'reference-generate-payment')).toBe(`${EDIT_URL}openapi/paths/generate-payment.yaml`);
    expect(sourceOf('en', 'reference-receive-payment-success')).toBe(
      `${EDIT_URL}openapi/webhooks/payment-success.yaml`,
    );
    expect(sourceOf('en', 'sandbox-api-pay-payment')).toBe(`${EDIT_URL}openapi/sandbox/paths/payment-pay.yaml`);
    expect(sourceOf('id', 'sandbox-api-pay-payment')).toBe(`${EDIT_URL}packages/docs/i18n/control-api.id.yaml`);
  });

  test.each(['http://git.example/', 'git.example', 'https://git.example/?branch=main'])(
    '%s is no address of an editor',
    (given) => {
      expect(() => parseEditUrl(given)).toThrow(JSON.stringify(given));
    },
  );

  test.each(['http://forms.example/', 'javascript:alert(1)', 'docs@shop.example'])(
    '%s is no address for feedback',
    (given) => {
      expect(() => parseFeedbackUrl(given)).toThrow(JSON.stringify(given));
    },
  );
});

describeInChromium('the tools of a page', () => {
  let reader: SiteReader;
  beforeAll(async () => {
    reader = await openSite();
  });
  afterAll(() => reader?.[Symbol.asyncDispose]());

  const permissions = ['clipboard-read', 'clipboard-write'];
  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
  const said = (language: 'en' | 'id', key: string) => locales[language].messages.get(key);

  test.each(LANGUAGES)(
    'copy the page as Markdown, from a file and after the network has gone: %s',
    async (language) => {
      const path = `${folderOf(language)}webhooks`;
      for (const base of [reader.served, reader.onDisk]) {
        await using visit = await reader.visit(`${path}.html`, { permissions, base });
        const { page } = visit;
        // As a function: each later look at a string is an `eval`, which the page's policy forbids.
        await page.waitForFunction(() => 'kgitonMarkdown' in globalThis);
        await visit.context.setOffline(true);
        const button = page.getByRole('button', { name: said(language, 'page-tools.copy') });
        const before = await button.boundingBox();
        await button.click();
        const copied = page.getByRole('button', { name: said(language, 'copied'), exact: true }).first();
        await copied.waitFor();
        expect(await copied.boundingBox()).toEqual(before);
        expect(await clipboard(page)).toBe(site.content(`${path}.md`));
        await button.waitFor();
        expect(visit.problems).toEqual([]);
      }
    },
  );

  test('report that the Markdown could not be loaded, and retry on the next press', async () => {
    let isThere = false;
    await using visit = await reader.visit('qris.html', {
      permissions,
      before: (context) =>
        context.route('**/markdown-*', (route) => (isThere ? route.continue() : route.abort('failed'))),
    });
    const { page } = visit;
    await page.locator('.copy-page').click();
    await page.getByRole('button', { name: said('id', 'not-copied') }).waitFor();
    isThere = true;
    await page.locator('.copy-page').click();
    await page.getByRole('button', { name: said('id', 'copied'), exact: true }).waitFor();
    expect(await clipboard(page)).toBe(site.content('qris.md'));
  });

  test('have a menu that works from the keyboard and closes like a menu', async () => {
    await using visit = await reader.visit('en/qris.html');
    const { page } = visit;
    const menu = page.locator('.page-tools ul');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.locator('.copy-page').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      said('en', 'page-tools.more'),
    );
    await page.keyboard.press('Enter');
    expect(await menu.isVisible()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(said('en', 'page-tools.markdown'));
    await page.keyboard.press('Escape');
    expect(await menu.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');

    const summary = page.locator('.page-tools summary');
    await summary.click();
    await page.locator('h1').click();
    expect(await menu.isVisible()).toBe(false);
    await summary.click();
    await page.locator('.search-button').focus();
    expect(await menu.isVisible()).toBe(false);
  });

  test('cause no layout shift, stay in the window, and pass axe with the menu open', async () => {
    const looks = [
      { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
    ] as const;
    for (const look of looks) {
      for (const path of ['en/qris.html', 'reference-generate-payment.html']) {
        const before = (context: BrowserContext) =>
          context.route(`${SITE_URL}**`, (route) => {
            const file = route.request().url().slice(SITE_URL.length);
            const contentType = file.endsWith('.js') ? 'text/javascript' : 'text/html';
            return route.fulfill({ body: published.content(file), contentType });
          });
        await using visit = await reader.visit(path, { ...look, base: SITE_URL, before, bypassCSP: true });
        const { page } = visit;
        const shift = await page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              let sum = 0;
              const observer = new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
              });
              observer.observe({ type: 'layout-shift', buffered: true });
              // Frames later, everything of the page has been drawn.
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 0)));
            }),
        );
        expect(shift).toBeLessThan(0.01);
        await page.locator('.page-tools summary').click();
        const box = await page.locator('.page-tools ul').boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(look.viewport.width);
        expect(await page.locator('.page-tools a').allInnerTexts()).toHaveLength(3);
        expect((await runAxe(page)).violations).toEqual([]);
      }
    }
  });

  test('without scripts, offer the menu, and no dead button', async () => {
    await using visit = await reader.visit('en/qris.html', { javaScriptEnabled: false });
    const { page } = visit;
    expect(await page.locator('.copy-page').isVisible()).toBe(false);
    await page.locator('.page-tools summary').click();
    await page.getByRole('link', { name: said('en', 'page-tools.markdown') }).click();
    await page.waitForURL('**/en/qris.md');
  });
});
