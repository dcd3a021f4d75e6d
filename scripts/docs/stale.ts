import { stat } from 'node:fs/promises';
import { DOCUMENT_YAML } from '../paths.js';
import { DOCS_PAGE, REDOC_OPTIONS, TEMPLATE, THEME } from './files.js';

/** Whether the built reference page is missing, or older than anything it is made from. */
export async function docsAreStale(page = DOCS_PAGE): Promise<boolean> {
  const built = await stat(page).catch(() => undefined);
  if (!built) return true;
  const sources = await Promise.all([DOCUMENT_YAML, TEMPLATE, THEME, REDOC_OPTIONS].map((path) => stat(path)));
  return sources.some((source) => source.mtimeMs > built.mtimeMs);
}
