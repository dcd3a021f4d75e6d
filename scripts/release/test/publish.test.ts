import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptArguments } from '../../../test/support/workspace.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kgiton-publish-'));
  await mkdir(join(root, 'bin'));
  // A registry in a file: npm itself has no such thing, and a real one is what test/end-to-end/first-steps publishes to.
  await writeFile(
    join(root, 'bin/npm'),
    `#!/usr/bin/env bash
touch "$REGISTRY"
case $1 in
  view) grep -qxF "$2" "$REGISTRY" && echo "\${2##*@}" || exit 1 ;;
  publish) tar -xzOf "$2" package/package.json | sed -E 's/.*"name":"([^"]+)","version":"([^"]+)".*/\\1@\\2/' >>"$REGISTRY" ;;
esac
`,
  );
  await chmod(join(root, 'bin/npm'), 0o755);
  await mkdir(join(root, 'package'));
  await mkdir(join(root, 'packed'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function pack(name: string, version: string): Promise<void> {
  await writeFile(join(root, 'package/package.json'), `${JSON.stringify({ name: `@kgiton/${name}`, version })}\n`);
  const tarball = `packed/kgiton-${name}-${version}.tgz`;
  expect(spawnSync('tar', ['-czf', tarball, 'package'], { cwd: root }).status).toBe(0);
}

/** Runs the script as the job does, and gives what it says to the jobs after it. */
async function publish(): Promise<string> {
  const outputs = join(root, 'outputs');
  await writeFile(outputs, '');
  const { status, stderr } = spawnSync(process.execPath, scriptArguments('scripts/release/publish.ts', ['packed']), {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`,
      REGISTRY: join(root, 'registry'),
      GITHUB_OUTPUT: outputs,
    },
  });
  expect(status, stderr).toBe(0);
  return readFile(outputs, 'utf8');
}

test('outputs the packages that it published, and none when all existed', async () => {
  for (const name of ['contract', 'client', 'sdk', 'sandbox', 'sandbox-redis', 'mcp']) await pack(name, '2.0.0');
  expect(await publish()).toBe(
    'published=@kgiton/contract @kgiton/client @kgiton/sdk @kgiton/sandbox @kgiton/sandbox-redis @kgiton/mcp\n',
  );
  expect(await publish()).toBe('published=\n');

  await rm(join(root, 'packed/kgiton-contract-2.0.0.tgz'));
  await pack('contract', '2.0.1');
  expect(await publish()).toBe('published=@kgiton/contract\n');
});
