import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GUIDES } from '../../src/files.js';
import { GUIDE_SLUGS } from '../../src/guides.js';
import { folderOf, LANGUAGES, otherLanguage } from '../../src/languages.js';
import { hasScreenshots } from '../../src/sandbox-screenshots.js';
import type { HtmlElement } from './html.js';
import { expectedOperations, locales } from './locales.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const operations = expectedOperations('en').map(({ slug }) => slug);
const slugs = [...GUIDE_SLUGS, 'reference', 'sandbox-api', ...operations];

/** A block of code: its language, its label, and what whoever copies it gets. */
function codeOf(figure: HtmlElement) {
  const [label] = figure.all('figcaption').map((caption) => caption.text());
  return { language: figure.attribute('data-language'), label, code: figure.one('code').text() };
}

function codeBlocks(part: HtmlElement) {
  return part
    .all('figure')
    .filter((figure) => figure.hasClass('code'))
    .map(codeOf);
}

/** What a page is made of, without its words: parts, tables with their rows, alerts, code, buttons that try, tasks. */
function outline(main: HtmlElement): string[] {
  const blocks = [
    'h1',
    'h2',
    'h3',
    'h4',
    'table',
    'tr',
    'td',
    'ul',
    'ol',
    'li',
    'figure',
    'section',
    'button',
    'input',
  ];
  return main
    .all()
    .filter((element) => blocks.includes(element.tag) || element.hasClass('markdown-alert'))
    .map((element) =>
      [element.tag, element.attribute('class'), element.attribute('data-try')].filter(Boolean).join(' '),
    );
}

test('both languages have the same pages, lists and assets', () => {
  const below = (folder: string) => [...site.files.keys()].filter((path) => path.startsWith(folder));
  const inEnglish = below('en/').map((path) => path.slice('en/'.length));
  const pages = slugs.flatMap((slug) => [`${slug}.html`, `${slug}.md`]);
  const others = ['redoc.html', 'redoc-sandbox-api.html', '404.html', 'changelog.xml'];
  const texts = ['llms-full.txt', 'llms.txt'];
  const images = hasScreenshots
    ? ['dashboard', 'checkout-page'].flatMap((name) => [`images/${name}-light.webp`, `images/${name}-dark.webp`])
    : [];
  expect(inEnglish.sort()).toEqual([...pages, ...others, ...texts, ...images].sort());
  expect([...site.files.keys()]).toEqual(expect.arrayContaining(inEnglish));
  const names = below('assets/').map((path) => path.replace(/-[0-9a-f]{8}\./, '.'));
  expect(names.filter((name) => name.includes('-en.')).map((name) => name.replace('-en.', '-id.'))).toEqual(
    names.filter((name) => name.includes('-id.')),
  );
});

test.each(LANGUAGES)('every guide in %s has a page', async (language) => {
  const written = await readdir(join(GUIDES, language));
  expect(written.sort()).toEqual(GUIDE_SLUGS.map((slug) => `${slug}.md`).sort());
});

describe.each(slugs)('the page %s', (slug) => {
  const id = site.page('id', slug);
  const en = site.page('en', slug);

  test('has the same anchors in both languages, in the same order', () => {
    const anchors = ({ html }: typeof id) => html.all().flatMap((element) => element.attribute('id') ?? []);
    expect(anchors(id).length).toBeGreaterThan(2);
    expect(anchors(id)).toEqual(anchors(en));
  });

  test('has the same blocks of code in both languages', () => {
    // The label of an example is what the document says of it.
    const unlabelled = ({ main }: typeof id) => codeBlocks(main).map(({ language, code }) => ({ language, code }));
    expect(unlabelled(id)).toEqual(unlabelled(en));
  });

  test('has the same programs behind the same tabs in both languages', () => {
    const tabs = ({ main }: typeof id) =>
      main
        .all('div')
        .filter((group) => group.hasClass('code-tabs'))
        // What a program without a library is called depends on the language.
        .map((group) => codeBlocks(group).map(({ label, ...block }) => ({ ...block, label: label?.split(' · ')[0] })));
    expect(tabs(id)).toEqual(tabs(en));
    expect(tabs(id).every((group) => group.length > 1 && group.every(({ label }) => label))).toBe(true);
  });

  test('has the same sections, tables, lists, alerts and buttons in both languages', () => {
    expect(outline(id.main)).toEqual(outline(en.main));
  });

  test('has the same links in both languages', () => {
    const targets = ({ path, main }: typeof id) =>
      main.all('a').map((link) => new URL(link.attribute('href') ?? '', `http://site.example/${path}`).href);
    const inEnglish = targets(en).map((href) => href.replace('http://site.example/en/', 'http://site.example/'));
    expect(targets(id).sort()).toEqual(inEnglish.sort());
  });

  test.each(LANGUAGES)('declares its language in %s, with a description and text of its own', (language) => {
    const { html, main, description } = site.page(language, slug);
    const other = site.page(otherLanguage(language), slug);
    expect(html.attribute('lang')).toBe(language);
    expect(description).toBeTruthy();
    expect(description).not.toBe(other.description);
    expect(main.text()).not.toBe(other.main.text());
  });

  test.each(LANGUAGES)('tells search engines in %s its address in each language', (language) => {
    const { path, html } = site.page(language, slug);
    const alternates = html.all('link').filter((link) => link.attribute('hreflang'));
    const leadTo = alternates.map((link) => [
      link.attribute('hreflang'),
      new URL(link.attribute('href') ?? '', `http://site.example/${path}`).href,
    ]);
    const address = (of: (typeof LANGUAGES)[number]) => `http://site.example/${folderOf(of)}${slug}.html`;
    expect(alternates.every((link) => link.attribute('rel') === 'alternate')).toBe(true);
    expect(leadTo).toEqual([
      ['id', address('id')],
      ['en', address('en')],
      ['x-default', address('id')],
    ]);
  });

  test.each(LANGUAGES)('links a reader of %s to the same page in the other language', (language) => {
    const { path, html } = site.page(language, slug);
    const translated = site.page(otherLanguage(language), slug);
    const switches = html.all('a').filter((link) => link.hasClass('language'));
    expect(switches).toHaveLength(1);
    const [link] = switches as [HtmlElement];
    expect(new URL(link.attribute('href') ?? '', `http://site.example/${path}`).pathname).toBe(`/${translated.path}`);
    expect(link.attribute('hreflang')).toBe(translated.language);
    expect(link.attribute('lang')).toBe(translated.language);
    expect(link.text()).toBe(translated.language.toUpperCase());
  });
});

test.each(['contract', 'control'] as const)('Redoc renders the same document in both languages: the %s', (name) => {
  const [id, en] = LANGUAGES.map((language) => locales[language].bundled[name]);
  expect(id).not.toEqual(en);
  expect(withoutWords(id)).toEqual(withoutWords(en));
});

/** What is said in words is replaced by `…`. A tag has a name for readers only where that is another than its own. */
function withoutWords(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (name, value) => {
    if (name === 'x-displayName') return undefined;
    if (name === 'x-enumDescriptions' || name === 'x-remedies') return Object.keys(value);
    return ['description', 'summary'].includes(name) && typeof value === 'string' ? '…' : value;
  });
}
