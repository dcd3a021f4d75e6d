import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../scripts/docs/languages.js';
import { type DocsServer, serveDocs } from '../../scripts/docs-server.js';
import { HOST } from '../../scripts/ports.js';
import { describeInChromium } from './chromium.js';
import { editions, expectedOperations, expectedPages } from './editions.js';
import { drawnOperation } from './redoc.js';
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

    test.each(LANGUAGES)('the navigation, the search, Redoc and the switch work from %s', async (language) => {
      const { page } = reader;
      const { words } = editions[language];
      const folder = base() + folderOf(language);
      await page.goto(`${folder}index.html`);
      const [, guide] = expectedPages(language);
      await page
        .getByRole('navigation', { name: words.get('menu') })
        .getByText(guide?.entry ?? '')
        .click();
      await page.waitForURL(base() + guide?.path);

      await page.keyboard.press('Control+k');
      await page.keyboard.type('DUPLICATE_TRANSACTION');
      await page.locator('[role=option][href="idempotency.html#key"]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`${folder}idempotency.html#key`);

      const [operation] = expectedOperations(language);
      if (!operation) throw new Error('The contract has no operation any more.');
      await page.goto(`${base()}${operation.path}`);
      await page.locator('.operations a').first().click();
      await drawnOperation(page, operation).getByRole('heading', { name: operation.summary, level: 2 }).waitFor();

      await page.locator('a.language').click();
      const other = language === 'id' ? 'en' : 'id';
      await page.waitForURL(`${base()}${folderOf(other)}reference.html#${operation.route}`);
      await drawnOperation(page, operation).getByRole('heading', { level: 2 }).first().waitFor();
    });

    test('asks no other host for anything, and nothing goes wrong', () => {
      const own = reader.requests.filter((url) => url.startsWith(base()));
      expect(own.length).toBeGreaterThan(20);
      const elsewhere = reader.requests.filter((url) => !url.startsWith(base()) && !/^(data|blob):/.test(url));
      expect(elsewhere).toEqual([]);
      // Who leaves a page no longer listens for news; `npm start` is the only place where there are some.
      const hangUp = (problem: string) => /\/_live: net::ERR_ABORTED$/.test(problem);
      expect(reader.problems.filter((problem) => !hangUp(problem))).toEqual([]);
    });
  });

  // In the two places where an address that begins with a slash leads nowhere.
  test.each([places[0], places[2]])('$place, with every page', async (place) => {
    const base = place?.base() ?? '';
    await using visit = await site.visit('index.html', { base });
    const { page, problems } = visit;
    for (const { path, title } of LANGUAGES.flatMap(expectedPages)) {
      await page.goto(base + path);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      // The style puts the bar at the top of the window, the program shows its buttons.
      expect(await page.locator('.top').evaluate((bar) => getComputedStyle(bar).position)).toBe('sticky');
      expect(await page.locator('.search-button').isVisible()).toBe(true);
    }
    expect(problems).toEqual([]);
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
