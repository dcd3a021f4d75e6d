import type { Page } from 'playwright-core';

/** After so many refusals of one picture in a row, the build fails. */
const MOST_REFUSALS = 10;

/**
 * A picture of a page, once it is drawn. Chromium refuses one now and then, mostly on a busy machine: "Unable to capture
 * screenshot". Then the page is loaded and captured again.
 *
 * @throws {Error} the last refusal, when there are too many
 */
export async function captured<Picture>(page: Page, capture: () => Promise<Picture>): Promise<Picture> {
  for (let refused = 0; ; refused++) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    try {
      return await capture();
    } catch (error) {
      if (refused === MOST_REFUSALS) throw error;
      await page.reload();
    }
  }
}
