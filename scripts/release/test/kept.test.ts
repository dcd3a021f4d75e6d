import { expect, test } from 'vitest';
import { createWorkspace } from '../../../test/support/workspace.js';

const bundled = 'packages/contract/openapi.yaml';
const check = ['--check'];

test('a contract is packed only once its document is kept, and keeping it twice is harmless', async () => {
  await using workspace = await createWorkspace();
  await workspace.edit(bundled, 'version: ', 'version: 8');
  const version = (await workspace.read(bundled)).match(/version: (.*)/)?.[1];
  const kept = `openapi/releases/${version}.yaml`;

  const missing = await workspace.run('scripts/release/release.ts', check);
  expect(missing.exitCode).toBe(1);
  expect(missing.output).toContain(`${kept} is missing; run "npm run contract:release"`);
  await expect(workspace.read(kept)).rejects.toThrow('ENOENT');

  for (const args of [[], [], check]) {
    expect(await workspace.run('scripts/release/release.ts', args)).toMatchObject({ exitCode: 0 });
  }
});

test('a contract is not packed when its version is kept with another document', async () => {
  await using workspace = await createWorkspace();
  const version = (await workspace.read(bundled)).match(/version: (.*)/)?.[1];
  await workspace.write(`openapi/releases/${version}.yaml`, await workspace.read(bundled));
  expect(await workspace.run('scripts/release/release.ts', check)).toMatchObject({ exitCode: 0 });

  await workspace.edit(bundled, 'summary: ', 'summary: New. ');
  const differs = await workspace.run('scripts/release/release.ts', check);
  expect(differs.exitCode).toBe(1);
  expect(differs.output).toContain(`openapi/releases/${version}.yaml already exists and differs from ${bundled}`);
});
