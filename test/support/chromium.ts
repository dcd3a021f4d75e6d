import { describe, test } from 'vitest';
import { CHROMIUM_MISSING, chromiumPath } from '../../packages/docs/src/chromium.js';

export { launchChromium } from '../../packages/docs/src/chromium.js';

/** A `describe` for tests in a real browser, tagged `browser`. Without Chromium it is skipped, with one line; on CI it fails. */
export function describeInChromium(name: string, tests: () => void): void {
  describeInBrowser(name, chromiumPath, CHROMIUM_MISSING, tests);
}

export function describeInBrowser(name: string, path: string | undefined, missing: string, tests: () => void): void {
  if (path) {
    describe(name, { tags: ['browser'] }, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(missing);
    });
  } else {
    console.warn(`skipped: ${missing} (${name})`);
    describe.skip(name, tests);
  }
}
