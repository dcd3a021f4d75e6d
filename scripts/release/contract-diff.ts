// The gate against breaking changes: compares the generated document with the last release and fails unless info.version is
// bumped as the changes demand.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { type RedoclyResult, redocly } from '../redocly.js';
import { writeEnforced } from './enforced.js';
import { DOCUMENT, lastRelease, RELEASES } from './releases.js';

/** Compares the document in `root` with the last release there. Exits with 1 if the version does not fit the changes. */
export async function contractDiff(root: string): Promise<RedoclyResult> {
  const released = await lastRelease(root);
  if (!released) {
    const output = `contract:diff: expected a released document in ${RELEASES}, found none. Create one with "npm run contract:release".`;
    return { exitCode: 1, output };
  }
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-diff-'));
  try {
    await Promise.all([released, DOCUMENT].map((path) => writeEnforced(root, path, folder)));
    const options = ['--check-version', '--fail-on', 'none', '--config', `${ROOT}redocly.yaml`];
    return await redocly(['diff', released, DOCUMENT, ...options], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
