import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite } from '../../scripts/docs/build.js';
import { type DocsServer, serveDocs } from '../../scripts/docs-server.js';
import { HOST } from '../../scripts/ports.js';
import { document as contract } from '../support/document.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { callbacksOf, type DocumentedRequest, requestMembersOf, requests, responsesOf, webhooks } from './contract.js';
import { linesOf, openFromMenu, type Visit, visit } from './reference-page.js';

describeInChromium('the reference page', () => {
  let folder: string;
  let server: DocsServer;
  let origin: string;
  let browser: Browser;
  let reader: Visit;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-reference-page-'));
    await buildSite(folder);
    server = await serveDocs(folder, 0);
    origin = `http://${HOST}:${server.port}`;
    browser = await launchChromium();
    reader = await visit(browser, origin);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('says in its title and description what the contract says', async () => {
    const { page } = reader;
    const { title, version, summary, description } = contract.info;
    const headings = [...description.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(await page.title()).toBe(title);
    expect(await page.getAttribute('meta[name=description]', 'content')).toBe(summary);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await linesOf(page.getByRole('heading', { level: 1 }))).toEqual([`${title} (${version})`]);
    expect(await linesOf(page.locator('main'))).toEqual(expect.arrayContaining([summary, ...headings]));
  });

  describe.each([...requests, ...webhooks])('$operation.summary', (request) => {
    const { method, address, operation } = request;

    test('is found in the menu, with its summary and its address', async () => {
      const part = await openFromMenu(reader.page, request);
      await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining([operation.summary, method, address]));
    });

    test('names every member of its body', async () => {
      const part = await openFromMenu(reader.page, request);
      const members = requestMembersOf(operation);
      expect(members).not.toEqual([]);
      await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining(members));
    });

    test('has exactly the responses of the contract', async () => {
      const part = await openFromMenu(reader.page, request);
      const statuses = responsesOf(operation).map(({ status }) => status);
      await expect.poll(() => part.getByRole('tab', { name: /^\d(\d\d|XX)$/ }).allInnerTexts()).toEqual(statuses);
    });

    test.each(responsesOf(operation))(
      'explains response $status: its members and its error codes',
      async (response) => {
        const { status, description, members, codes } = response;
        const part = await openFromMenu(reader.page, request);
        await part.getByRole('tab', { name: status, exact: true }).click();
        const paragraph = description.trim().replaceAll('\n', ' ');
        const shown = () => linesOf(part).then((lines) => lines.slice(lines.lastIndexOf('Responses')));
        await expect.poll(shown).toEqual(expect.arrayContaining([paragraph, ...members]));
        const isCode = (line: string) => contract.components.schemas.ErrorCode?.enum?.includes(line);
        expect((await shown()).filter(isCode)).toEqual(codes);
      },
    );

    test('has a sample in each language of the contract', async () => {
      const part = await openFromMenu(reader.page, request);
      const labels = (operation['x-codeSamples'] ?? []).map(({ label }) => label);
      expect(labels).toHaveLength(6);
      // Of an operation they are in a menu, of a webhook one below the other.
      await part.getByText('cURL', { exact: true }).first().click();
      await expect.poll(() => linesOf(reader.page.locator('body'))).toEqual(expect.arrayContaining(labels));
      await reader.page.keyboard.press('Escape');
    });

    test('fits a phone: nothing is wider than the screen', async () => {
      const { page } = await visit(browser, origin);
      const part = await openFromMenu(page, request);
      await expect.poll(() => linesOf(part)).toContain('Responses');
      await page.setViewportSize({ width: 390, height: 20_000 });
      const widest = () => part.locator('pre').evaluateAll((all) => Math.max(...all.map((one) => one.scrollWidth)));
      await expect.poll(widest).toBeLessThanOrEqual(390);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    });

    test.each(callbacksOf(operation))('leads to the callback $address, with every member', async (callback) => {
      const part = await openFromMenu(reader.page, request);
      await part.getByText(callback.operation.summary, { exact: true }).click();
      const shown = () => linesOf(part).then((lines) => lines.slice(lines.lastIndexOf('Callbacks')));
      const expected = [callback.operation.summary, callback.address, ...requestMembersOf(callback.operation)];
      await expect.poll(shown).toEqual(expect.arrayContaining(expected));
    });
  });

  test('explains every error code of the contract under some response', () => {
    const explained = requests.flatMap(({ operation }) => responsesOf(operation).flatMap(({ codes }) => codes));
    expect(new Set(explained)).toEqual(new Set(contract.components.schemas.ErrorCode?.enum));
  });

  test('finds a member by its name with the search', async () => {
    const { page } = reader;
    const [request] = requests as [DocumentedRequest];
    const member = requestMembersOf(request.operation).at(-1) ?? '';
    await openFromMenu(page, request);
    await page.keyboard.press('Control+k');
    const search = page.locator('input:focus');
    // Typed again and again: the index is made in a worker, and what was typed before it is there finds nothing.
    const found = async () => {
      await search.fill('');
      await search.fill(member);
      await page.waitForTimeout(500);
      return linesOf(page.locator('body'));
    };
    await expect.poll(found).toContain(`request fields → ${member}`);
  });

  test('was read to the end without an error and without a request to any other host', () => {
    const elsewhere = reader.requests.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url));
    expect(reader.requests).toContain(`${origin}/`);
    expect(elsewhere).toEqual([]);
    expect(reader.problems).toEqual([]);
  });

  test('cannot send anything to another host, even if something in it tries', async () => {
    const { page, problems } = await visit(browser, origin);
    await page.evaluate(() => {
      new Image().src = 'https://elsewhere.example/pixel.png';
      fetch('https://elsewhere.example/').catch(() => undefined);
    });
    const refused = (what: string) => expect.stringMatching(new RegExp(`^${what} .* Content Security Policy`));
    await expect
      .poll(() => problems)
      .toEqual(expect.arrayContaining([refused('Loading the image'), refused('Connecting to')]));
  });

  test('opens from a file as well, where no link leads out of the site', async () => {
    const { page, problems } = await visit(browser, pathToFileURL(join(folder, 'index.html')).href);
    expect(await page.locator('a:not([href^="#/"]):not(.pages a):visible').count()).toBe(0);
    for (const request of requests) {
      const part = await openFromMenu(page, request);
      await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining(requestMembersOf(request.operation)));
    }
    expect(problems).toEqual([]);
  });
});
