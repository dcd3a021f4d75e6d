import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOST } from '../../../../scripts/ports.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { type DocsServer, serveDocs } from '../../src/docs-server.js';
import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import { expectedOperations, expectedPages, locales } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';
import { type StaticHost, serveFolder } from './static-host.js';

describeInChromium('the site works', () => {
  let site: SiteReader;
  let below: StaticHost;
  let start: DocsServer;
  beforeAll(async () => {
    site = await openSite();
    below = await serveFolder(site.folder, '/a/b/');
    start = await serveDocs(site.folder, 0);
  });
  afterAll(async () => {
    await start?.stop();
    await below?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
  });

  const places = [
    { place: 'opened from a folder, without a server', base: () => site.onDisk },
    { place: 'at the root of a static host', base: () => site.served },
    { place: 'below another path of a static host', base: () => below.url },
    { place: 'as npm start serves it', base: () => `http://${HOST}:${start.port}/` },
  ];

  describe.each(places)('$place', ({ base }) => {
    let reader: Visit;
    beforeAll(async () => {
      reader = await site.visit('index.html', { base: base() });
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    /** Opens a guide through the navigation, and a part of another one through the search. */
    async function readGuides(language: Language): Promise<void> {
      const { page } = reader;
      const [, guide] = expectedPages(language);
      const menu = page.getByRole('navigation', { name: locales[language].messages.get('menu') });
      await menu.getByText(guide?.entry ?? '').click();
      await page.waitForURL(base() + guide?.path);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('DUPLICATE_TRANSACTION');
      await page.locator('[role=option][href="errors.html#DUPLICATE_TRANSACTION"]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`${base()}${folderOf(language)}errors.html#DUPLICATE_TRANSACTION`);
    }

    test('the navigation, the search, an operation, Redoc and the switch to the other language work', async () => {
      const { page } = reader;
      const [inIndonesian, inEnglish] = LANGUAGES.map((language) => expectedOperations(language)[0]);
      if (!inIndonesian || !inEnglish) throw new Error('The contract has no operation any more.');
      await readGuides('id');
      await page.goto(base() + inIndonesian.formerPath);
      await page.locator('main li > a:has(> .method)').first().click();
      await page.waitForURL(base() + inIndonesian.path);
      // With the mouse: Playwright's click would scroll the page.
      const { x = 0, y = 0 } = (await page.locator('a.language').boundingBox()) ?? {};
      await page.mouse.click(x + 10, y + 10);
      await page.waitForURL(base() + inEnglish.path);
      await page.locator('.breadcrumb a').click();
      await page.locator('main a[href="redoc.html"]').click();
      await page.getByRole('heading', { name: locales.en.contract.info.title }).waitFor();
      await page.locator('.back a').click();
      await readGuides('en');
    });

    test('asks no other host for anything, and nothing goes wrong', () => {
      const own = reader.requests.filter((url) => url.startsWith(base()));
      expect(own.length).toBeGreaterThan(10);
      // The policy of Redoc's page refuses its logo.
      const isLogo = (text: string) => text.includes('/logo-mini-full.svg');
      const elsewhere = reader.requests.filter(
        (url) => !url.startsWith(base()) && !/^(data|blob):/.test(url) && !isLogo(url),
      );
      expect(elsewhere).toEqual([]);
      expect(reader.problems.filter((problem) => !isLogo(problem))).toEqual([]);
    });
  });

  test('opened from a folder, without a server, with every page', async () => {
    await using visit = await site.visit('index.html', { base: site.onDisk });
    const { page, problems } = visit;
    for (const { path, title } of LANGUAGES.flatMap((language) => spread(expectedPages(language)))) {
      await page.goto(site.onDisk + path);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      // The style puts the bar at the top of the window, the program shows its buttons.
      expect(await page.locator('.top').evaluate((bar) => getComputedStyle(bar).position)).toBe('sticky');
      expect(await page.locator('.search-button').isVisible()).toBe(true);
    }
    expect(problems).toEqual([]);
  });

  test('in a browser that stores nothing for a page', async () => {
    await using visit = await site.visit('qris.html', {
      // As Chromium does it, where its user has forbidden sites to store anything.
      before: (context) =>
        context.addInitScript(() => {
          for (const name of ['localStorage', 'sessionStorage']) {
            const get = () => {
              throw new DOMException('Access is denied for this document.', 'SecurityError');
            };
            Object.defineProperty(window, name, { get, configurable: true });
          }
        }),
    });
    const { page } = visit;
    await page.locator('.theme-button').click();
    expect(await page.getAttribute('html', 'class')).toContain('dark');
    await page.getByRole('tab', { name: 'PHP' }).first().click();
    expect(visit.problems).toEqual([]);
  });

  test('and cannot send anything to another host, even if something in it tries', async () => {
    await using visit = await site.visit('qris.html');
    await visit.page.evaluate(() => {
      new Image().src = 'https://elsewhere.example/pixel.png';
      fetch('https://elsewhere.example/').catch(() => undefined);
    });
    const refused = (what: string) => expect.stringMatching(new RegExp(`^${what} .* Content Security Policy`));
    await expect
      .poll(() => visit.problems)
      .toEqual(expect.arrayContaining([refused('Loading the image'), refused('Connecting to')]));
  });
});
