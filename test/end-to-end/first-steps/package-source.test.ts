import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { expandPackages, type PackageSource, packageSource } from '../../../packages/docs/src/packages.js';
import { pagesFor } from '../../../packages/docs/test/guides/pages.js';
import { staleFiles } from '../../../scripts/generate/files.js';
import { generate } from '../../../scripts/generate/generate.js';
import { ROOT } from '../../../scripts/paths.js';
import { run } from '../../compatibility/run.js';
import { scriptArguments } from '../../support/workspace.js';
import { type Block, blocksOf, PACKAGE_READMES, QUICKSTARTS, readDocument } from './documents.js';

const blocks = async (name: string, packages: PackageSource) => blocksOf(await readDocument(name, packages));
const codeOf = ({ language, code, saveAs }: Block) => ({ language, code, saveAs });

test('readers are sent to a clone until the packages are on npm', () => {
  expect(packageSource('')).toBe('clone');
  expect(packageSource('registry')).toBe('registry');
  expect(() => packageSource('npm')).toThrow(
    new RangeError('--packages or DOCS_PACKAGES: expected clone or registry, got "npm".'),
  );
});

test('each reader gets only what is meant for them, in code blocks too', () => {
  const source =
    '{{only clone}}\nA\n{{end}}\n```sh\n{{only registry}}\nB\n{{end}}\n{{install --save-dev @kgiton/sandbox express}}\n```\n';
  expect(expandPackages(source, 'registry')).toBe('```sh\nB\nnpm install --save-dev @kgiton/sandbox express\n```\n');
  expect(expandPackages(source, 'clone')).toBe('A\n```sh\nnpm install ../payments-kit/packed/*.tgz express\n```\n');
});

test.each([...QUICKSTARTS, ...PACKAGE_READMES])(
  '%s never tells those who have a clone to ask npm for a package, or the other way round',
  async (name) => {
    const commands = async (packages: PackageSource) =>
      (await blocks(name, packages)).flatMap(({ language, code }) => (language === 'sh' ? code : []));
    const [clone, registry] = [(await commands('clone')).join(), (await commands('registry')).join()];
    expect(clone).toContain('git clone ');
    expect(clone).not.toMatch(/npm install .*@kgiton/);
    expect(registry).toMatch(/npm install .*@kgiton/);
    expect(registry).not.toMatch(/git clone|\.tgz/);
  },
);

// What first-steps.test.ts leaves out, because it types the same elsewhere.

test.each(['clone', 'registry'] as const)(
  'the quickstart has the same blocks in both languages, with a %s',
  async (packages) => {
    const [english, indonesian] = await Promise.all(QUICKSTARTS.map((name) => blocks(name, packages)));
    expect(indonesian?.map(codeOf)).toEqual(english?.map(codeOf));
  },
);

test.each(PACKAGE_READMES)(
  '%s differs between a clone and npm only in how the packages are installed',
  async (name) => {
    const [clone, registry] = await Promise.all([blocks(name, 'clone'), blocks(name, 'registry')]);
    const isInstall = ({ code }: Block) => /^(git clone|npm install) /.test(code);
    const others = (all: readonly Block[]) => all.filter((block) => !isInstall(block)).map(codeOf);
    expect(others(clone)).toEqual(others(registry));
    const [, install] = clone.filter(isInstall);
    expect(install?.code.split('\n')[0]).toBe('npm install ../payments-kit/packed/*.tgz');
  },
);

test('packages/docs/README.md begins with what CI runs in a new clone, as `npm run build`', async () => {
  const [{ code = '' } = {}] = await blocks('packages/docs/README.md', 'clone');
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(code.trim()).toBe(scripts.build);
});

test('no guide keeps a directive, in any language and for either reader', async () => {
  for (const { markdown } of [...(await pagesFor('clone')), ...(await pagesFor('registry'))]) {
    expect(markdown).not.toMatch(/\{\{/);
  }
});

test.each(['scripts/generate/cli.ts', 'packages/docs/src/cli.ts'])(
  '%s refuses a source that there is not',
  async (script) => {
    const args = scriptArguments(script, ['--packages', 'npm']);
    const { exitCode, output } = await run(process.execPath, args, ROOT);
    expect(exitCode).toBe(1);
    expect(output).toContain('--packages or DOCS_PACKAGES: expected clone or registry, got "npm".');
  },
);

test('the committed READMEs are those for a clone', async () => {
  vi.stubEnv('DOCS_PACKAGES', 'registry');
  const stale = await staleFiles(ROOT, await generate(ROOT));
  vi.unstubAllEnvs();
  expect(stale.map(({ path }) => path)).toEqual(
    [
      'client',
      'contract',
      'go',
      'java',
      'java/spring-boot-starter',
      'mcp',
      'php',
      'python',
      'sandbox-redis',
      'sandbox',
      'sdk',
    ]
      .map((name) => join('packages', name, 'README.md'))
      .concat('packages/sdk/skills/kgiton-payments/SKILL.md'),
  );
}, 120_000);
