import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe, test } from 'vitest';

const wellKnown = [
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

const executablePath = [process.env.CHROMIUM_PATH ?? wellKnown].flat().find((path) => existsSync(path));
const missing = 'no Chromium found; install chromium or set CHROMIUM_PATH';

/** A `describe` for tests in a real browser. Without Chromium it is skipped, with one line; on CI it fails. */
export function describeInChromium(name: string, tests: () => void): void {
  if (executablePath) {
    describe(name, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(missing);
    });
  } else {
    console.warn(`skipped: ${missing} (${name})`);
    describe.skip(name, tests);
  }
}

/** Starts Chromium without the requests that it makes on its own account. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
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
