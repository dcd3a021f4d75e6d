// The gate against breaking changes: compares the generated document with the last released one, and fails when
// info.version was not bumped as the changes demand.
import { ROOT } from '../paths.js';
import { redocly } from '../redocly.js';
import { lastRelease, RELEASES } from './releases.js';

const root = process.cwd();
const released = await lastRelease(root);
if (!released) {
  console.error(
    `contract:diff: expected a released document in ${RELEASES}; make one with "npm run contract:release".`,
  );
  process.exit(1);
}
const { exitCode, output } = await redocly(
  [
    'diff',
    released,
    'packages/contract/openapi.yaml',
    '--check-version',
    '--fail-on',
    'none',
    '--config',
    `${ROOT}redocly.yaml`,
  ],
  root,
);
console.log(output);
process.exitCode = exitCode;
