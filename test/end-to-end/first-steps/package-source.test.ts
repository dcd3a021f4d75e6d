import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { expandPackages, packageSource } from '../../../packages/docs/src/packages.js';
import { pagesFor } from '../../../packages/docs/test/guides/pages.js';
import { staleFiles } from '../../../scripts/generate/files.js';
import { generate } from '../../../scripts/generate/generate.js';
import { ROOT } from '../../../scripts/paths.js';
import { run } from '../../compatibility/run.js';
import { scriptArguments } from '../../support/workspace.js';
import { blocksOf, DOCUMENTS, readDocument } from './documents.js';

const written = DOCUMENTS.filter((name) => name.startsWith('quickstart') || /packages\/(?!docs)/.test(name));

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

test.each(written)(
  '%s never tells those who have a clone to ask npm for a package, or the other way round',
  async (name) => {
    const commands = async (packages: 'clone' | 'registry') =>
      blocksOf(await readDocument(name, packages)).flatMap(({ language, code }) => (language === 'sh' ? code : []));
    const [clone, registry] = [(await commands('clone')).join(), (await commands('registry')).join()];
    expect(clone).toContain('git clone ');
    expect(clone).not.toMatch(/npm install .*@kgiton/);
    expect(registry).toMatch(/npm install .*@kgiton/);
    expect(registry).not.toMatch(/git clone|\.tgz/);
  },
);

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
