import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildPage, buildSite } from '../../scripts/docs/build.js';
import { PAGES, type SitePage } from '../../scripts/docs/files.js';
import { docsAreStale } from '../../scripts/docs/stale.js';

let folder: string;
const reference = PAGES[0] as SitePage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-docs-build-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a site with a page that is missing or older than its document is stale, one that was just built is not', async () => {
  await buildPage(reference, folder);
  expect(await docsAreStale(folder)).toBe(true);
  await buildSite(folder);
  expect(await docsAreStale(folder)).toBe(false);
  await utimes(join(folder, 'sandbox.html'), new Date(0), new Date(0));
  expect(await docsAreStale(folder)).toBe(true);
});

test('each page is one file and holds no path of the computer that built it', async () => {
  const built = await buildSite(folder);
  expect((await readdir(folder)).sort()).toEqual(['index.html', 'sandbox.html']);
  for (const { path, bytes } of built) {
    const html = await readFile(path, 'utf8');
    expect(Buffer.byteLength(html)).toBe(bytes);
    expect(html).not.toContain(process.cwd());
    expect(html).not.toContain(tmpdir());
  }
});

test('a document that cannot be drawn is reported with what Redocly says, and the old page stays', async () => {
  const document = join(folder, 'openapi.yaml');
  const valid = await readFile(reference.document, 'utf8');
  await writeFile(join(folder, reference.file), 'the old page');
  await writeFile(document, valid.replace(/^openapi: .*$/m, 'openapi: 9.9.9'));
  const building = buildPage({ ...reference, document }, folder);
  await expect(building).rejects.toThrow(/Redocly cannot draw .*\n\n.*9\.9\.9/s);
  expect(await readFile(join(folder, reference.file), 'utf8')).toBe('the old page');
});
