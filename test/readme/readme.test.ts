import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_JSON, DOCUMENT_YAML, ROOT } from '../../scripts/paths.js';
import { type Prism, startPrism } from '../../scripts/prism.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = require.resolve('typescript/bin/tsc');

const packages = await readdir(join(ROOT, 'packages'));
const files = [
  'README.md',
  'CONTRIBUTING.md',
  'openapi/README.md',
  ...packages.map((name) => `packages/${name}/README.md`),
];
const readmes = await Promise.all(
  files.map(async (file) => ({ file, text: await readFile(join(ROOT, file), 'utf8') })),
);

/** The fenced blocks of a language. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);
}

const snippets = readmes.flatMap(({ file, text }) => blocks(text, 'ts').map((code) => ({ file, code })));
const curls = readmes.flatMap(({ file, text }) =>
  blocks(text, 'sh')
    .filter((code) => code.startsWith('curl'))
    .map((code) => ({ file, code })),
);

describe('with the mock running', () => {
  let prism: Prism;
  let folder: string;
  beforeAll(async () => {
    prism = await startPrism({ document: DOCUMENT_YAML, logLevel: 'silent' });
    folder = await mkdtemp(join(tmpdir(), 'kgiton-readme-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(async () => {
    await prism.stop();
    await rm(folder, { recursive: true });
  });

  test.each(snippets)('the snippet of $file compiles as strict TypeScript, and runs', async ({ code }) => {
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: ['node'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['snippet.ts'] }));
    await writeFile(join(folder, 'snippet.ts'), code.replace('http://localhost:4010', prism.url));
    await run(process.execPath, [tsc, '--project', folder]);
    const { stdout, stderr } = await run(process.execPath, [join(folder, 'snippet.js')]);
    expect(stderr).toBe('');
    expect(stdout.trim()).not.toBe('');
  });

  test.each(curls)('the curl command of $file gets what it asks for', async ({ code }) => {
    const status = code.match(/code=(\d+)/)?.[1];
    const { stdout } = await run('bash', ['-c', code.replace('http://localhost:4010', prism.url)]);
    expect(stdout).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect(stdout).toContain(code.match(/example=(\w+)/)?.[1]);
  });
});

test('there is a snippet and a curl command to try', () => {
  expect(snippets.length).toBeGreaterThanOrEqual(3);
  expect(curls.length).toBeGreaterThanOrEqual(1);
});

test.each(readmes)('every npm command of $file exists', async ({ text }) => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, script, short]) => script ?? short);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test.each(readmes)('every local link of $file leads somewhere', async ({ file, text }) => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => join(ROOT, dirname(file), link));
  for (const link of links) await expect(readFile(link)).resolves.toBeDefined();
});

test('Prism runs from the packed @kgiton/contract alone, as the README says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-packed-'));
  try {
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: join(ROOT, 'packages/contract'),
    });
    const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'openapi.yaml',
        'openapi.json',
        'dist/index.js',
        'dist/index.d.ts',
        'LICENSE',
        'README.md',
      ]),
    );
    await run('tar', ['-xzf', join(folder, filename), '-C', folder]);
    const prism = await startPrism({ document: join(folder, 'package/openapi.yaml'), logLevel: 'silent' });
    const response = await fetch(`${prism.url}/api/partner/payment/generate`, { method: 'POST' });
    await prism.stop();
    expect(response.status).toBe(401);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('packages that depend on each other accept the version that is here', async () => {
  const manifests = await Promise.all(
    packages.map(async (name) => JSON.parse(await readFile(join(ROOT, 'packages', name, 'package.json'), 'utf8'))),
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
