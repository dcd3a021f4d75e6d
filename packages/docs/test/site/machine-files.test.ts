import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { document, operations } from '../../../../test/support/document.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import type { HtmlElement } from './html.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const guides = site.pages.filter(({ html }) => html.one('body').hasClass('guide'));

/** The fenced blocks of a Markdown text: what stands after the fence, and the code. */
function blocksOf(markdown: string) {
  return [...markdown.matchAll(/^```([^\n]*)\n(.*?)\n```$/gms)].map(([, info = '', code = '']) => ({ info, code }));
}

/** A Markdown text with its blocks of code left out. */
const withoutBlocks = (markdown: string) => markdown.replace(/^```.*?^```$/gms, '```');

/** A heading as a reader sees it, without the sign that links to it. */
const headingText = (heading: HtmlElement) => heading.text().replace(/#$/, '').trim();

describe('the documents to download', () => {
  test.each([
    ['openapi.yaml', 'packages/contract/openapi.yaml'],
    ['openapi.json', 'packages/contract/openapi.json'],
    ['openapi-3.0.yaml', 'packages/contract/openapi-3.0.yaml'],
    ['sandbox-openapi.yaml', 'packages/sandbox/openapi.yaml'],
    ['sandbox-openapi.json', 'packages/sandbox/openapi.json'],
  ])('%s is %s, byte for byte', async (path, original) => {
    expect(site.content(path)).toBe(await readFile(join(ROOT, original), 'utf8'));
  });
});

describe('the Markdown of a page', () => {
  test.each(site.pages)(
    '$path begins with the title of the page and holds nothing that only the site can show',
    (page) => {
      const markdown = site.content(page.path.replace(/html$/, 'md'));
      expect(markdown.split('\n')[0]).toBe(`# ${page.main.one('h1').text()}`);
      const alternates = page.html.all('link').filter((link) => link.attribute('type') === 'text/markdown');
      expect(alternates.map((link) => link.attribute('href'))).toEqual([`${page.slug}.md`]);
      expect(markdown.match(/\{\{.*?\}\}/g)).toBeNull(); // a directive
      expect(withoutBlocks(markdown).match(/\{#[\w-]+\}|<\/?(?:div|p|br|small|button)\b[^>]*>|\n{3,}/g)).toBeNull();
    },
  );

  test.each(guides)('$path has the headings of the page, in its order', ({ path, main }) => {
    const markdown = withoutBlocks(site.content(path.replace(/html$/, 'md')));
    const headings = [...markdown.matchAll(/^(#+) (.*)$/gm)].map(([, level = '', text = '']) => ({
      level: level.length,
      text: text.replace(/[`*]/g, ''),
    }));
    const shown = main.all().filter(({ tag }) => /^h[1-6]$/.test(tag));
    expect(headings).toEqual(shown.map((heading) => ({ level: Number(heading.tag[1]), text: headingText(heading) })));
  });

  test.each(guides)('$path has the programs of the page, to the last blank line', ({ path, main }) => {
    const markdown = site.content(path.replace(/html$/, 'md'));
    const shown = main.all('figure').filter((figure) => figure.hasClass('code'));
    expect(blocksOf(markdown)).toEqual(
      shown.map((figure) => ({ info: figure.attribute('data-language'), code: figure.one('code').text() })),
    );
    const labels = shown.flatMap((figure) => figure.all('figcaption').map((caption) => caption.text()));
    const bold = [...markdown.matchAll(/^\*\*(.+)\*\*\n\n```/gm)].map(([, label]) => label);
    expect(bold).toEqual(labels);
  });

  test.each(LANGUAGES)('of a guide in %s has the samples of each operation as they are', (language) => {
    const sampled = [...operations(document.paths), ...operations(document.webhooks)];
    const own = guides.filter(({ path }) => path.startsWith('en/') === (folderOf(language) === 'en/'));
    const pages = own.map(({ path }) => blocksOf(site.content(path.replace(/html$/, 'md'))).map(({ code }) => code));
    for (const { operation } of sampled) {
      const sources = (operation['x-codeSamples'] ?? []).map(({ source }) => source.trimEnd());
      expect(sources.length).toBeGreaterThan(5);
      // Those of a checkout page have a guide of their own.
      for (const source of sources) {
        expect(
          pages.some((codes) => codes.includes(source)),
          source,
        ).toBe(true);
      }
    }
  });
});

describe.each(LANGUAGES)('the list for assistants in %s', (language) => {
  const folder = folderOf(language);
  const pages = site.pages.filter((page) => page.language === language);
  const list = site.content(`${folder}llms.txt`);

  test('has the form of llmstxt.org: a title, a summary, and lists of links under headings', () => {
    const [title = '', summary = '', ...sections] = list.trimEnd().split('\n\n');
    expect(title).toMatch(/^# \S.*$/);
    expect(summary).toMatch(/^> \S.*$/);
    expect(sections.filter((_, index) => index % 2 === 0).every((heading) => /^## \S.*$/.test(heading))).toBe(true);
    const lists = sections.filter((_, index) => index % 2 === 1);
    expect(lists).toHaveLength(3);
    for (const line of lists.flatMap((text) => text.split('\n'))) {
      expect(line).toMatch(/^- \[[^\]]+\]\([^)\s]+\): \S.*\S$/);
    }
  });

  test("lists the whole text and the other language under llmstxt.org's “Optional”", () => {
    const [, optional = ''] = list.split('\n## Optional\n\n');
    const links = [...optional.matchAll(/^- \[.+?\]\((.+?)\): /gm)].map(([, href]) => href);
    expect(links).toEqual(['llms-full.txt', { id: 'en/llms.txt', en: '../llms.txt' }[language]]);
  });

  test('has every page with its title and what it is for, and the documents', () => {
    const entries = [...list.matchAll(/^- \[(.+?)\]\((.+?)\)(?:: (.*))?$/gm)];
    const isPage = (href: string) => href.endsWith('.md') && !href.includes('/');
    const listed = entries.filter(([, , href = '']) => isPage(href));
    expect(listed.map(([, title, href, description]) => ({ title, href, description }))).toEqual(
      pages.map(({ slug, main, description }) => ({
        title: main.one('h1').text(),
        href: `${slug}.md`,
        description,
      })),
    );
    const documents = entries.filter(([, , href = '']) => !isPage(href)).map(([, , href = '']) => href);
    const root = folder === '' ? '' : '../';
    expect(documents).toEqual(expect.arrayContaining([`${root}openapi.yaml`, `${root}sandbox-openapi.yaml`]));
    const at = (href: string) => new URL(href, `http://site.example/${folder}`).pathname.slice(1);
    expect(documents.filter((href) => !site.files.has(at(href)))).toEqual([]);
  });

  test('has a companion with the whole text of every page, in the order of the list', () => {
    const text = site.content(`${folder}llms-full.txt`);
    const places = pages.map(({ slug }) => text.indexOf(site.content(`${folder}${slug}.md`)));
    expect(places[0]).toBe(0);
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  });
});
