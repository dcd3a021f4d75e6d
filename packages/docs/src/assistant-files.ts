import { LANGUAGES } from './languages.js';
import { readLocale } from './locale.js';
import { pagesOf } from './pages/page.js';
import { searchScript } from './search/search-script.js';
import type { SiteFile } from './site-file.js';

/**
 * The documentation as `@kgiton/mcp` has it, in each language: the search of the site as a module, and the pages as Markdown by
 * the names that the search finds.
 */
export async function assistantFiles(): Promise<SiteFile[]> {
  const [id, en] = await Promise.all([readLocale('id'), readLocale('en')]);
  const files = LANGUAGES.map(async (language): Promise<SiteFile[]> => {
    const pages = pagesOf({ id, en }[language], en);
    const byName = pages.map(({ slug, title, markdown }) => [slug, { title, markdown }]);
    return [
      { path: `search-${language}.js`, content: (await searchScript(language, pages, 'esm')).code },
      { path: `pages-${language}.json`, content: JSON.stringify(Object.fromEntries(byName)) },
    ];
  });
  return (await Promise.all(files)).flat();
}
