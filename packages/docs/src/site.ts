import { gzipSync } from 'node:zlib';
import { bundleScript, bundleStyles } from './bundle.js';
import { CONTRACT } from './files.js';
import { framedPages } from './framed-pages.js';
import { guidePages } from './guide-pages.js';
import { type Locale, type LocaleOptions, readLocale } from './locale.js';
import { downloadFiles, sitemapFile, textFiles } from './machine-files.js';
import type { Page } from './page.js';
import { notFoundPage } from './pages/not-found-page.js';
import type { RedocProgram } from './pages/reference-page.js';
import { documentForRedoc } from './reference/document-for-redoc.js';
import { redocOptions, redocProgram } from './reference/redoc.js';
import { REFERENCES, referencePage } from './reference-pages.js';
import { indexProgram } from './search/index-program.js';
import { sectionsOf } from './search/sections.js';
import { asset, type SiteFile } from './site-file.js';
import { tryData } from './try-data.js';

export interface SiteOptions extends LocaleOptions {
  /**
   * The address that the root of the site will have. With it, links to the other language and lists of pages are whole
   * addresses, as search engines want them; the pages work under every address all the same.
   */
  siteUrl?: string | undefined;
}

/**
 * Every file of the site, in memory.
 *
 * @throws {Error} when a document cannot be drawn, a translation is missing or a guide has a directive that there is not
 */
export async function makeSite(options: SiteOptions = {}): Promise<SiteFile[]> {
  const { siteUrl } = options;
  const [id, en] = await Promise.all([readLocale('id', options), readLocale('en', options)]);
  const [style, redoc, referenceScript] = await Promise.all([
    bundleStyles(),
    redocProgram(CONTRACT).then((content) => asset('redoc', 'js', content)),
    bundleScript({ entry: 'reference.ts' }).then((content) => asset('reference', 'js', content)),
  ]);
  const parts = await Promise.all(
    [id, en].map((locale) => makeLocale(locale, en, { path: redoc.path, kilobytes: kilobytesOf(redoc) })),
  );
  const slugs = parts[0]?.pages.map(({ slug }) => slug) ?? [];
  return [
    redoc,
    referenceScript,
    ...parts.flatMap(({ files, script }) => [...files, script]),
    ...parts.flatMap(({ locale, pages, script }) => [
      ...framedPages({
        locale,
        pages,
        assets: { style, script: script.path },
        referenceScript: referenceScript.path,
        siteUrl,
      }),
      ...textFiles(locale, pages, siteUrl),
    ]),
    ...(await downloadFiles(en)),
    // It holds whole addresses, or it is none.
    ...(siteUrl ? [sitemapFile(slugs, siteUrl)] : []),
    { path: '404.html', content: notFoundPage({ id: id.messages, en: en.messages }, siteUrl) },
  ];
}

/** As it comes over the line from most hosts. */
function kilobytesOf({ content }: SiteFile): number {
  return Math.round(gzipSync(content).length / 1000);
}

interface LocaleParts {
  locale: Locale;
  pages: Page[];
  /** The program of every page. */
  script: SiteFile;
  /** The index of the search, and what Redoc draws. */
  files: SiteFile[];
}

/** The pages of a language, and the assets that differ by language. */
async function makeLocale(locale: Locale, english: Locale, redoc: RedocProgram): Promise<LocaleParts> {
  const { language, messages } = locale;
  const references = await Promise.all(
    REFERENCES.map(async (reference) => {
      const definition = asset(
        `${reference.slug}-${language}`,
        'js',
        await definitionScript(reference.raw(locale), locale),
      );
      const original = reference.document(english);
      return { definition, page: referencePage({ reference, locale, original, redoc, definition: definition.path }) };
    }),
  );
  const pages = [...guidePages(locale), ...references.map(({ page }) => page)];
  const sections = pages.flatMap(({ slug, title, body }) => sectionsOf(`${slug}.html`, title, body));
  const search = asset(`search-${language}`, 'js', await indexProgram(language, sections));
  const values = {
    messages: {
      copy: messages.get('copy'),
      copied: messages.get('copied'),
      search: messages.group('search'),
      try: messages.group('try'),
    },
    search: search.path,
    try: tryData(locale),
  };
  const script = asset(`site-${language}`, 'js', await bundleScript({ entry: 'site.ts', values }));
  return { locale, pages, script, files: [search, ...references.map(({ definition }) => definition)] };
}

/** What Redoc draws, and how, as a script: pages on a file share cannot load JSON. */
async function definitionScript(document: object, { messages }: Locale): Promise<string> {
  const globals = {
    redocDocument: documentForRedoc(document as never, { handlers: messages.get('reference-page.handlers') }),
    redocOptions: await redocOptions(),
    redocWords: messages.group('redoc'),
  };
  return Object.entries(globals)
    .map(([name, value]) => `globalThis.${name}=${JSON.stringify(value)};`)
    .join('\n');
}
