// The gate against breaking changes: compares the generated document with the last release and fails unless info.version is
// bumped as the changes demand.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { redocly } from '../redocly.js';
import { writeEnforced } from './enforced.js';
import { lastRelease, RELEASES } from './releases.js';

const root = process.cwd();
const released = await lastRelease(root);
if (!released) {
  console.error(
    `contract:diff: expected a released document in ${RELEASES}, found none. Create one with "npm run contract:release".`,
  );
  process.exit(1);
}
const document = 'packages/contract/openapi.yaml';
const folder = await mkdtemp(join(tmpdir(), 'kgiton-diff-'));
try {
  await Promise.all([released, document].map((path) => writeEnforced(root, path, folder)));
  const options = ['--check-version', '--fail-on', 'none', '--config', `${ROOT}redocly.yaml`];
  const { exitCode, output } = await redocly(['diff', released, document, ...options], folder);
  console.log(output);
  process.exitCode = exitCode;
} finally {
  await rm(folder, { recursive: true, force: true });
}
