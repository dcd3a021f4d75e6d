import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/paths.js';
import { SITE } from './files.js';
import { FIRST_PAGE } from './write-site.js';

/** What the site is written in, below the root of the repository: `npm start` follows it. */
export const TEXTS = [
  'CHANGELOG.md',
  'packages/docs/i18n',
  'packages/docs/CHANGELOG.id.md',
  'packages/docs/browser',
  'packages/docs/guides',
  'packages/docs/redocly.yaml',
  'packages/docs/styles',
] as const;

/** Files and folders that the site is made from, below the root of the repository. */
export const SOURCES = [
  ...TEXTS,
  'package-lock.json',
  'package.json',
  'packages/contract/openapi.json',
  'packages/sandbox/openapi.json',
  'packages/sandbox/src/payments/license-keys.ts',
  'packages/docs/src',
  'scripts/generate/render-constants.ts',
] as const;

/** Whether the built site is missing, older than anything that it is made from, or made for an address elsewhere. */
export async function docsAreStale(site = SITE): Promise<boolean> {
  const built = await filesIn(site).catch((): string[] => []);
  if (!built.includes(join(site, FIRST_PAGE))) return true;
  // Built for an address on the web, which is another one than where it is read now.
  if (built.includes(join(site, 'sitemap.xml'))) return true;
  const sources = await Promise.all(SOURCES.map((source) => filesIn(join(ROOT, source)).then(times)));
  return Math.max(...sources.flat()) > Math.min(...(await times(built)));
}

async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Milliseconds since 1970-01-01T00:00:00Z at which each was written. */
function times(paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
}
