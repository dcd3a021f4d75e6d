import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES, REDOC_OPTIONS, SITE, TEMPLATE, THEME } from './files.js';

/** Whether a page of the built site is missing, or older than anything that it is made from. */
export async function docsAreStale(site = SITE): Promise<boolean> {
  const pages = await Promise.all(PAGES.map(({ file }) => modified(join(site, file)).catch(() => 0)));
  const build = dirname(fileURLToPath(import.meta.url));
  const code = (await readdir(build)).map((name) => join(build, name));
  const documents = PAGES.map(({ document }) => document);
  const sources = await Promise.all([...documents, TEMPLATE, THEME, REDOC_OPTIONS, ...code].map(modified));
  return Math.max(...sources) > Math.min(...pages);
}

/** Milliseconds since 1970-01-01T00:00:00Z. @throws when there is no such file */
async function modified(path: string): Promise<number> {
  return (await stat(path)).mtimeMs;
}
