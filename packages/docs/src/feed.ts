import { folderOf } from './languages.js';
import type { Locale } from './locale.js';
import { escapeText } from './markdown/highlight.js';
import { renderMarkdown } from './markdown/render.js';
import { resolved } from './pages/page.js';
import type { SiteFile } from './site-file.js';

/** The name of the feed in the folder of each language. */
export const FEED = 'changelog.xml';

/** Where the changes are in the documentation. */
const PAGE = 'changelog.html';

/** Where ids begin. They name what they are for, not where it is: a reader knows an entry again after the site has moved. */
const IDS = 'tag:kgiton.com,2026:payments-kit/changelog';

/** A released version. */
interface Release {
  version: string;
  /** `2026-11-23`. */
  date: string;
  /** Markdown. */
  text: string;
}

/** The changelog as an Atom feed (RFC 4287): an entry for each released version, the newest first. */
export function feedFile(locale: Locale, english: Locale, siteUrl: string | undefined): SiteFile {
  const { language, messages, contract, guides } = locale;
  const { title = '' } = guides.find(({ slug }) => slug === 'changelog') ?? {};
  const base = siteUrl === undefined ? '' : `${siteUrl}${folderOf(language)}`;
  const releases = releasesOf(locale.changelog, english.changelog);
  const entries = releases.map(({ version, date, text }) => {
    const resolveLink = (target: string) => (/^[a-z]+:/.test(target) ? target : `${base}${resolved(target, locale)}`);
    const { html } = renderMarkdown(text, { messages, resolveLink });
    return `  <entry>
    <id>${IDS}/${language}/${version}</id>
    <title>${escapeText(version)}</title>
    <updated>${date}T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="${escapeText(`${base}${PAGE}#changes`)}"/>
    <content type="html">${escapeText(html.trim())}</content>
  </entry>
`;
  });
  const self = siteUrl && `  <link rel="self" type="application/atom+xml" href="${escapeText(`${base}${FEED}`)}"/>\n`;
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${IDS}/${language}</id>
  <title>${escapeText(`${messages.get('site')}: ${title}`)}</title>
  <subtitle>${escapeText(contract.info.title)}</subtitle>
  <updated>${releases[0]?.date}T00:00:00Z</updated>
  <author><name>${escapeText(messages.get('copyright'))}</name></author>
  <link rel="alternate" type="text/html" href="${escapeText(`${base}${PAGE}`)}"/>
${self ?? ''}${entries.join('')}</feed>
`;
  return { path: `${folderOf(language)}${FEED}`, content };
}

/**
 * The released versions in a changelog. What is not released has no date, and may still change.
 *
 * @param original the changelog in English, which has the same versions in the same order, each with its date
 */
export function releasesOf(changelog: string, original: string): Release[] {
  const texts = partsOf(changelog).map((part) => part.slice(part.indexOf('\n')).trim());
  return partsOf(original).flatMap((part, index) => {
    const [, version, date] = /^\[(.+?)\] - (\d{4}-\d{2}-\d{2})$/m.exec(part.split('\n')[0] ?? '') ?? [];
    return version && date ? [{ version, date, text: texts[index] ?? '' }] : [];
  });
}

/** What stands between the headings of versions, with the text of each heading first. */
const partsOf = (changelog: string) => changelog.split(/^## /m).slice(1);
