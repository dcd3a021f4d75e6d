import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { SiteFile } from './site-file.js';

/** The file that is written last: a folder without it holds no whole site. */
export const FIRST_PAGE = 'index.html';

/**
 * Brings a folder to hold these files and nothing else. A reader never sees half a file, nor a page whose assets are not
 * there: assets go first, the first page goes after all others, and then what is not needed any more is removed.
 */
export async function writeSite(folder: string, files: readonly SiteFile[]): Promise<void> {
  for (const file of files.toSorted((a, b) => turnOf(a) - turnOf(b))) {
    await replace(join(folder, file.path), file.content);
  }
  const wanted = new Set(files.map(({ path }) => path));
  const present = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of present.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!wanted.has(relative(folder, path).split(sep).join('/'))) await rm(path);
  }
}

function turnOf({ path }: SiteFile): number {
  if (path.startsWith('assets/')) return 0;
  return path === FIRST_PAGE ? 2 : 1;
}

async function replace(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
