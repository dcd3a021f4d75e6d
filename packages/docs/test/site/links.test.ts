import { describe, expect, test } from 'vitest';
import { GUIDE_SLUGS } from '../../src/guides.js';
import { folderOf, LANGUAGES, otherLanguage } from '../../src/languages.js';
import { type HtmlElement, parseHtml } from './html.js';
import { madeSite, type SitePage } from './made-site.js';

const site = await madeSite();
const ORIGIN = 'http://site.example';

/** The anchors of each page. */
const anchors = new Map(
  site.pages.map(({ path, html }) => {
    const ids = html.all().flatMap((element) => element.attribute('id') ?? []);
    return [path, new Set(ids)];
  }),
);

/** Why a reader who follows a link of a file ends up nowhere; undefined where it leads somewhere. */
function problemOf(href: string, from: string): string | undefined {
  const { origin, pathname, hash, search } = new URL(href, `${ORIGIN}/${from}`);
  if (origin !== ORIGIN) return undefined;
  const path = decodeURIComponent(pathname)
    .slice(1)
    .replace(/(^|\/)$/, '$1index.html');
  if (search || !site.files.has(path)) return `${from}: ${href} leads to no file`;
  // Markdown has no anchors of its own; those of its page name the same parts.
  const named = anchors.get(path.replace(/\.md$/, '.html'));
  if (hash && !named?.has(decodeURIComponent(hash.slice(1)))) return `${from}: ${href} leads to no part of ${path}`;
  return undefined;
}

const problemsOf = (hrefs: readonly string[], from: string) => hrefs.flatMap((href) => problemOf(href, from) ?? []);

const linksOf = (part: HtmlElement) => part.all('a').flatMap((link) => link.attribute('href') ?? []);

/** What a browser loads for a page by itself. */
function resourcesOf({ html }: SitePage): string[] {
  const attributes = ['src', 'srcset', 'poster', 'data', 'action', 'formaction', 'xlink:href'];
  const loaded = html.all().flatMap((element) => attributes.flatMap((name) => element.attribute(name) ?? []));
  const linked = html.all('link').filter((link) => !['alternate', 'canonical'].includes(link.attribute('rel') ?? ''));
  return [...loaded, ...linked.flatMap((link) => link.attribute('href') ?? [])];
}

/** Addresses that a text in CSS has a browser load. */
function addressesIn(css: string): string[] {
  const found = css.matchAll(/url\(\s*["']?([^"')]*)["']?\s*\)|@import\s*["']([^"']*)["']/g);
  return [...found].map(([, url, imported]) => url ?? imported ?? '');
}

const stylesheets = [...site.files].filter(([path]) => path.endsWith('.css')).map(([, css]) => css);

/** The links of a Markdown file, without those in its code. */
function linksInMarkdown(markdown: string): string[] {
  const prose = markdown.replace(/^( *)(`{3,}).*?^\1\2/gms, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => href);
}

describe.each(site.pages)('$path', (page) => {
  const { path, html } = page;

  test('has no broken link', () => {
    const alternates = html.all('link').flatMap((link) => (link.attribute('hreflang') && link.attribute('href')) ?? []);
    expect(linksOf(html).length).toBeGreaterThan(20);
    expect(problemsOf([...linksOf(html), ...alternates], path)).toEqual([]);
  });

  test('has all its assets, and contacts no other host', () => {
    const resources = resourcesOf(page).filter((resource) => !resource.startsWith('data:'));
    expect(resources.length).toBeGreaterThan(0);
    expect(problemsOf(resources, path)).toEqual([]);
    expect(resources.filter((href) => new URL(href, ORIGIN).origin !== ORIGIN)).toEqual([]);
  });

  test('is styled, and its styles contact no host', () => {
    const attributes = html.all().flatMap((element) => element.attribute('style') ?? []);
    const css = [...attributes, ...html.all('style').map((style) => style.text()), ...stylesheets].join('\n');
    expect(css).toContain('body');
    expect(addressesIn(css).filter((address) => !address.startsWith('data:'))).toEqual([]);
  });

  test('links to other hosts without a referrer, and over https only', () => {
    const foreign = linksOf(html).filter((href) => new URL(href, ORIGIN).origin !== ORIGIN);
    expect(foreign.filter((href) => !href.startsWith('https://'))).toEqual([]);
    const referrer = html.all('meta').find((meta) => meta.attribute('name') === 'referrer');
    expect(referrer?.attribute('content')).toBe('no-referrer');
  });

  test('has unique ids, and refers only to existing ones', () => {
    const ids = html.all().flatMap((element) => element.attribute('id') ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const references = ['aria-controls', 'aria-labelledby', 'aria-describedby', 'for'];
    const referred = html.all().flatMap((element) => references.flatMap((name) => element.attribute(name) ?? []));
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

test.each(LANGUAGES)('from the first page in %s, the menu links to every page of the language, once', (language) => {
  const first = site.page(language, 'index');
  const [menu] = first.html.all('nav').filter((nav) => nav.attribute('id') === 'navigation');
  const entries = linksOf(menu as HtmlElement).filter((href) => !href.includes('#'));
  const pages = site.pages.filter((page) => page.language === language).map(({ slug }) => `${slug}.html`);
  expect(entries.sort()).toEqual(pages.sort());
});

test('the menu is the same on every page of a language, except for the current page', () => {
  for (const language of LANGUAGES) {
    const menus = site.pages
      .filter((page) => page.language === language)
      .map(({ html }) => html.all('nav').find((nav) => nav.attribute('id') === 'navigation') as HtmlElement);
    expect(new Set(menus.map((menu) => linksOf(menu).join('\n'))).size).toBe(1);
  }
  for (const { html, slug } of site.pages) {
    const here = html.all('a').filter((link) => link.attribute('aria-current') === 'page');
    expect(here.map((link) => link.attribute('href'))).toEqual([`${slug}.html`]);
  }
});

test('previous and next lead through the guides in the order of the menu, and back', () => {
  for (const { slug, language, html } of site.pages) {
    const leadsTo = (rel: string, of = html) =>
      of
        .all('a')
        .find((link) => link.attribute('rel') === rel)
        ?.attribute('href')
        ?.replace(/\.html$/, '');
    const next = leadsTo('next');
    if (next && site.page(language, next).html.one('body').hasClass('guide')) {
      expect(leadsTo('prev', site.page(language, next).html)).toBe(slug);
    }
  }
});

test('the search index has every section of every page, with its address', () => {
  for (const language of LANGUAGES) {
    const [[, program = ''] = []] = [...site.files].filter(([path]) => path.startsWith(`assets/search-${language}`));
    const found = [...program.matchAll(/\\?"href\\?":\\?"([^"\\]+)/g)].map(([, href = '']) => href);
    const pages = site.pages.filter((page) => page.language === language);
    const parts = pages.flatMap(({ slug, main, html }) => [
      `${slug}.html`,
      // An operation is found as a whole.
      ...(html.one('body').hasClass('operation') ? [] : partsOf(main)).map((id) => `${slug}.html#${id}`),
    ]);
    expect(found.sort()).toEqual(parts.sort());
    // Paths are whole, and what keeps words together is no part of them.
    expect(program).toContain('/api/partner/payment/generate');
    expect(program.match(/api\/ partner|\u2060|\\u2060/g)).toBeNull();
  }
});

/** The ids of what has a heading of its own, and of rows. */
function partsOf(main: HtmlElement): string[] {
  const parts = main.all().filter(({ tag }) => ['h2', 'h3', 'h4', 'section', 'tr'].includes(tag));
  return parts.flatMap((part) => part.attribute('id') ?? []);
}

test.each([...site.files.keys()].filter((path) => /\.(md|txt)$/.test(path)))(
  '%s has no link that leads nowhere',
  (path) => {
    expect(problemsOf(linksInMarkdown(site.content(path)), path)).toEqual([]);
  },
);

test('the 404 page links to the first page of each language', () => {
  for (const language of LANGUAGES) {
    const page = parseHtml(site.content(`${folderOf(language)}404.html`));
    expect(linksOf(page.one('article'))).toEqual(
      [language, otherLanguage(language)].map((one) => `/${folderOf(one)}index.html`),
    );
    expect(linksOf(page).length).toBeGreaterThan(GUIDE_SLUGS.length);
    const elsewhere = linksOf(page).filter((link) => !link.startsWith('#'));
    expect(problemsOf(elsewhere, 'anywhere/else.html')).toEqual([]);
  }
});
