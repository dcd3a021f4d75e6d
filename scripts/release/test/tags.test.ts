import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../paths.js';

interface Release {
  jobs: { tag: { steps: { run?: string }[] } };
}
const { jobs } = parse(await readFile(join(ROOT, '.github/workflows/release.yml'), 'utf8')) as Release;
const script = jobs.tag.steps.flatMap(({ run }) => run ?? []).join('\n');

let root: string;
const write = async (file: string, content: string) => {
  await mkdir(join(root, file, '..'), { recursive: true });
  await writeFile(join(root, file), content);
};
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kgiton-tags-'));
  // GitHub as far as this step sees it: a release is a file with how it was made, and its notes.
  await write(
    'bin/gh',
    `#!/usr/bin/env bash
if [ "$2" = view ]; then test -e "made/$3"; else (echo "$*"; cat "$RUNNER_TEMP/notes.md") >"made/$3"; fi
`,
  );
  await chmod(join(root, 'bin/gh'), 0o755);
  await mkdir(join(root, 'made'));
  await write('packages/contract/package.json', '{"version":"2.1.0"}');
  await write('packages/sdk/package.json', '{"version":"2.0.4"}');
  await write(
    'CHANGELOG.md',
    '# Changelog\n\n## [Unreleased]\n\n## [2.1.0] - 2027-01-01\n\n- A code.\n\n## [2.0.0]\n\n- Old.\n',
  );
  await write(
    'packages/sdk/CHANGELOG.md',
    '# SDK\n\n## 2.0.4\n\n### Patch Changes\n\n- A fix.\n\n## 2.0.3\n\n- Old.\n',
  );
  for (const name of ['contract-2.1.0', 'sdk-2.0.4']) await write(`packed/kgiton-${name}.tgz`, '');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Runs the step as a runner does. */
function tag(): void {
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`, RUNNER_TEMP: root, GITHUB_SHA: 'abc' },
  });
  expect(status, stderr).toBe(0);
}
const made = (name: string) => readFile(join(root, 'made', name), 'utf8');

test('the packages and the contract get a tag each, with the notes of the newest version only', async () => {
  tag();
  expect(await made('v2.0.4')).toMatch(
    /packed\/kgiton-contract-2\.1\.0\.tgz packed\/kgiton-sdk-2\.0\.4\.tgz --target abc/,
  );
  expect(await made('v2.0.4')).toMatch(/\n### Patch Changes\n\n- A fix\.\n\n$/);
  const contract = await made('contract-v2.1.0');
  expect(contract).toMatch(/ packed\/kgiton-contract-2\.1\.0\.tgz --latest=false --target abc .*\n- A code\.\n\n$/);
});

test('a release of the contract alone gets its tag, and existing tags stay unchanged', async () => {
  await write('made/v2.0.4', 'as it was');
  tag();
  expect(await made('contract-v2.1.0')).toContain('- A code.');
  expect(await made('v2.0.4')).toBe('as it was');
});
