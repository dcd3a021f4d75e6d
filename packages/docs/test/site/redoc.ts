import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The part of the page where Redoc draws an operation. */
export function drawnOperation(page: Page, { route }: { route: string }): Locator {
  return page.locator(`#redoc [data-section-id="${route}"]`);
}

/** A heading is at the top of the window when it is this far from it, in pixels: the bar of the site is above it. */
export const AT_TOP = 300;

/** Waits until Redoc has brought an operation to the top of the window, and nothing moves any more. */
export async function expectToLand(page: Page, operation: { route: string; summary: string }): Promise<void> {
  const heading = drawnOperation(page, operation).getByRole('heading', { name: operation.summary, level: 2 });
  const distance = async () =>
    (await heading.count()) === 1
      ? Math.abs(await heading.evaluate((element) => element.getBoundingClientRect().top))
      : Number.POSITIVE_INFINITY;
  await expect.poll(distance, { message: `the heading “${operation.summary}” is at the top` }).toBeLessThan(AT_TOP);
  await nothingMoves(page);
  expect(await distance(), `“${operation.summary}” stays at the top`).toBeLessThan(AT_TOP);
}

/** Resolves when the page has neither scrolled nor grown for a while: Redoc draws piece by piece what comes in sight. */
export async function nothingMoves(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const still = 8;
    let last = '';
    for (let frames = 0; frames < still; frames++) {
      await new Promise(requestAnimationFrame);
      const now = `${window.scrollY} ${document.documentElement.scrollHeight}`;
      if (now !== last) frames = 0;
      last = now;
    }
  });
}

/** Goes to an operation of the page as a reader does, through the navigation, and returns its part of the page. */
export async function openOperation(page: Page, operationId: string): Promise<Locator> {
  await page.locator(`#navigation a[href$="#${operationId}"]`).click();
  const route = await page.locator(`#${operationId}`).getAttribute('data-route');
  const part = page.locator(`#redoc [data-section-id="${route}"]`);
  await part.getByRole('heading', { level: 2 }).waitFor();
  return part;
}
