import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { spread } from '../../../../test/support/spread.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { redocPage } from '../../src/redoc.js';
import { REFERENCES } from '../../src/reference.js';
import { documentedRequests } from './contract.js';
import { locales } from './locales.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const pages = LANGUAGES.flatMap((language) =>
  REFERENCES.map((reference) => ({ language, reference, path: `${folderOf(language)}${reference.redoc}` })),
);

describeInChromium('the page of Redoc', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(spread(pages, 2))('at $path', ({ language, reference, path }) => {
    const requests = documentedRequests(reference.document(locales[language]));
    let reader: Visit;
    beforeAll(async () => {
      // From disk, where nothing beside the page can help it.
      reader = await site.visit(path, { base: site.onDisk });
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    test('renders the document in its language, with every operation', async () => {
      const { page } = reader;
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      for (const { operation } of requests) {
        const route = `/${operation.tags[0]}/${operation.operationId}`.toLowerCase();
        await page.goto(`${site.onDisk}${path}#${route}`);
        await page.getByRole('heading', { name: operation.summary }).first().waitFor();
      }
    });

    test('works under a policy that lists its scripts and allows no connection', async () => {
      const policy = await reader.page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|connect-src/);
      // Its scripts run: a click opens the search.
      await reader.page.locator('[data-testid=search-trigger]').first().click();
      await reader.page.locator('[data-testid=search-dialog]').waitFor();
    });

    test('contacts no other host: it only asks for a logo, which its policy refuses', () => {
      const elsewhere = reader.requests.filter((url) => !/^(file|data|blob):/.test(url));
      expect([...new Set(elsewhere)].filter((url) => !url.endsWith('/logo-mini-full.svg'))).toEqual([]);
      const problems = reader.problems.filter((problem) => !/logo-mini-full\.svg/.test(problem));
      expect(problems).toEqual([]);
      expect(reader.problems.every((problem) => /Content Security Policy|csp/i.test(problem))).toBe(true);
    });

    test('leads back to the reference', async () => {
      await reader.page.goto(site.onDisk + path);
      await reader.page.locator('.back a').click();
      await reader.page.waitForURL(`${site.onDisk}${folderOf(language)}${reference.slug}.html`);
    });
  });
});

test("a document that Redoc cannot render is reported with Redocly's message", async () => {
  const [reference] = REFERENCES;
  const { en } = locales;
  if (!reference) throw new Error('The site has no reference.');
  const broken = { ...en, bundled: { ...en.bundled, contract: { ...en.bundled.contract, openapi: '9.9.9' } } };
  await expect(redocPage(reference, broken)).rejects.toThrow(/^Redocly cannot draw .*\n\n.*9\.9\.9/s);
});
