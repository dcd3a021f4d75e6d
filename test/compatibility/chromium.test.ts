import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium, launchChromium } from '../support/chromium.js';
import { type HttpServer, serve } from '../support/http-server.js';
import { bundle } from './bundle.js';
import { createPartner, type Partner } from './packed.js';
import { expectSmoke, SMOKE_FILES } from './smoke.js';

const entries = [
  {
    by: 'import',
    file: 'page-import.mjs',
    code: `export { KGiTON } from '@kgiton/sdk';
export { run } from './smoke.mjs';`,
  },
  {
    by: 'require',
    file: 'page-require.cjs',
    code: `exports.KGiTON = require('@kgiton/sdk').KGiTON;
exports.run = require('./smoke.cjs').run;`,
  },
];

describeInChromium('Chromium', () => {
  let partner: Partner;
  let browser: Browser;
  beforeAll(async () => {
    partner = await createPartner({ files: SMOKE_FILES });
    browser = await launchChromium();
    for (const { file, code } of entries) await partner.write(file, code);
  });
  afterAll(async () => {
    await browser?.close();
    await partner?.[Symbol.asyncDispose]();
  });

  for (const { by, file } of entries) {
    test(`Chromium is rejected by ${by}, since everybody could read the API key`, async () => {
      await using shop = await servePage(await bundleForPage(file));
      const page = await open(shop.url);
      await expect(page.evaluate(`new shop.KGiTON({ apiKey: 'kgiton_smoke' })`)).rejects.toThrow(
        'TypeError: In a browser everybody can read the API key',
      );
    });

    test(`Chromium pays, retries, times out and verifies by ${by}, where a page opts in`, async () => {
      await using shop = await servePage(await bundleForPage(file));
      const page = await open(shop.url);
      await expectSmoke(async (address) => ({
        exitCode: 0,
        output: await page.evaluate<string>(`shop.run('${address}', { dangerouslyAllowBrowser: true })`),
      }));
    });
  }

  const bundleForPage = (file: string) => bundle(partner, file, { format: 'iife', globalName: 'shop' });

  async function open(url: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  }
});

/** A page with one script. */
async function servePage(script: string): Promise<HttpServer> {
  const code = await readFile(script);
  return serve(({ url }, response) => {
    if (url === '/shop.js') response.setHeader('content-type', 'text/javascript').end(code);
    else response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/shop.js"></script>');
  });
}
