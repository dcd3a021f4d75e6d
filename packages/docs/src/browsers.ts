import type { Messages } from './messages.js';

/**
 * The oldest browsers for which the pages are made. What decides: `light-dark()` in Chrome and Safari, `:has()` in Firefox.
 * packages/docs/browser/try/support.ts looks for what the panel uses of them.
 */
const OLDEST = { chrome: '123', firefox: '121', safari: '17.5' };

/** As esbuild names them. */
export const BROWSER_TARGETS = Object.entries(OLDEST).map(([name, version]) => `${name}${version}`);

/** In words: "Chrome or Edge 123, …". */
export function browsersIn(messages: Messages): string {
  return messages.get('browsers', OLDEST);
}
