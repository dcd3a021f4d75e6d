import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PACKAGES, type Packed, packPackages } from './packed.js';
import { run } from './run.js';

const attw = createRequire(import.meta.url)
  .resolve('@arethetypeswrong/cli/package.json')
  .replace('package.json', 'dist/index.js');

let packed: Packed;
beforeAll(async () => {
  packed = await packPackages();
});
afterAll(() => packed?.[Symbol.asyncDispose]());

for (const [index, name] of PACKAGES.entries()) {
  const tarball = () => packed.tarballs[index] ?? '';

  test(`${name} holds every file that its package.json names, in the form that it names (publint)`, async () => {
    const { buffer } = new Uint8Array(await readFile(tarball()));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(pkg.name).toBe(name);
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test(`${name} gives types and code that agree to each way of resolving modules (attw)`, async () => {
    const args = ['--format', 'ascii', '--no-color', '--no-emoji'];
    // The contracts as YAML are files to read, not modules.
    const notModules = ['--exclude-entrypoints', 'openapi.yaml', 'openapi-3.0.yaml'];
    const checked = await run(process.execPath, [attw, tarball(), ...args, ...notModules], packed.root);
    expect(checked).toEqual({ exitCode: 0, output: expect.stringContaining('No problems found') });
  });
}
