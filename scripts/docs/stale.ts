import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCUMENT_YAML } from '../paths.js';
import { DOCS_PAGE, REDOC_OPTIONS, TEMPLATE, THEME } from './files.js';

/** Whether the built reference page is missing, or older than anything it is made from. */
export async function docsAreStale(page = DOCS_PAGE): Promise<boolean> {
  const built = await stat(page).catch(() => undefined);
  if (!built) return true;
  const build = dirname(fileURLToPath(import.meta.url));
  const code = (await readdir(build)).map((name) => join(build, name));
  const sources = await Promise.all([DOCUMENT_YAML, TEMPLATE, THEME, REDOC_OPTIONS, ...code].map((path) => stat(path)));
  return sources.some((source) => source.mtimeMs > built.mtimeMs);
}
