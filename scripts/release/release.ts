// Keeps the generated document as a released one; later changes are compared with it. Run it when a version is published.
import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { RELEASES } from './releases.js';

const root = process.cwd();
const document = join(root, 'packages/contract/openapi.yaml');
const { version } = parse(await readFile(document, 'utf8')).info as { version: string };
const target = `${RELEASES}/${version}.yaml`;
try {
  await copyFile(document, join(root, target), constants.COPYFILE_EXCL);
  console.log(`contract:release: ${target} is the released document of version ${version}`);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  console.error(`contract:release: ${target} is there already; a released version never changes. Bump info.version.`);
  process.exitCode = 1;
}
