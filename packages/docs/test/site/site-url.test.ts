import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { type HtmlElement, parseHtml } from './html.js';
import { madeSite } from './made-site.js';
import { SITE_URL } from './published.js';

const [site, published] = await Promise.all([madeSite(), madeSite('publishedSite')]);
const slugs = site.pages.filter(({ language }) => language === 'id').map(({ slug }) => slug);

/** Where a page of a published site is: the first one is its folder. */
const addressOf = (root: string, language: (typeof LANGUAGES)[number], slug: string) =>
  `${root}${folderOf(language)}${slug === 'index' ? '' : `${slug}.html`}`;

/** The addresses of a sitemap, with those of the same page in each language. @throws {Error} for what is no XML */
function entriesOf(sitemap: string) {
  const validity = XMLValidator.validate(sitemap);
  if (validity !== true) throw new Error(`sitemap.xml:${validity.err.line}: ${validity.err.msg}`);
  const isArray = (name: string) => name === 'url' || name === 'xhtml:link';
  const { urlset } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray }).parse(sitemap);
  expect(urlset.xmlns).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
  expect(urlset['xmlns:xhtml']).toBe('http://www.w3.org/1999/xhtml');
  return (urlset.url as { loc: string; 'xhtml:link': { rel: string; hreflang: string; href: string }[] }[]).map(
    ({ loc, 'xhtml:link': links }) => ({ loc, links }),
  );
}

function linksWith(html: HtmlElement, rel: string): (string | undefined)[] {
  return html
    .all('link')
    .filter((link) => link.attribute('rel') === rel && link.attribute('type') === undefined)
    .map((link) => link.attribute('href'));
}

describe('the sitemap', () => {
  test('lists every page of both languages with the same page in each language', () => {
    const [made, root] = [published, SITE_URL];
    const sitemap = made.files.get('sitemap.xml') ?? '';
    expect(sitemap.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
    const expected = slugs.flatMap((slug) =>
      LANGUAGES.map((language) => ({
        loc: addressOf(root, language, slug),
        links: LANGUAGES.map((other) => ({ rel: 'alternate', hreflang: other, href: addressOf(root, other, slug) })),
      })),
    );
    expect(entriesOf(sitemap)).toEqual(expected);
  });

  test('is left out without the address of the site', () => {
    expect([...site.files.keys()]).not.toContain('sitemap.xml');
  });
});

describe('with the address of the site', () => {
  test.each(published.pages)(
    '$path says its own address, and those in each language, as whole ones',
    ({ language, slug, html }) => {
      expect(linksWith(html, 'canonical')).toEqual([addressOf(SITE_URL, language, slug)]);
      expect(linksWith(html, 'alternate')).toEqual(
        (['id', 'en', 'id'] as const).map((other) => addressOf(SITE_URL, other, slug)),
      );
    },
  );

  test.each(LANGUAGES)('llms.txt in %s has absolute addresses of existing files', (language) => {
    const links = [...published.content(`${folderOf(language)}llms.txt`).matchAll(/\]\((.+?)\)/g)].map(
      ([, to = '']) => to,
    );
    expect(links.length).toBeGreaterThan(slugs.length);
    expect(links.filter((link) => !link.startsWith(SITE_URL))).toEqual([]);
    expect(links.filter((link) => !published.files.has(link.slice(SITE_URL.length)))).toEqual([]);
  });

  test('the 404 page leads home from any address', () => {
    const links = parseHtml(published.content('404.html'))
      .all('a')
      .flatMap((link) => link.attribute('href') ?? [])
      .filter((href) => !href.startsWith('#'));
    expect(links).toEqual(
      expect.arrayContaining(LANGUAGES.map((language) => `${SITE_URL}${folderOf(language)}index.html`)),
    );
    expect(links.filter((href) => !href.startsWith(SITE_URL))).toEqual([]);
  });

  test('the pages are otherwise the same, and work under any other address', () => {
    // What search engines want, what an assistant needs, and what leads to the source and to whom it may be told.
    const whole =
      /^<link rel="(canonical"|alternate" hreflang=).*>\n|^<li><a href=".*" target="_blank".*>\n|<a href="(https:\/\/git\.example\/|mailto:docs@shop\.example).*?<\/a> /gm;
    const known = [...site.files].filter(([path]) => /\.(html|md)$/.test(path) && !/404\.html$|SKILL\.md$/.test(path));
    for (const [path, content] of known) {
      const here = published.content(path).replace(whole, '');
      expect(here, path).toBe(content.replace(whole, ''));
      expect(here, path).not.toContain(SITE_URL);
    }
  });
});

describe('without the address of the site', () => {
  test.each(site.pages)('$path has no absolute address of itself in any language', ({ path, html }) => {
    expect(linksWith(html, 'canonical')).toEqual([]);
    expect(linksWith(html, 'alternate').filter((href) => /^(\w+:|\/)/.test(href ?? ''))).toEqual([]);
    expect(site.content(path)).not.toContain('localhost:4000');
  });
});
