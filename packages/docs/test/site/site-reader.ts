import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { launchChromium } from '../../../../test/support/chromium.js';
import { type StaticHost, serveFolder } from './static-host.js';

/** A page that a reader has open, and everything that went wrong or was asked for while it was read. */
export interface Visit extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** Every address that was asked for, by any page of the reader. */
  requests: string[];
  /** Errors, warnings, refusals of the content security policy, and requests that failed while the page was open. */
  problems: string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** Where the site is read, with a slash at its end. @default the server of the site */
  base?: string;
  /** What is done before the page is opened. */
  before?(context: BrowserContext): Promise<unknown>;
}

/** The site, built and served at `/`, and a browser to read it in. */
export interface SiteReader extends AsyncDisposable {
  folder: string;
  /** The address of the root where it is served, with a slash at its end. */
  served: string;
  /** The address of the root on disk, with a slash at its end. */
  onDisk: string;
  /** Opens a page as a reader who was never here before. */
  visit(path: string, options?: VisitOptions): Promise<Visit>;
}

/**
 * @param guides the folder of the guides: another site is built from it. @default the site that is built once for all
 * @param launch starts the browser. @default Chromium
 */
export async function openSite(guides?: string, launch = launchChromium): Promise<SiteReader> {
  const own = guides && (await mkdtemp(join(tmpdir(), 'kgiton-docs-site-')));
  const folder = own || inject('site').folder;
  if (own) {
    // Loaded only where it is needed: the generator takes seconds to load.
    const { buildSite } = await import('../../src/build.js');
    await buildSite(own, { guides });
  }
  const host = await serveFolder(folder);
  const browser = await launch();
  return {
    folder,
    served: host.url,
    onDisk: pathToFileURL(join(folder, '/')).href,
    visit: (path, options = {}) => visit(browser, host, path, options),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await host[Symbol.asyncDispose]();
      if (own) await rm(own, { recursive: true });
    },
  };
}

/** Serves the site at an address that is not of this computer. Nothing is asked of a network. */
export function servedAt(base: string, folder: string): VisitOptions {
  const before = (context: BrowserContext) =>
    context.route(`${base}**`, (route) =>
      route.fulfill({ path: join(folder, new URL(route.request().url()).pathname) }),
    );
  return { base, before };
}

async function visit(
  browser: Browser,
  host: StaticHost,
  path: string,
  { base = host.url, before, ...options }: VisitOptions,
): Promise<Visit> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  const requests: string[] = [];
  const problems: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // Chromium drops requests in-flight when its reader goes to another page. Nothing of the site has failed.
    if (reason !== 'net::ERR_ABORTED') problems.push(`${request.url()}: ${reason}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  await before?.(context);
  const page = await context.newPage();
  await page.goto(base + path);
  return { page, context, requests, problems, [Symbol.asyncDispose]: () => context.close() };
}
