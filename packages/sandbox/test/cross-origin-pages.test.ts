import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PartnerPaymentRequest } from '@kgiton/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeInChromium, launchChromium } from '../../../test/support/chromium.js';
import { type HttpServer, serve } from '../../../test/support/http-server.js';
import { startSandbox } from '../src/index.js';
import { PATH, request } from './requests.js';

const HTML = '<!doctype html><title>Documentation</title>';

/** What a page may read of a response, or why it may not. */
type Read = { status: number; requestId: string | null; body: unknown } | { error: string };

describeInChromium('in a browser, a page of another origin', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let docs: HttpServer;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    browser = await launchChromium();
    docs = await serve((_request, response) => response.setHeader('content-type', 'text/html').end(HTML));
    folder = await mkdtemp(join(tmpdir(), 'kgiton-docs-'));
    file = pathToFileURL(join(folder, 'docs.html')).href;
    await writeFile(new URL(file), HTML);
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    return () => context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await docs?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true });
  });

  /** Sends a request from the page, and reads what it may. */
  function read(url: string, init: RequestInit = {}): Promise<Read> {
    return page.evaluate(
      async ([url, init]) => {
        try {
          const response = await fetch(url, init);
          const { status, headers } = response;
          return { status, requestId: headers.get('x-request-id'), body: await response.json() };
        } catch (error) {
          return { error: String(error) };
        }
      },
      [url, init] as const,
    );
  }

  /** Generates a payment from the page. */
  function generate({ url }: { url: string }, properties: Partial<PartnerPaymentRequest> = {}): Promise<Read> {
    return read(url + PATH, {
      method: 'POST',
      headers: { 'x-api-key': 'kgiton_page', 'content-type': 'application/json', prefer: 'wait=1' },
      body: JSON.stringify(request(properties)),
    });
  }

  const requestId = expect.stringMatching(/^req_/);
  const closed = { error: 'TypeError: Failed to fetch' };

  test('on this machine can generate a payment, and read errors and the request id', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await page.goto(docs.url);
    expect(await generate(sandbox)).toMatchObject({ status: 200, requestId, body: { success: true } });
    const refused = await generate(sandbox, { license_key: 'SANDB-EMPTY-00000-00000-00001' });
    expect(refused).toMatchObject({ status: 402, requestId, body: { code: 'INSUFFICIENT_TOKENS' } });
  });

  test('opened from a file can send no request, unless null is allowed', async () => {
    await using closedSandbox = await startSandbox({ port: 0 });
    await using openSandbox = await startSandbox({ port: 0, allowOrigins: ['null'] });
    await page.goto(file);
    expect(await page.evaluate(() => window.origin)).toBe('null');
    expect(await generate(closedSandbox)).toEqual(closed);
    expect(closedSandbox.requests).toEqual([]);
    expect(await generate(openSandbox)).toMatchObject({ status: 200, requestId });
  });

  test('on the web can send no request, unless its origin is allowed', async () => {
    await using closedSandbox = await startSandbox({ port: 0 });
    await using openSandbox = await startSandbox({ port: 0, allowOrigins: ['https://docs.example'] });
    await context.route('https://docs.example/', (route) => route.fulfill({ contentType: 'text/html', body: HTML }));
    // The browser asks its user whether a page of the web may reach this machine; older ones do not ask.
    await context.grantPermissions(['local-network-access']).catch(() => {});
    await page.goto('https://docs.example/');
    // With a route, Playwright responds to preflight requests in place of the sandbox.
    await context.unrouteAll();
    expect(await generate(closedSandbox)).toEqual(closed);
    expect(closedSandbox.requests).toEqual([]);
    expect(await generate(openSandbox)).toMatchObject({ status: 200, requestId });
  });

  test('can read and change nothing else, although it may generate payments', async () => {
    await using sandbox = await startSandbox({ port: 0, allowOrigins: [docs.url] });
    await page.goto(docs.url);
    expect(await generate(sandbox)).toMatchObject({ status: 200 });
    for (const path of ['/', '/_sandbox/health', '/_sandbox/payments', '/_sandbox/openapi.json']) {
      expect([path, await read(sandbox.url + path)]).toEqual([path, closed]);
    }
    expect(await read(`${sandbox.url}/_sandbox/reset`, { method: 'POST' })).toEqual(closed);
    // Without custom headers, a browser sends no preflight request.
    await page.evaluate((url) => fetch(url, { method: 'POST', mode: 'no-cors' }), `${sandbox.url}/_sandbox/reset`);
    expect(await sandbox.payments()).toHaveLength(1);
  });
});
