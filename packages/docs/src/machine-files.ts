import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxUrl } from './directives/values.js';
import { DOWNLOADS } from './downloads.js';
import { ROOT } from './files.js';
import { folderOf, LANGUAGES, type Language, otherLanguage, rootFrom } from './languages.js';
import type { Locale } from './locale.js';
import { escapeText } from './markdown/highlight.js';
import type { Page } from './pages/page.js';
import { postmanCollection } from './postman.js';
import type { SiteFile } from './site-file.js';
import { CHECKLIST_GUIDE, SKILL_PATH, SKILL_TEMPLATE, skillMarkdown } from './skill.js';

/** The downloads. They are in English, as the contract is. */
export function downloadFiles({ contract, control }: Locale): Promise<SiteFile[]> {
  return Promise.all(
    DOWNLOADS.map(async ({ path, from }) => ({
      path,
      content: from ? await readFile(from, 'utf8') : postmanCollection(contract, sandboxUrl(control)),
    })),
  );
}

/** The skill for assistants, at an address that stays. */
export async function skillFile(
  { contract, control, packages }: Locale,
  siteUrl: string | undefined,
): Promise<SiteFile> {
  const [template, guide] = await Promise.all(
    [SKILL_TEMPLATE, CHECKLIST_GUIDE].map((path) => readFile(join(ROOT, path), 'utf8')),
  );
  const base = `${siteUrl ?? '../../'}${folderOf('en')}`;
  const options = { template: template ?? '', guide: guide ?? '', contract, control, packages, base };
  return { path: SKILL_PATH, content: skillMarkdown(options) };
}

/** Every page as Markdown, and the lists of them (llmstxt.org), in one language. */
export function textFiles(locale: Locale, pages: readonly Page[], siteUrl = ''): SiteFile[] {
  const folder = folderOf(locale.language);
  return [
    ...pages.map(({ slug, markdown }) => ({ path: `${folder}${slug}.md`, content: markdown })),
    { path: `${folder}llms.txt`, content: llmsTxt(locale, pages, siteUrl) },
    { path: `${folder}llms-full.txt`, content: pages.map(({ markdown }) => markdown).join('\n---\n\n') },
  ];
}

function llmsTxt({ language, messages, contract }: Locale, pages: readonly Page[], siteUrl: string): string {
  const base = siteUrl && `${siteUrl}${folderOf(language)}`;
  const root = siteUrl || rootFrom(language);
  const other = `${folderOf(otherLanguage(language))}llms.txt`;
  const entries = (isGuide: boolean) =>
    pages
      .filter(({ kind }) => (kind === 'guide') === isGuide)
      .map(({ slug, title, description }) => `- [${title}](${base}${slug}.md): ${description}`);
  return `# ${contract.info.title}

> ${contract.info.summary}

## ${messages.get('guides')}

${entries(true).join('\n')}

## ${messages.get('reference')}

${entries(false).join('\n')}
${DOWNLOADS.map(({ path, holds }) => `- [${path}](${root}${path}): ${messages.get(`files.${holds}`)}`).join('\n')}
- [SKILL.md](${root}${SKILL_PATH}): ${messages.get('files.skill')}

## Optional

- [llms-full.txt](${base}llms-full.txt): ${messages.get('files.full')}
- [${other}](${root}${other}): ${messages.get('files.other')}
`;
}

/**
 * The list of all pages for search engines (sitemaps.org), with the language of each.
 *
 * @param siteUrl the address of the root of the site, with a slash at its end
 */
export function sitemapFile(slugs: readonly string[], siteUrl: string): SiteFile {
  const address = (language: Language, slug: string) =>
    escapeText(`${siteUrl}${folderOf(language)}${slug === 'index' ? '' : `${slug}.html`}`);
  const urls = slugs.flatMap((slug) => {
    const links = LANGUAGES.map(
      (language) => `    <xhtml:link rel="alternate" hreflang="${language}" href="${address(language, slug)}"/>\n`,
    ).join('');
    return LANGUAGES.map((language) => `  <url>\n    <loc>${address(language, slug)}</loc>\n${links}  </url>\n`);
  });
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
  return { path: 'sitemap.xml', content };
}
