import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The part of a reference page that describes an operation. */
export function operationPart(page: Page, id: string): Locator {
  return page.locator('.operation', { has: page.locator(`h2#${id}`) });
}

/** A heading is at the top of the window when it is this far from it, in pixels: the bar of the site is above it. */
export const AT_TOP = 300;

/** Waits until the heading of an operation is at the top of the window. */
export async function expectToLand(page: Page, { id }: { id: string }): Promise<void> {
  const heading = page.locator(`h2#${id}`);
  const top = () => heading.evaluate((element) => element.getBoundingClientRect().top);
  await expect.poll(top, { message: `the heading of ${id} is at the top` }).toBeLessThan(AT_TOP);
  expect(await top()).toBeGreaterThanOrEqual(0);
}
