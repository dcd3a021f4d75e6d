import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildSite } from '../../scripts/docs/build.js';
import { CONTROL_YAML } from '../../scripts/paths.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { linesOf, openFromMenu, type Visit, visit } from './reference-page.js';

const control = parse(await readFile(CONTROL_YAML, 'utf8'));
const operations = Object.entries<Record<string, { summary: string; tags: string[]; responses: object }>>(
  control.paths,
).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));

describeInChromium('the page of the control API', () => {
  let folder: string;
  let browser: Browser;
  let reader: Visit;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-control-page-'));
    await buildSite(folder);
    browser = await launchChromium();
    reader = await visit(browser, pathToFileURL(join(folder, 'index.html')).href);
    await reader.page.getByRole('navigation', { name: 'References' }).getByText('Sandbox control API').click();
    await reader.page.waitForURL(/sandbox\.html/);
  });

  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('is reached from the reference page, and leads back', async () => {
    const { page } = reader;
    expect(await page.title()).toBe(control.info.title);
    const links = page.getByRole('navigation', { name: 'References' }).getByRole('link');
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      'index.html',
      'sandbox.html',
    ]);
  });

  test.each(operations)('documents $operation.summary, with its path and its statuses', async ({ path, operation }) => {
    const part = await openFromMenu(reader.page, { method: '', address: path, operation: operation as never });
    await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining([path, ...Object.keys(operation.responses)]));
  });

  test('was read to the end without an error and without a request to any other host', () => {
    expect(reader.requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    expect(reader.problems).toEqual([]);
  });
});
