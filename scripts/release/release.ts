// Keeps the generated document as a release, which later changes are compared with. With --check it writes nothing and fails
// unless the release is kept: otherwise a publish would leave nothing to compare with.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RELEASES } from './releases.js';

const root = process.cwd();
const path = 'packages/contract/openapi.yaml';
const document = await readFile(join(root, path), 'utf8');
const { version } = parse(document).info as { version: string };
const target = `${RELEASES}/${version}.yaml`;
const kept = await readFile(join(root, target), 'utf8').catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error;
});
if (kept === document) {
  console.log(`contract:release: ${target} is the release of version ${version}`);
} else if (kept !== undefined) {
  console.error(
    `contract:release: ${target} already exists and differs from ${path}. A released version never changes; bump info.version.`,
  );
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  console.error(`contract:release: ${target} is missing; run "npm run contract:release" and commit what it writes.`);
  process.exitCode = 1;
} else {
  await writeFile(join(root, target), document, { flag: 'wx' });
  console.log(`contract:release: kept ${target} as the release of version ${version}`);
}
