import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { DocumentedRequest } from './contract.js';

/** The page of one reader, and everything that went wrong or left the computer while it was read. */
export interface Visit {
  page: Page;
  requests: string[];
  problems: string[];
}

/** Opens the page in a window as tall as the page: Redoc draws only what is in sight. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 20_000 } });
  context.setDefaultTimeout(10_000);
  const requests: string[] = [];
  const problems = recordProblems(context);
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  await page.goto(url);
  return { page, requests, problems };
}

function recordProblems(context: BrowserContext): string[] {
  const problems: string[] = [];
  context.on('weberror', (error) => problems.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  return problems;
}

/** Goes to an operation or a webhook as a reader does, through the menu, and returns its part of the page. */
export async function openFromMenu(page: Page, { operation }: DocumentedRequest): Promise<Locator> {
  const menu = page.locator('.menu-content');
  const entry = menu.getByText(operation.summary, { exact: true });
  if (!(await entry.isVisible())) await menu.getByText(operation.tags[0] ?? '', { exact: true }).click();
  await entry.click();
  const heading = page.getByRole('heading', { name: operation.summary, level: 2 });
  return page.locator('[data-item-kind]').filter({ has: heading });
}

/** What a reader sees, line by line, without the invisible places where a long name may break. */
export async function linesOf(part: Locator): Promise<string[]> {
  // Not textContent: the text of the nodes has neither lines nor what CSS hides.
  const text = await part.innerText();
  return text
    .replaceAll('\u200b', '')
    .split(/[\n\t]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
