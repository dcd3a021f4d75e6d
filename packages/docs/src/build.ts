import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { SITE } from './files.js';
import { makeSite, type SiteOptions } from './site.js';
import type { SiteFile } from './site-file.js';

/** Written last: a folder without it does not hold a complete site. */
export const FIRST_PAGE = 'index.html';

/**
 * Builds the site into a folder, and removes everything else from it.
 *
 * @throws {Error} as {@link makeSite} does; the folder keeps the previous site then
 */
export async function buildSite(folder = SITE, options: SiteOptions = {}): Promise<SiteFile[]> {
  const files = await makeSite(options);
  await writeSite(folder, files);
  return files;
}

/**
 * Makes a folder hold exactly these files. A reader never sees an incomplete file, nor a page without its assets: assets are
 * written first and the first page last; then everything else is removed.
 */
export async function writeSite(folder: string, files: readonly SiteFile[]): Promise<void> {
  for (const file of files.toSorted((a, b) => order(a) - order(b)))
    await replace(join(folder, file.path), file.content);
  const wanted = new Set(files.map(({ path }) => path));
  const present = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of present.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!wanted.has(relative(folder, path).split(sep).join('/'))) await rm(path);
  }
}

function order({ path }: SiteFile): number {
  if (path.startsWith('assets/')) return 0;
  return path === FIRST_PAGE ? 2 : 1;
}

async function replace(path: string, content: SiteFile['content']): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
