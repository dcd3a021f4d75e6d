import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, test } from 'vitest';
import { PACKAGES } from './packed.js';
import { run } from './run.js';

const attw = createRequire(import.meta.url)
  .resolve('@arethetypeswrong/cli/package.json')
  .replace('package.json', 'dist/index.js');

for (const [index, name] of PACKAGES.entries()) {
  const tarball = inject('tarballs')[index] ?? '';

  test(`${name} holds every file that its package.json names, in the form that it names (publint)`, async () => {
    const { buffer } = new Uint8Array(await readFile(tarball));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(pkg.name).toBe(name);
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  // A command has no types.
  if (name === '@kgiton/mcp') continue;

  test(`${name} gives types and code that agree to each way of resolving modules (attw)`, async () => {
    const args = ['--format', 'ascii', '--no-color', '--no-emoji'];
    // The contracts as YAML are files to read, not modules.
    const notModules = ['--exclude-entrypoints', 'openapi.yaml', 'openapi-3.0.yaml'];
    const checked = await run(process.execPath, [attw, tarball, ...args, ...notModules], dirname(tarball));
    expect(checked).toEqual({ exitCode: 0, output: expect.stringContaining('No problems found') });
  });
}
