import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RedoclyResult } from '../redocly.js';

/** Where the released documents are kept, each under its version: `openapi/releases/1.0.0.yaml`. */
export const RELEASES = 'openapi/releases';

/** The generated document. */
export const DOCUMENT = 'packages/contract/openapi.yaml';

/** The path of the released document with the highest version below `root`, or undefined when none was released yet. */
export async function lastRelease(root: string): Promise<string | undefined> {
  const files = (await readdir(join(root, RELEASES))).filter((file) => /^\d+\.\d+\.\d+\.yaml$/.test(file));
  const last = files.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return last && `${RELEASES}/${last}`;
}

/**
 * Keeps the generated document in `root` as a release, which later changes are compared with.
 *
 * @param isCheck writes nothing, and exits with 1 unless the release is kept: otherwise a publish would leave nothing to
 *   compare with
 */
export async function keepRelease(root: string, isCheck = false): Promise<RedoclyResult> {
  const document = await readFile(join(root, DOCUMENT), 'utf8');
  const { version } = parse(document).info as { version: string };
  const target = `${RELEASES}/${version}.yaml`;
  const result = (exitCode: number, output: string) => ({ exitCode, output: `contract:release: ${output}` });
  const kept = await readFile(join(root, target), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (kept === document) return result(0, `${target} is the release of version ${version}`);
  if (kept !== undefined) {
    return result(
      1,
      `${target} already exists and differs from ${DOCUMENT}. A released version never changes; bump info.version.`,
    );
  }
  if (isCheck) return result(1, `${target} is missing; run "npm run contract:release" and commit what it writes.`);
  await writeFile(join(root, target), document, { flag: 'wx' });
  return result(0, `kept ${target} as the release of version ${version}`);
}
