import { expect, test } from 'vitest';
import { createWorkspace } from '../../../test/support/workspace.js';
import { DOCUMENT, keepRelease } from '../releases.js';

/** A copy whose contract has a version that is not kept. */
async function createUnreleased() {
  const workspace = await createWorkspace();
  await workspace.edit(DOCUMENT, 'version: ', 'version: 8');
  const version = (await workspace.read(DOCUMENT)).match(/version: (.*)/)?.[1];
  return { ...workspace, kept: `openapi/releases/${version}.yaml` };
}

test('a contract is packed only once its document is kept, and keeping it twice is harmless', async () => {
  await using workspace = await createUnreleased();
  const missing = await keepRelease(workspace.root, true);
  expect(missing.exitCode).toBe(1);
  expect(missing.output).toContain(`${workspace.kept} is missing; run "npm run contract:release"`);
  await expect(workspace.read(workspace.kept)).rejects.toThrow('ENOENT');

  for (const isCheck of [false, false, true]) {
    expect(await keepRelease(workspace.root, isCheck)).toMatchObject({ exitCode: 0 });
  }
  expect(await workspace.read(workspace.kept)).toBe(await workspace.read(DOCUMENT));
});

test('a kept document never changes, and another one of its version is not packed', async () => {
  await using workspace = await createUnreleased();
  await keepRelease(workspace.root);
  const kept = await workspace.read(workspace.kept);
  await workspace.edit(DOCUMENT, 'summary: ', 'summary: New. ');
  for (const isCheck of [false, true]) {
    const { exitCode, output } = await keepRelease(workspace.root, isCheck);
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining(`${workspace.kept} already exists and differs from ${DOCUMENT}`),
    ]);
    expect(await workspace.read(workspace.kept)).toBe(kept);
  }
});

test('the command keeps it, checks it with --check, and exits with 1 when it may not', async () => {
  await using workspace = await createUnreleased();
  const command = (...args: string[]) => workspace.run('scripts/release/release.ts', args);
  expect(await command('--check')).toMatchObject({ exitCode: 1, output: expect.stringContaining('is missing') });
  expect(await command()).toMatchObject({ exitCode: 0, output: expect.stringContaining(`kept ${workspace.kept}`) });
});
