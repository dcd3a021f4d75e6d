import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { FEED, feedFile, releasesOf } from '../../src/feed.js';
import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import { parseHtml } from './html.js';
import { locales } from './locales.js';
import { madeSite } from './made-site.js';

const SITE_URL = 'https://docs.example/pay/';
const site = await madeSite();

interface Link {
  rel: string;
  href: string;
}

interface Entry {
  id: string;
  title: string;
  updated: string;
  link: Link[];
  content: { type: string; '#text': string };
}

interface Feed extends Omit<Entry, 'content'> {
  xmlns: string;
  'xml:lang': string;
  author: { name: string };
  entry: Entry[];
}

/** A feed as a program reads it. @throws {Error} for what is no XML */
function parseFeed(xml: string): Feed {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) throw new Error(`line ${validity.err.line}: ${validity.err.msg}`);
  const options = { ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, htmlEntities: true };
  const isArray = (name: string) => name === 'entry' || name === 'link';
  return new XMLParser({ ...options, isArray }).parse(xml).feed;
}

const linksOf = ({ link }: { link: Link[] }, rel: string) =>
  link.filter((one) => one.rel === rel).map(({ href }) => href);

const feedOf = (language: Language, siteUrl?: string, changelog = locales[language].changelog) =>
  parseFeed(String(feedFile({ ...locales[language], changelog }, locales.en, siteUrl).content));

describe.each(LANGUAGES)('the feed of the changelog in the language %s', (language) => {
  const path = `${folderOf(language)}${FEED}`;
  const feed = parseFeed(site.content(path));

  test('has what RFC 4287 requires of a feed and of each entry', () => {
    expect(feed).toMatchObject({ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': language });
    expect(feed.author.name).not.toBe('');
    const all = [feed, ...feed.entry];
    for (const { id, title, updated } of all) {
      expect(id).toMatch(/^tag:[a-z.]+,\d{4}:\S+$/);
      expect(title.trim()).not.toBe('');
      // RFC 3339, as Atom wants it: with seconds, a capital T and a zone.
      expect(updated).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
      expect(Number.isNaN(Date.parse(updated))).toBe(false);
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const one of all) expect(linksOf(one, 'alternate')).toHaveLength(1);
    const times = feed.entry.map(({ updated }) => updated);
    expect(times).toEqual(times.toSorted().reverse());
    expect(feed.updated).toBe(times[0]);
  });

  test('has each released version with its date and its changes, which are in this language', () => {
    const released = [...locales.en.changelog.matchAll(/^## \[(\d.*?)\] - (\S+)$/gm)];
    expect(released.length).toBeGreaterThan(0);
    expect(feed.entry.map(({ title, updated }) => [title, updated])).toEqual(
      released.map(([, version, date]) => [version, `${date}T00:00:00Z`]),
    );
    const [oldest] = feed.entry.slice(-1);
    expect(oldest?.content.type).toBe('html');
    const html = parseHtml(
      `<!doctype html><html lang="en"><head><title>.</title></head><body>${oldest?.content['#text']}</body></html>`,
    );
    const items = html.all('li').map((item) => item.text());
    const text = site.page(language, 'changelog').main.text().replaceAll(/\s+/g, ' ');
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) expect(text).toContain(item.replaceAll(/\s+/g, ' '));
  });

  test('is linked from every page, for feed readers, and from the changelog, for people', () => {
    for (const { path } of site.pages.filter((page) => page.language === language)) {
      const links = site.content(path).match(/<link [^>]*application\/atom\+xml[^>]*>/g);
      const title = locales[language].messages.get('feed');
      expect(links).toEqual([`<link rel="alternate" type="application/atom+xml" title="${title}" href="${FEED}">`]);
    }
    const { html } = site.page(language, 'changelog');
    expect(
      html
        .one('footer')
        .all('a')
        .map((link) => link.attribute('href')),
    ).toContain(FEED);
  });

  test('leads to pages of the site, at its address if the site has one', () => {
    expect([feed, ...feed.entry].flatMap((one) => linksOf(one, 'alternate'))).toEqual([
      'changelog.html',
      ...feed.entry.map(() => 'changelog.html#changes'),
    ]);
    const published = feedOf(language, SITE_URL);
    const base = `${SITE_URL}${folderOf(language)}`;
    expect(linksOf(published, 'self')).toEqual([`${base}${FEED}`]);
    expect(linksOf(published, 'alternate')).toEqual([`${base}changelog.html`]);
  });

  test('keeps the ids of its entries when the site moves, a version is released or a text is corrected', () => {
    const before = feed.entry.map(({ id }) => id);
    const moved = feedOf(language, SITE_URL).entry.map(({ id }) => id);
    expect(moved).toEqual(before);
    const corrected = feedOf(language, undefined, locales[language].changelog.replaceAll('OpenAPI', 'the OpenAPI'));
    expect(corrected.entry.map(({ id }) => id)).toEqual(before);
  });
});

test('a new version becomes the first entry, and unreleased changes have none', () => {
  const released = '## [Unreleased]\n\n- C\n\n## [2.0.0] - 2027-01-02\n\n- B\n\n## [1.0.0] - 2026-11-23\n\n- A\n';
  const translated =
    '# Perubahan\n\n## Belum dirilis\n\n- C\n\n## 2.0.0 (2 Januari 2027)\n\n- B.id\n\n## 1.0.0 (…)\n\n- A.id\n';
  expect(releasesOf(translated, released)).toEqual([
    { version: '2.0.0', date: '2027-01-02', text: '- B.id' },
    { version: '1.0.0', date: '2026-11-23', text: '- A.id' },
  ]);
});

test('no text of a changelog breaks the feed', () => {
  const changelog = '## [1.0.0] - 2026-11-23\n\n- `<a href="&">` & "quotes" ]]> [link](webhooks.md#x)\n';
  const english = { ...locales.en, changelog };
  const { entry } = parseFeed(String(feedFile(english, english, SITE_URL).content));
  expect(entry[0]?.content['#text']).toContain('href="https://docs.example/pay/en/webhooks.html#x"');
  expect(entry[0]?.content['#text']).toContain('&lt;a href=&quot;&amp;&quot;&gt;');
});
