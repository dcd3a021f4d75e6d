import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../test/compatibility/run.js';
import { ROOT } from '../paths.js';
import { PACKAGES, type Package } from './packages.js';

/** A file of each package. */
const BUILT = ['contract', 'client', 'sdk', 'sandbox', 'sandbox-redis'].map((name) => `${name}/dist/index.js`);
BUILT.push('mcp/dist/main.js', 'mcp/dist/docs/search-en.js');

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

/** When each package was built last. */
const times = () => Promise.all(BUILT.map(async (file) => (await stat(join(checkout, 'packages', file))).mtimeMs));

test('an up-to-date package is not built again', async () => {
  const before = await times();
  expect(await build()).toMatchObject({ exitCode: 0 });
  expect(await times()).toEqual(before);
});

test('packages are built from no file that Git ignores, such as what the compiler keeps for its next run', async () => {
  const sources = Object.entries<Package>(PACKAGES).flatMap(([name, { sources, reads = [] }]) =>
    [sources, ...reads].map((path) => join('packages', name, path)),
  );
  const ignored = ['ls-files', '--others', '--ignored', '--exclude-standard', '--', ...sources];
  expect(await run('git', ignored, ROOT)).toEqual({ exitCode: 0, output: '' });
});

test('a changed source or guide is built, as ES modules and as CommonJS, and packages that do not use it are not', async () => {
  const before = await times();
  await appendFile(join(checkout, 'packages/sdk/src/index.ts'), 'export const fresh = true;\n');
  await appendFile(join(checkout, 'packages/docs/guides/en/errors.md'), '\nA fresh sentence.\n');
  expect(await build()).toMatchObject({ exitCode: 0 });
  const after = await times();
  expect(after.map((time, index) => time !== before[index])).toEqual([false, false, true, false, false, true, true]);
  expect(await readFile(join(checkout, 'packages/mcp/dist/docs/pages-en.json'), 'utf8')).toContain('A fresh sentence.');
  for (const file of ['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts']) {
    expect(await readFile(join(checkout, 'packages/sdk/dist', file), 'utf8')).toContain('fresh');
  }
});

test('a source that cannot be built is named, and the last build stays whole', async () => {
  const before = await times();
  await appendFile(join(checkout, 'packages/sandbox/src/index.ts'), 'export const = 1;\n');
  const { exitCode, output } = await build();
  expect(exitCode).toBe(1);
  expect(output).toContain('src/index.ts');
  expect(await times()).toEqual(before);
  expect(await readdir(join(checkout, 'packages/sandbox'))).not.toContainEqual(expect.stringMatching(/\.tmp$/));
});
