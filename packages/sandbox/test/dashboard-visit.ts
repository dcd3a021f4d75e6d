import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../test/support/chromium.js';

/** A page of the dashboard that is open. */
export interface DashboardVisit extends AsyncDisposable {
  page: Page;
  /** Errors, warnings, refusals of the content security policy, and requests for anything elsewhere. */
  problems: string[];
  /** The words of a part of the page, with plain spaces. */
  words(selector: string): Promise<string>;
}

export type DashboardVisitOptions = BrowserContextOptions & { path?: string };

/** A browser that visits dashboards. */
export interface DashboardBrowser extends AsyncDisposable {
  visit(sandbox: { url: string }, options?: DashboardVisitOptions): Promise<DashboardVisit>;
}

export async function launchDashboardBrowser(): Promise<DashboardBrowser> {
  const browser: Browser = await launchChromium();
  return {
    async visit({ url }, { path = '/', ...options } = {}) {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      context.setDefaultTimeout(10_000);
      const problems: string[] = [];
      context.on('weberror', (error) => problems.push(String(error.error())));
      context.on('console', (message) => problems.push(message.text()));
      context.on('request', (request) => {
        if (!request.url().startsWith(url) && !request.url().startsWith('data:')) problems.push(request.url());
      });
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      return {
        page,
        problems,
        words: async (selector) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' '),
        [Symbol.asyncDispose]: () => context.close(),
      };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Opens every part of the page that can be opened. */
export async function openAll(page: Page): Promise<void> {
  await page.locator('#main details').evaluateAll((all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
}
