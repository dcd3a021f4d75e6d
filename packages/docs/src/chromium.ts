import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** The headless shell first: it opens a page in a quarter of the time. */
const WELL_KNOWN = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The Chromium of CHROMIUM_PATH or of the system; undefined if there is none. */
export const chromiumPath = [process.env.CHROMIUM_PATH ?? WELL_KNOWN].flat().find((path) => existsSync(path));

/** The message for when there is none. */
export const CHROMIUM_MISSING = 'no Chromium found; install chromium or set CHROMIUM_PATH';

/** Starts Chromium, without the requests that it makes by itself. @throws {Error} if there is none */
export async function launchChromium(): Promise<Browser> {
  if (!chromiumPath) throw new Error(CHROMIUM_MISSING);
  // Loaded only where a browser is wanted: it takes a while.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
