import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../../../packages/docs/src/packages.js';
import { ROOT } from '../../paths.js';
import { type Manifest, publishedPackages } from '../published.js';

const published = await publishedPackages();
const tracked = new Set(execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n'));
const isTracked = (path: string) => tracked.has(path) || [...tracked].some((file) => file.startsWith(`${path}/`));

const packed = JSON.parse(
  execFileSync(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts', ...published.map(({ folder }) => `./${folder}`)],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ),
) as { name: string; files: { path: string }[] }[];

test('the published packages are listed, dependencies first', () => {
  const names = published.map(({ manifest }) => manifest.name);
  const short = ['client', 'contract', 'mcp', 'sandbox', 'sandbox-redis', 'sdk'];
  expect([...names].sort()).toEqual(short.map((name) => `@kgiton/${name}`));
  expect(names.indexOf('@kgiton/sandbox')).toBeLessThan(names.indexOf('@kgiton/sandbox-redis'));
  expect(names.indexOf('@kgiton/sandbox')).toBeLessThan(names.indexOf('@kgiton/mcp'));
  expect(names.indexOf('@kgiton/client')).toBeLessThan(names.indexOf('@kgiton/sdk'));
  expect(names[0]).toBe('@kgiton/contract');
});

describe.each(published.map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest })))(
  '$name',
  ({ folder, manifest }) => {
    test('names its repository, as the root package.json does', () => {
      expect(manifest).toMatchObject({
        homepage: `${REPOSITORY}/tree/main/${folder}#readme`,
        bugs: `${REPOSITORY}/issues`,
        // npm proves the provenance against it, and resolves the links of the README by it.
        repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: folder },
      });
    });

    test('is published publicly, with provenance', () => {
      expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    });

    test('is built before whoever is in its folder packs it', async () => {
      const { scripts } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'));
      const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
      expect(scripts.prepack).toBe(root.scripts['build:packages'].replace('scripts/', '../../scripts/'));
    });

    test('holds its license, README and changelog', () => {
      const { files } = packed.find(({ name }) => name === manifest.name) ?? { files: [] };
      const paths = files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md']));
    });

    test('has a README whose links work on npm, outside the repository', async () => {
      const text = await readFile(join(ROOT, folder, 'README.md'), 'utf8');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      for (const link of links.filter((each) => !/^(https?:|#)/.test(each))) {
        // npm puts them below repository.directory at the address of the repository.
        const path = normalize(join(folder, link.replace(/#.*$/, '')));
        expect(isTracked(path), `${link} leads to ${path}, which the repository does not have`).toBe(true);
      }
      for (const link of links.filter((each) => each.startsWith('#'))) {
        const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
        expect(anchors).toContain(link);
      }
    });
  },
);

test('the example depends on the current versions', async () => {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(join(ROOT, 'examples/laundry-shop/package.json'), 'utf8'),
  ) as Manifest & { devDependencies: Record<string, string> };
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
    name.startsWith('@kgiton/'),
  );
  expect(ranges.map(([name]) => name)).toEqual(['@kgiton/sdk', '@kgiton/sandbox']);
  for (const [name, range] of ranges) {
    expect(range).toBe(`^${published.find(({ manifest }) => manifest.name === name)?.manifest.version}`);
  }
});

test.each(['README.md', 'SECURITY.md', 'compose.yaml', 'packages/sandbox/README.md'])(
  'the address of the repository in %s is the one of the package.json',
  async (file) => {
    const text = await readFile(join(ROOT, file), 'utf8');
    const named = [...text.matchAll(/(?:github\.com|ghcr\.io|uses:) ?\/?(kgiton\/[\w-]+?)(?=-sandbox|[@/.\s)]|$)/gm)];
    for (const [, name] of named) expect(`https://github.com/${name}`).toBe(REPOSITORY);
  },
);

/** As GitHub and npm make it. */
function anchorOf(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')}`;
}
