import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../paths.js';
import type { Manifest } from '../published.js';

const changeset = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');

/** The package.json, lock file and changelog of every package, to be released at will. */
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kgiton-changesets-'));
  const workspaces = await Promise.all(
    ['packages', 'examples'].map(async (folder) =>
      (await readdir(join(ROOT, folder))).map((name) => join(folder, name)),
    ),
  );
  for (const folder of ['.', ...workspaces.flat()]) {
    await mkdir(join(root, folder), { recursive: true });
    for (const file of ['package.json', 'package-lock.json', 'CHANGELOG.md']) {
      await cp(join(ROOT, folder, file), join(root, folder, file)).catch(() => {});
    }
  }
  await mkdir(join(root, '.changeset'));
  await cp(join(ROOT, '.changeset/config.json'), join(root, '.changeset/config.json'));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  spawnSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const manifest = async (name: string, at = root) =>
  JSON.parse(await readFile(join(at, 'packages', name, 'package.json'), 'utf8')) as Manifest;

test('client, SDK and sandbox share a version, and the contract keeps that of its document', async () => {
  await writeFile(join(root, '.changeset/a-fix.md'), '---\n"@kgiton/sandbox": minor\n---\n\nA new fault.\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [changeset, 'version'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, stdout + stderr).toBe(0);

  const before = await manifest('sandbox', ROOT);
  const [client, sdk, sandbox, contract] = await Promise.all(
    ['client', 'sdk', 'sandbox', 'contract'].map((name) => manifest(name)),
  );
  const [major, minor] = before.version.split('.').map(Number);
  const version = `${major}.${Number(minor) + 1}.0`;
  expect([client, sdk, sandbox].map((each) => each?.version)).toEqual([version, version, version]);
  expect(sdk?.dependencies?.['@kgiton/client']).toBe(`^${version}`);
  expect(contract).toEqual(await manifest('contract', ROOT));
  expect(await readFile(join(root, 'packages/sandbox/CHANGELOG.md'), 'utf8')).toContain(`## ${version}`);
  expect(await readdir(join(root, '.changeset'))).toEqual(['config.json']);
});

test('no pending changeset names the contract: contract:diff decides its version', async () => {
  const waiting = (await readdir(join(ROOT, '.changeset'))).filter(
    (file) => file.endsWith('.md') && file !== 'README.md',
  );
  for (const file of waiting) {
    const [, front = ''] = (await readFile(join(ROOT, '.changeset', file), 'utf8')).split('---');
    expect(front, file).not.toContain('@kgiton/contract');
  }
});
