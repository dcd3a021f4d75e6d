import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CONTROL_FOLDER,
  EXAMPLES_FOLDER,
  type GeneratedFiles,
  SDK_FOLDER,
  TYPESCRIPT_FOLDER,
} from './generated-files.js';
import { PAGE_FOLDERS } from './render-pages.js';

/** Why a file is not what it should be. */
export interface StaleFile {
  path: string;
  reason: 'changed' | 'missing' | 'not generated any more';
}

/** The generated files below `root` that differ from `files`, sorted by path. */
export async function staleFiles(root: string, files: GeneratedFiles): Promise<StaleFile[]> {
  const stale: StaleFile[] = [];
  for (const [path, content] of files) {
    const current = await readIfPresent(join(root, path));
    if (current !== content) stale.push({ path, reason: current === undefined ? 'missing' : 'changed' });
  }
  for (const folder of [EXAMPLES_FOLDER, TYPESCRIPT_FOLDER, CONTROL_FOLDER, SDK_FOLDER, ...PAGE_FOLDERS]) {
    for (const name of await readdirIfPresent(join(root, folder))) {
      const path = `${folder}/${name}`;
      if (!files.has(path) && !name.endsWith('.tmp')) stale.push({ path, reason: 'not generated any more' });
    }
  }
  return stale.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Brings the stale files below `root` up to date. All new contents are written beside their targets first and then
 * renamed over them, so an interruption at any moment leaves each file whole, the old or the new one.
 */
export async function writeFiles(root: string, files: GeneratedFiles, stale: readonly StaleFile[]): Promise<void> {
  const outdated = stale.filter(({ reason }) => reason === 'not generated any more');
  const written = stale.filter((file) => !outdated.includes(file)).map(({ path }) => join(root, path));
  for (const [path, content] of files) {
    const target = join(root, path);
    if (!written.includes(target)) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.tmp`, content);
  }
  for (const target of written) await rename(`${target}.tmp`, target);
  for (const { path } of outdated) await rm(join(root, path), { recursive: true });
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(absent);
}

async function readdirIfPresent(path: string): Promise<string[]> {
  return (await readdir(path).catch(absent)) ?? [];
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
