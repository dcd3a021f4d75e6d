import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '../../test/support/workspace.js';
import { BundleError, measure } from './measure.js';
import { PROGRAMS } from './programs.js';

const script = 'scripts/size/cli.ts';

test('every program is within its limit, and the table says how large it is', async () => {
  await using workspace = await createWorkspace();
  const { exitCode, output } = await workspace.run(script);
  const [head, ...rows] = output.trimEnd().split('\n');
  expect(head).toMatch(/^bytes of a program +minified +gzipped +limit$/);
  expect(rows.map((row) => row.replace(/ {2,}[\d,]+ +[\d,]+ +[\d,]+$/, ''))).toEqual(PROGRAMS.map(({ name }) => name));
  expect(exitCode).toBe(0);
});

test('a program past its limit is named, and fails', async () => {
  await using workspace = await createWorkspace();
  const { exitCode, output } = await workspace.run(script, ['--limit', '1']);
  expect(exitCode).toBe(1);
  for (const { name } of PROGRAMS) {
    expect(output).toMatch(new RegExp(`^size: "${name}" is [\\d,]+ bytes gzipped, [\\d,]+ past its limit\\.$`, 'm'));
  }
});

test('a limit that is no number of bytes is refused, and so is an unknown flag', async () => {
  await using workspace = await createWorkspace();
  for (const args of [
    ['--limit', '6kB'],
    ['--limit', '0'],
    ['--limt', '1'],
  ]) {
    const { exitCode, output } = await workspace.run(script, args);
    expect(exitCode).toBe(1);
    expect(output).toContain(args[0]);
    expect(output).toContain('Usage: npm run size');
  }
});

test('packages that are not there are an error that says how to build them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-size-'));
  try {
    const file = join(folder, 'program.ts');
    await writeFile(file, `import { KGiTON } from '@kgiton/sdk';\nconsole.log(KGiTON);\n`);
    const error = await measure({ file, runtime: 'node' }).catch((error) => error);
    expect(error).toBeInstanceOf(BundleError);
    expect(error.message).toContain('Could not resolve "@kgiton/sdk"');
    expect(error.message).toContain('npm run build:packages');
  } finally {
    await rm(folder, { recursive: true });
  }
});
