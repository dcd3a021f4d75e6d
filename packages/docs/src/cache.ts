import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './files.js';

/** What takes seconds to make, and seldom changes. */
const CACHE = join(ROOT, 'node_modules/.cache/kgiton-docs');

/**
 * What was made from these inputs, or is made now. A name keeps the last few of what it stands for: an edit that is undone finds
 * its text again.
 */
export async function cached(name: string, inputs: readonly string[], make: () => Promise<string>): Promise<string> {
  const key = createHash('sha256').update(inputs.join('\0')).digest('hex').slice(0, 16);
  const path = join(CACHE, `${name}.${key}`);
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept;
  const made = await make();
  await mkdir(CACHE, { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, made);
  await rename(unfinished, path);
  const files = (await readdir(CACHE)).filter((file) => file.startsWith(`${name}.`));
  const ages = files.map(async (file) => ({ file: join(CACHE, file), age: await ageOf(join(CACHE, file)) }));
  const old = (await Promise.all(ages)).toSorted((a, b) => a.age - b.age).slice(KEPT);
  await Promise.all(old.map(({ file }) => rm(file, { force: true })));
  return made;
}

const KEPT = 4;

/** In milliseconds. Another process may have removed the file. */
async function ageOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}
