import type { Browser, CDPSession } from 'playwright-core';

/** What a reader waits for, and what comes over the line, until a page is still. */
export interface FirstView {
  /** Milliseconds until something of the page is drawn (first contentful paint). */
  paint: number;
  /** Kilobytes of everything that came over the line, with headers, compressed as the host compresses it. */
  transferred: number;
  /** Kilobytes of the same, unpacked and without headers. */
  unpacked: number;
}

/** A phone of the middle on a slow network: 1.6 Mbit/s, 150 ms there and back, a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const CPU_SLOWDOWN = 4;

/** Milliseconds that a page may take: the largest comes slowly, on a machine that may be busy. */
const PATIENCE = 120_000;

/** Opens a page in a browser that knows nothing of it yet. */
export async function firstView(
  browser: Browser,
  { url, savesData }: { url: string; savesData: boolean },
): Promise<FirstView> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', NETWORK);
    await client.send('Emulation.setDataSaverOverride', { dataSaverEnabled: savesData });
    await client.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    const weight = weigh(client);
    await page.goto(url, { waitUntil: 'networkidle', timeout: PATIENCE });
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
