import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../../test/support/axe.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { folderOf, type Language } from '../../src/languages.js';
import { AT_TOP } from './at-top.js';
import { expectedOperations, locales } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const INDEX = /\/assets\/search-/;
const isIndex = (url: string) => INDEX.test(url);

describeInChromium('the search', () => {
  let site: SiteReader;
  const readers = new Map<Language, Visit>();
  beforeAll(async () => {
    site = await openSite();
    for (const language of ['id', 'en'] as const) {
      readers.set(language, await site.visit(`${folderOf(language)}quickstart.html`, { bypassCSP: true }));
    }
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  const dialogOf = (page: Page) => page.locator('.search-dialog');
  const fieldOf = (page: Page) => dialogOf(page).getByRole('combobox');
  const statusOf = (page: Page) => dialogOf(page).getByRole('status');

  /** Searches as a reader does, and returns the addresses that the results lead to, once they are there. */
  async function search(page: Page, query: string): Promise<string[]> {
    if (!(await dialogOf(page).isVisible())) await page.keyboard.press('Control+k');
    await fieldOf(page).fill(query);
    const messages = (await page.getAttribute('html', 'lang')) === 'en' ? locales.en.messages : locales.id.messages;
    const answered = new RegExp(
      `^\\d+( ${messages.get('search.of')} \\d+)? ${messages.get('search.results')}$|^${messages.get('search.none')} “${query}”\\. ${messages.get('search.other-words')}$`,
    );
    await expect.poll(() => statusOf(page).innerText()).toMatch(answered);
    const links = await dialogOf(page).locator('[role=option]').all();
    return Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
  }

  const chosen = (page: Page) =>
    page
      .locator('[role=option]')
      .evaluateAll((all) => all.flatMap((one, at) => (one.ariaSelected === 'true' ? at : [])));

  describe('lists', () => {
    test('what it found, and counts it, also what it does not show', async () => {
      const { page } = readers.get('en') as Visit;
      const shown = await search(page, 'payment');
      const [, count, all] = /^(\d+) of (\d+) results$/.exec(await statusOf(page).innerText()) ?? [];
      expect(Number(count)).toBe(shown.length);
      expect(Number(all)).toBeGreaterThan(shown.length);
    });

    test('what it found in its place, marked', async () => {
      const { page } = readers.get('id') as Visit;
      await search(page, 'expiry_minutes');
      expect((await page.locator('[role=option] mark').allInnerTexts()).join(' ')).toContain('expiry');
    });
  });

  test.each(['id', 'en'] as const)('says in the language %s when nothing is found', async (language) => {
    const { page } = readers.get(language) as Visit;
    expect(await search(page, 'xyzzyplugh')).toEqual([]);
    const { messages } = locales[language];
    // The status is announced: it says what to do too.
    expect(await statusOf(page).innerText()).toBe(
      `${messages.get('search.none')} “xyzzyplugh”. ${messages.get('search.other-words')}`,
    );
    const help = dialogOf(page).getByRole('navigation', { name: messages.get('search.start-with') });
    const links = await help.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links).toEqual([
      'quickstart.html',
      'webhooks.html',
      'errors.html',
      'testing.html',
      'reference.html',
      'business.html#support',
    ]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(
      await help
        .getByRole('link')
        .first()
        .evaluate((link) => link === document.activeElement),
    ).toBe(true);
    const { violations } = await runAxe(page);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await search(page, 'webhook');
    expect(await help.isVisible()).toBe(false);
  });

  test('leads from the page of a missing address to the pages of its language too', async () => {
    await using visit = await site.visit('en/404.html');
    await search(visit.page, 'xyzzyplugh');
    await dialogOf(visit.page).getByRole('navigation').getByRole('link').last().click();
    await visit.page.waitForURL('**/en/business.html#support');
    expect(visit.problems).toEqual([]);
  });

  test('loads its index when it is asked for, once, and not before', async () => {
    await using visit = await site.visit('qris.html');
    const { page, requests } = visit;
    await page.waitForLoadState('networkidle');
    expect(requests.filter(isIndex)).toEqual([]);
    await search(page, 'webhook');
    await page.keyboard.press('Escape');
    await search(page, 'token');
    expect(requests.filter(isIndex)).toHaveLength(1);
  });

  test('says when its index cannot be loaded, and tries again when it is asked again', async () => {
    await using visit = await site.visit('qris.html', {
      before: (context) => context.route(INDEX, (route) => route.abort(), { times: 1 }),
    });
    const { page } = visit;
    await page.keyboard.press('Control+k');
    await expect.poll(() => statusOf(page).innerText()).toBe(locales.id.messages.get('search.failed'));
    expect(await search(page, 'webhook')).not.toEqual([]);
  });

  describe('opens', () => {
    test.each([
      { by: 'its button', open: (page: Page) => page.locator('.search-button').click() },
      { by: 'Control and K', open: (page: Page) => page.keyboard.press('Control+k') },
      { by: 'Command and K', open: (page: Page) => page.keyboard.press('Meta+k') },
      { by: 'a slash', open: (page: Page) => page.keyboard.press('/') },
    ])('with $by, and closes with one press of Escape, whatever is typed', async ({ open }) => {
      await using visit = await site.visit('qris.html');
      const { page } = visit;
      await open(page);
      expect(await dialogOf(page).isVisible()).toBe(true);
      await page.keyboard.type('token');
      expect(await fieldOf(page).inputValue()).toBe('token');
      await page.keyboard.press('Escape');
      expect(await dialogOf(page).isVisible()).toBe(false);
    });

    test('over an operation too, and nothing else opens', async () => {
      const [operation] = expectedOperations('id') as [ReturnType<typeof expectedOperations>[number]];
      await using visit = await site.visit(operation.path);
      const { page } = visit;
      await page.keyboard.press('Control+k');
      await page.keyboard.type('webhook');
      expect(await fieldOf(page).inputValue()).toBe('webhook');
      expect(await page.locator('dialog:visible, [role=dialog]:visible').count()).toBe(1);
    });
  });

  describe('with the keyboard', () => {
    test('arrows choose a result, round the ends, and whoever listens hears which', async () => {
      const { page } = readers.get('en') as Visit;
      const found = await search(page, 'webhook');
      expect(found.length).toBeGreaterThan(3);
      expect(await chosen(page)).toEqual([0]);
      for (const [key, want] of [
        ['ArrowDown', 1],
        ['ArrowDown', 2],
        ['ArrowUp', 1],
        ['ArrowUp', 0],
        ['ArrowUp', found.length - 1],
        ['ArrowDown', 0],
      ] as const) {
        await page.keyboard.press(key);
        expect(await chosen(page)).toEqual([want]);
        const active = await fieldOf(page).getAttribute('aria-activedescendant');
        expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
      }
    });

    test('Enter opens the chosen result at its part of the page', async () => {
      await using visit = await site.visit('en/index.html');
      const { page } = visit;
      const found = await search(page, 'constant time');
      const at = found.findIndex(
        (href, index) => index > 0 && /^[a-z-]+\.html#/.test(href) && !href.includes('reference'),
      );
      expect(at).toBeGreaterThan(0);
      for (let step = 0; step < at; step++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.served}en/${found[at]}`);
      const part = page.locator(`[id="${found[at]?.split('#')[1]}"]`);
      await expect.poll(() => part.evaluate((heading) => heading.getBoundingClientRect().top)).toBeLessThan(AT_TOP);
      expect(await dialogOf(page).isVisible()).toBe(false);
    });

    test('Enter opens a result on the same page, and the search is gone', async () => {
      await using visit = await site.visit('en/webhooks.html');
      const { page } = visit;
      const [first = ''] = await search(page, 'X-KGiTON-Signature');
      expect(first).toBe('webhooks.html#verify');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.served}en/${first}`);
      expect(await dialogOf(page).isVisible()).toBe(false);
    });

    test('Enter opens an operation', async () => {
      const operation = expectedOperations('en').find(({ id }) => id === 'advanceClock');
      if (!operation) throw new Error('The control API has no clock any more.');
      await using visit = await site.visit('en/index.html');
      const found = await search(visit.page, 'advance the clock');
      const steps = found.indexOf('sandbox-api-advance-clock.html');
      for (let step = 0; step < steps; step++) await visit.page.keyboard.press('ArrowDown');
      await visit.page.keyboard.press('Enter');
      await visit.page.waitForURL(site.served + operation.path);
    });
  });

  test('works on the 404 page at any address, and so does the menu', async () => {
    const missing = 'deep/down/nothing.html';
    const page404 = await readFile(join(site.folder, '404.html'), 'utf8');
    await using visit = await site.visit(missing, {
      before: (context) =>
        context.route(`**/${missing}`, (route) =>
          route.fulfill({ body: page404, contentType: 'text/html', status: 404 }),
        ),
    });
    const { page } = visit;
    expect(await search(page, 'refund')).toContain('/business.html#refunds');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.served}business.html#refunds`);
    await page.goBack();
    await page.locator('#navigation').getByRole('link', { name: 'QRIS' }).click();
    await page.waitForURL(`${site.served}qris.html`);
  });

  test('a touch opens a result too', async () => {
    await using visit = await site.visit('qris.html', { viewport: { width: 390, height: 844 }, hasTouch: true });
    const { page } = visit;
    await page.locator('.search-button').tap();
    await fieldOf(page).fill('token');
    const link = page.locator('[role=option]').nth(1);
    const href = await link.getAttribute('href');
    await link.tap();
    await page.waitForURL(`${site.served}${href}`);
  });
});
