import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { scriptArguments } from '../../../../test/support/workspace.js';
import { buildSite, writeSite } from '../../src/build.js';
import * as inputs from '../../src/files.js';
import { parseSiteUrl } from '../../src/parse-site-url.js';
import { makeSite } from '../../src/site.js';
import { docsAreStale, SOURCES } from '../../src/stale.js';

const { GUIDES } = inputs;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-docs-build-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Every file below the folder, by its path there. */
async function contents(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file, 'utf8')])),
  );
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

describe('a site', () => {
  const built = () => cp(inject('site').folder, folder, { recursive: true });

  test('that was built for another address is stale', async () => {
    await built();
    await write('sitemap.xml', '<urlset/>');
    expect(await docsAreStale(folder)).toBe(true);
    await rm(join(folder, 'sitemap.xml'));
    expect(await docsAreStale(folder)).toBe(false);
  });

  test('that is missing is stale, and one that was just built is not', async () => {
    expect(await docsAreStale(join(folder, 'none'))).toBe(true);
    expect(await docsAreStale(folder)).toBe(true);
    await built();
    expect(await docsAreStale(folder)).toBe(false);
  });

  test('with a single file older than a source is stale', async () => {
    await built();
    await utimes(join(folder, 'en/qris.html'), new Date(0), new Date(0));
    expect(await docsAreStale(folder)).toBe(true);
  });

  test('is compared with every place that it is made from', () => {
    const { ROOT: _, SITE, CHANGELOGS, ...places } = inputs;
    const sources: string[] = SOURCES.map((source) => join(ROOT, source));
    const made = [...Object.values(places), ...Object.values(CHANGELOGS)];
    expect(made.filter((place) => !sources.includes(place))).toEqual([]);
  });

  test('is rebuilt to the same bytes', async () => {
    await built();
    const files = (await makeSite()).map(({ path, content }) => [path, String(content)]);
    expect(Object.fromEntries(files)).toEqual(await contents());
  });

  test('contains no path of the machine that built it', async () => {
    await built();
    for (const [path, content] of Object.entries(await contents())) {
      expect(content.includes(process.cwd()) || content.includes(tmpdir()), path).toBe(false);
    }
  });
});

describe('the folder of the site', () => {
  test('has only the files of the new site afterwards', async () => {
    await write('old.html', 'a page of an earlier version');
    await write('assets/site-00000000.css', 'an asset of an earlier version');
    await write('en/index.html.1234.tmp', 'half a page of a build that was interrupted');
    const files = { 'assets/site-11111111.css': 'an asset', 'en/index.html': 'a page', 'index.html': 'the first page' };
    await writeSite(
      folder,
      Object.entries(files).map(([path, content]) => ({ path, content })),
    );
    expect(await contents()).toEqual(files);
  });

  test('has every asset before the first page that needs it', async () => {
    // A page that cannot be written ends the build: what is there by then went before it.
    await mkdir(join(folder, 'index.html/in-the-way'), { recursive: true });
    const files = [
      { path: 'index.html', content: '<script src="assets/site.js"></script>' },
      { path: 'assets/site.js', content: '' },
    ];
    await expect(writeSite(folder, files)).rejects.toThrow();
    expect(Object.keys(await contents())).toContain(join('assets', 'site.js'));
  });

  test('keeps the old site when a guide has an unknown directive, and the error names both', async () => {
    const guides = join(folder, 'guides');
    await cp(GUIDES, guides, { recursive: true });
    await write('guides/en/qris.md', '---\ntitle: QRIS\ndescription: Pay.\n---\n{{smaple generate-payment}}\n');
    await write('site/index.html', 'the old page');
    const building = buildSite(join(folder, 'site'), { guides });
    await expect(building).rejects.toThrow(
      'packages/docs/guides/en/qris.md: {{smaple generate-payment}}: there is no such directive.',
    );
    expect(await readdir(join(folder, 'site'), { recursive: true })).toEqual(['index.html']);
    expect(await readFile(join(folder, 'site/index.html'), 'utf8')).toBe('the old page');
  });
});

describe('npm run docs:build', () => {
  async function build(args: readonly string[], env: Record<string, string> = {}) {
    const options = { cwd: ROOT, env: { ...process.env, ...env } };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        scriptArguments('packages/docs/src/cli.ts', args),
        options,
        (error, stdout, stderr) => {
          resolve({ exitCode: error === null ? 0 : error.code, stdout, stderr });
        },
      );
    });
  }

  const refusal = (given: string) =>
    `--url or DOCS_URL: expected an address such as https://docs.example/payments/, got "${given}".`;
  const refused = (given: string) => ({ exitCode: 1, stdout: '', stderr: `docs: ${refusal(given)}\n` });

  test('refuses an invalid address in one line, and exits with 1', async () => {
    expect(await build(['--url', 'docs.example'])).toEqual(refused('docs.example'));
  });

  test('refuses such an address in DOCS_URL, too', async () => {
    expect(await build([], { DOCS_URL: 'docs.example' })).toEqual(refused('docs.example'));
  });

  test('refuses to publish without contact points, and exits with 1', async () => {
    const unset = { DOCS_CONTACT: '', DOCS_STATUS_PAGE: '', DOCS_PARTNER_PAGE: '' };
    expect(await build([], { DOCS_URL: 'https://docs.example', ...unset })).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^docs: A published site says .* Set --contact or DOCS_CONTACT, .*\n$/),
    });
  });

  test.each([
    'docs.example',
    '/payments/',
    'ftp://docs.example/',
    'https://docs.example/?a=1',
    'https://docs.example/#a',
  ])('refuses the address %s', (url) => {
    expect(() => parseSiteUrl(url)).toThrow(new Error(refusal(url)));
  });

  test('refuses an unknown flag', async () => {
    expect(await build(['--ulr', 'https://docs.example'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Unknown option '--ulr'"),
    });
  });
});
