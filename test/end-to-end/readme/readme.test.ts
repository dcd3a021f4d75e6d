import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_JSON, ROOT } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { createTypeScriptProject, fencedBlocks, type TypeScriptProject } from '../../support/typescript-project.js';
import { allSnippets, isEndpoint, npmPackages, readmes } from './snippets.js';

const run = promisify(execFile);
const snippets = allSnippets();
const programs = snippets.filter(({ code }) => !isEndpoint(code));
const curls = readmes.flatMap(({ file, text }) =>
  fencedBlocks(text, 'sh')
    .filter((code) => code.startsWith('curl') && code.includes('localhost:4010'))
    .map((code) => ({ file, code })),
);

describe('with a sandbox running', () => {
  let sandbox: RunningSandbox;
  let project: TypeScriptProject;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    project = await createTypeScriptProject();
    await project.compile(
      Object.fromEntries(
        snippets.map(({ name, code }) => [name, code.replaceAll('http://localhost:4020', sandbox.url)]),
      ),
    );
  });
  afterAll(async () => {
    await sandbox?.close();
    await project?.[Symbol.asyncDispose]();
  });

  test.each(programs)(
    'the $name compiles as strict TypeScript, runs, and does what its comments say',
    async ({ name, code }) => {
      const { stdout, stderr } = await project.run(name);
      expect(stderr).toBe('');
      expect(stdout.trim()).not.toBe('');
      const promised = [...code.matchAll(/^console\.log\(.+\); \/\/ (.+)$/gm)].map(([, output]) => output);
      if (promised.length > 0) expect(stdout.trim().split('\n')).toEqual(promised);
    },
  );
});

describe('Prism, run from the packed @kgiton/contract alone, as its README says,', () => {
  let folder: string;
  let packed: string[];
  let prism: Prism;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-packed-'));
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: join(ROOT, 'packages/contract'),
    });
    const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
    packed = files.map(({ path }) => path);
    await run('tar', ['-xzf', join(folder, filename), '-C', folder]);
    prism = await startPrism({ document: join(folder, 'package/openapi.yaml'), logLevel: 'silent' });
  });
  afterAll(async () => {
    await prism?.stop();
    await rm(folder, { recursive: true });
  });

  test('has every file that it needs', () => {
    const files = ['openapi.yaml', 'openapi.json', 'dist/index.js', 'dist/index.d.ts', 'LICENSE', 'README.md'];
    expect(packed).toEqual(expect.arrayContaining(files));
  });

  test('refuses a request without an API key', async () => {
    expect((await fetch(`${prism.url}/api/partner/payment/generate`, { method: 'POST' })).status).toBe(401);
  });

  test.each(curls)('gives the curl command of $file what it asks for', async ({ code }) => {
    const status = code.match(/code=(\d+)/)?.[1];
    const { stdout } = await run('bash', ['-c', code.replace('http://localhost:4010', prism.url)]);
    expect(stdout).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect(stdout).toContain(code.match(/example=(\w+)/)?.[1]);
  });
});

test('there is a snippet and a curl command to try', () => {
  expect(programs.length).toBeGreaterThanOrEqual(8);
  expect(curls.length).toBeGreaterThanOrEqual(1);
});

test.each(readmes)('every npm command of $file exists', async ({ text }) => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test.each(readmes)('every local link of $file leads somewhere', async ({ file, text }) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => join(ROOT, dirname(file), link));
  for (const link of links) await expect(stat(link)).resolves.toBeDefined();
});

test('packages that depend on each other accept the current versions', async () => {
  const manifests = await Promise.all(
    npmPackages.map(async (name) => JSON.parse(await readFile(join(ROOT, 'packages', name, 'package.json'), 'utf8'))),
  );
  const versions = new Map(manifests.map(({ name, version }) => [name, version]));
  const ranges = manifests.flatMap(({ dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => versions.has(name)),
  );
  expect(ranges.length).toBeGreaterThan(0);
  for (const [name, range] of ranges) expect(range).toBe(`^${versions.get(name)}`);
});

test('the package of the contract has the version of the contract', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'packages/contract/package.json'), 'utf8'));
  expect(JSON.parse(await readFile(DOCUMENT_JSON, 'utf8')).info.version).toBe(version);
});
