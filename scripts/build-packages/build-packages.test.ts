import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../test/compatibility/run.js';
import { ROOT } from '../paths.js';
import { PACKAGES, type Package } from './packages.js';

// A checkout of its own: the tests beside this one load what is built.
let checkout: string;
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'kgiton-build-'));
  const packages = ['contract', 'client', 'sdk', 'sandbox', 'sandbox-redis', 'mcp', 'docs'].map(
    (name) => `packages/${name}`,
  );
  // What the guides in the MCP server show, too.
  const shown = ['CHANGELOG.md', 'examples', 'openapi', 'packages/php/README.md'];
  for (const name of ['package.json', 'scripts', 'tsconfig.base.json', ...packages, ...shown]) {
    await cp(join(ROOT, name), join(checkout, name), {
      recursive: true,
      // Toolchains that CI installs take a gigabyte.
      filter: (path) => !/\/(node_modules|target|vendor)$/.test(path),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => rm(checkout, { recursive: true, force: true }));

const build = () => run(process.execPath, ['--import', 'tsx', 'scripts/build-packages/cli.ts'], checkout);

/** The packages of the checkout that would be built. */
async function stale(): Promise<string[]> {
  const { stalePackages } = await import(/* @vite-ignore */ join(checkout, 'scripts/build-packages/build.ts'));
  return [...(await stalePackages()).keys()];
}

test('an up-to-date package is not built again', async () => {
  expect(await stale()).toEqual([]);
});

test('packages are built from no file that Git ignores, such as what the compiler keeps for its next run', async () => {
  const sources = Object.entries<Package>(PACKAGES).flatMap(([name, { sources, reads = [] }]) =>
    [sources, ...reads].map((path) => join('packages', name, path)),
  );
  const ignored = ['ls-files', '--others', '--ignored', '--exclude-standard', '--', ...sources];
  expect(await run('git', ignored, ROOT)).toEqual({ exitCode: 0, output: '' });
});

test('a changed source is built, as ES modules and as CommonJS, and packages that do not use it are not', async () => {
  await appendFile(join(checkout, 'packages/sdk/src/index.ts'), 'export const fresh = true;\n');
  expect(await stale()).toEqual(['sdk']);
  expect(await build()).toMatchObject({ exitCode: 0 });
  expect(await stale()).toEqual([]);
  for (const file of ['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts']) {
    expect(await readFile(join(checkout, 'packages/sdk/dist', file), 'utf8')).toContain('fresh');
  }
});

test('a source that cannot be built is named, and the last build stays whole', async () => {
  const built = join(checkout, 'packages/sandbox/dist/index.js');
  const before = await readFile(built, 'utf8');
  await appendFile(join(checkout, 'packages/sandbox/src/index.ts'), 'export const = 1;\n');
  expect(await stale()).toEqual(['sandbox', 'sandbox-redis', 'mcp']);
  const { exitCode, output } = await build();
  expect(exitCode).toBe(1);
  expect(output).toContain('src/index.ts');
  expect(await readFile(built, 'utf8')).toBe(before);
  expect(await readdir(join(checkout, 'packages/sandbox'))).not.toContainEqual(expect.stringMatching(/\.tmp$/));
});

test('a changed guide makes only the documentation in the MCP server stale', async () => {
  await cp(join(ROOT, 'packages/sandbox/src/index.ts'), join(checkout, 'packages/sandbox/src/index.ts'));
  expect(await stale()).toEqual([]);
  await appendFile(join(checkout, 'packages/docs/guides/en/errors.md'), '\nA fresh sentence.\n');
  expect(await stale()).toEqual(['mcp']);
});
