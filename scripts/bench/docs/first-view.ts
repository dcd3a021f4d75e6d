import type { Browser, CDPSession } from 'playwright-core';

/** What a reader waits for, and what is transferred, until the network is idle. */
export interface FirstView {
  /** First contentful paint, in milliseconds. */
  paint: number;
  /** Everything that was transferred, in kilobytes: with headers, as compressed by the host. */
  transferred: number;
  /** The same, uncompressed and without headers. */
  unpacked: number;
}

/** A mid-range phone on a slow network: 1.6 Mbit/s, 150 ms round trip, a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const CPU_SLOWDOWN = 4;

/** In milliseconds. The largest page loads slowly, and the machine may be busy. */
const TIMEOUT = 120_000;

/** Opens a page in a browser with an empty cache. */
export async function firstView(browser: Browser, url: string): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', NETWORK);
    await client.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    const weight = weigh(client);
    await page.goto(url, { waitUntil: 'networkidle', timeout: TIMEOUT });
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    return { paint: paint ?? Number.NaN, transferred: weight.transferred / 1000, unpacked: weight.unpacked / 1000 };
  } finally {
    await context.close();
  }
}

/** Adds up the bytes of everything that is loaded from now on. */
function weigh(client: CDPSession) {
  const weight = { transferred: 0, unpacked: 0 };
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    weight.transferred += encodedDataLength;
  });
  client.on('Network.dataReceived', ({ dataLength }) => {
    weight.unpacked += dataLength;
  });
  return weight;
}
