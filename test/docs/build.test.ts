import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildDocs } from '../../scripts/docs/build.js';
import { docsAreStale } from '../../scripts/docs/stale.js';
import { DOCUMENT_YAML } from '../../scripts/paths.js';

let folder: string;
let page: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-docs-build-'));
  page = join(folder, 'index.html');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a page that is missing or older than the contract is stale, one that was just built is not', async () => {
  expect(await docsAreStale(page)).toBe(true);
  await buildDocs({ output: page });
  expect(await docsAreStale(page)).toBe(false);
  await utimes(page, new Date(0), new Date(0));
  expect(await docsAreStale(page)).toBe(true);
});

test('the page is one file and holds no path of the computer that built it', async () => {
  const built = await buildDocs({ output: page });
  const html = await readFile(page, 'utf8');
  expect(await readdir(folder)).toEqual(['index.html']);
  expect(built).toEqual({ path: page, bytes: Buffer.byteLength(html) });
  expect(html).not.toContain(process.cwd());
  expect(html).not.toContain(tmpdir());
});

test('a document that cannot be drawn is reported with what Redocly says, and the old page stays', async () => {
  const document = join(folder, 'openapi.yaml');
  const valid = await readFile(DOCUMENT_YAML, 'utf8');
  await writeFile(page, 'the old page');
  await writeFile(document, valid.replace(/^openapi: .*$/m, 'openapi: 9.9.9'));
  await expect(buildDocs({ document, output: page })).rejects.toThrow(/Redocly cannot draw .*\n\n.*9\.9\.9/s);
  expect(await readFile(page, 'utf8')).toBe('the old page');
});
