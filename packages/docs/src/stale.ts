import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FIRST_PAGE } from './build.js';
import { RECIPE_FILES } from './directives/recipes.js';
import { ROOT, SITE } from './files.js';

/** The texts, styles and programs of the site, below the root of the repository. `npm start` watches them. */
export const TEXTS: readonly string[] = [
  'CHANGELOG.md',
  ...RECIPE_FILES,
  'packages/docs/i18n',
  'packages/docs/CHANGELOG.id.md',
  'packages/docs/browser',
  'packages/docs/guides',
  'packages/docs/redocly.yaml',
  'packages/docs/skill',
  'packages/docs/styles',
];

/** Everything that the site is built from, below the root of the repository. */
export const SOURCES: readonly string[] = [
  ...TEXTS,
  'package-lock.json',
  'package.json',
  'packages/contract/openapi.json',
  'packages/sandbox/openapi.json',
  'packages/sandbox/src',
  'packages/docs/src',
];

/** Whether the built site is missing, older than one of its sources, or built for an address on the web. */
export async function docsAreStale(site = SITE): Promise<boolean> {
  const built = await filesIn(site).catch((): string[] => []);
  if (!built.includes(join(site, FIRST_PAGE))) return true;
  // Its links point to the address that it was built for.
  if (built.includes(join(site, 'sitemap.xml'))) return true;
  const sources = await Promise.all(SOURCES.map((source) => filesIn(join(ROOT, source)).then(times)));
  return Math.max(...sources.flat()) > Math.min(...(await times(built)));
}

async function filesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** When each one was modified, in milliseconds since the epoch. */
function times(paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
}
