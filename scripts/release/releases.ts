import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the released documents are kept, each under its version: `openapi/releases/1.0.0.yaml`. */
export const RELEASES = 'openapi/releases';

/** The path of the released document with the highest version below `root`, or undefined when none was released yet. */
export async function lastRelease(root: string): Promise<string | undefined> {
  const files = (await readdir(join(root, RELEASES))).filter((file) => /^\d+\.\d+\.\d+\.yaml$/.test(file));
  const last = files.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return last && `${RELEASES}/${last}`;
}
