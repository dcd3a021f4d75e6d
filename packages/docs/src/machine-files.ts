import { readFile } from 'node:fs/promises';
import { sandboxUrl } from './directives/values.js';
import { CONTRACT, CONTROL } from './files.js';
import { folderOf, LANGUAGES, type Language, otherLanguage } from './languages.js';
import { rootFrom } from './links.js';
import type { Locale } from './locale.js';
import { type ListedPage, llmsFullTxt, llmsTxt } from './machine/llms.js';
import { postmanCollection } from './machine/postman.js';
import { sitemap } from './machine/sitemap.js';
import type { Page } from './page.js';
import type { SiteFile } from './site-file.js';

/** The documents to download, and the collection made of the contract. They are in English, as the contract is. */
export async function downloadFiles({ contract, control }: Pick<Locale, 'contract' | 'control'>): Promise<SiteFile[]> {
  const copies = [
    { path: 'openapi.json', from: CONTRACT },
    { path: 'openapi.yaml', from: CONTRACT.replace(/json$/, 'yaml') },
    { path: 'openapi-3.0.yaml', from: CONTRACT.replace(/\.json$/, '-3.0.yaml') },
    { path: 'sandbox-openapi.json', from: CONTROL },
    { path: 'sandbox-openapi.yaml', from: CONTROL.replace(/json$/, 'yaml') },
  ];
  const documents = copies.map(async ({ path, from }) => ({ path, content: await readFile(from, 'utf8') }));
  return [
    ...(await Promise.all(documents)),
    { path: 'kgiton.postman_collection.json', content: postmanCollection(contract, sandboxUrl({ control })) },
  ];
}

/** Each page as Markdown, and the lists of them, in one language. */
export function textFiles(locale: Locale, pages: readonly Page[], siteUrl = ''): SiteFile[] {
  const { language, messages, contract } = locale;
  const folder = folderOf(language);
  const listed = (kind: Page['kind']): ListedPage[] =>
    pages
      .filter((page) => page.kind === kind)
      .map(({ slug, title, description }) => ({ markdownFile: `${slug}.md`, title, description }));
  const list = llmsTxt({
    title: contract.info.title,
    summary: contract.info.summary,
    guides: listed('guide'),
    references: listed('reference'),
    messages,
    otherLanguage: `${folderOf(otherLanguage(language))}llms.txt`,
    base: siteUrl && `${siteUrl}${folder}`,
    root: siteUrl || rootFrom(language),
  });
  return [
    ...pages.map(({ slug, markdown }) => ({ path: `${folder}${slug}.md`, content: markdown })),
    { path: `${folder}llms.txt`, content: list },
    { path: `${folder}llms-full.txt`, content: llmsFullTxt(pages.map(({ markdown }) => markdown)) },
  ];
}

/** @param siteUrl the address of the root of the site, with a slash at its end */
export function sitemapFile(slugs: readonly string[], siteUrl: string): SiteFile {
  const address = (language: Language, slug: string) =>
    `${siteUrl}${folderOf(language)}${slug === 'index' ? '' : `${slug}.html`}`;
  const pages = slugs.map((slug) =>
    Object.fromEntries(LANGUAGES.map((language) => [language, address(language, slug)])),
  );
  return { path: 'sitemap.xml', content: sitemap(pages) };
}
