import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

/** What a reader waits for, and what comes over the line, until a page is still. */
export interface FirstView {
  /** Milliseconds until something of the page is drawn (first contentful paint). */
  paint: number;
  /** Kilobytes of everything that was loaded, compressed and not. */
  compressed: number;
  whole: number;
}

/** A phone of the middle on a slow network: 1.6 Mbit/s, 150 ms there and back, a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const CPU_SLOWDOWN = 4;

/** Opens a page in a browser that knows nothing of it yet. */
export async function firstView(browser: Browser, url: string): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.emulateNetworkConditions', NETWORK);
    await client.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => bodies.push(response.body()));
    await page.goto(url, { waitUntil: 'networkidle' });
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const contents = await Promise.all(bodies);
    const kilobytes = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) / 1000;
    return {
      paint: paint ?? Number.NaN,
      compressed: kilobytes(contents.map((content) => gzipSync(content).length)),
      whole: kilobytes(contents.map((content) => content.length)),
    };
  } finally {
    await context.close();
  }
}
