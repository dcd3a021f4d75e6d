import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { type Browser, firefox } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../../../test/support/chromium.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { locales } from './locales.js';
import { openSite, type SiteReader } from './site-reader.js';
import { TryPanel } from './try-panel.js';

const WELL_KNOWN = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
const firefoxPath = [process.env.FIREFOX_PATH ?? WELL_KNOWN].flat().find((path) => existsSync(path));
const FIREFOX_MISSING = 'no Firefox found; install firefox-esr or set FIREFOX_PATH';

/** Starts Firefox as it comes from Debian, which Playwright drives by WebDriver BiDi. */
function launchFirefox(): Promise<Browser> {
  return firefox.launch({ channel: 'moz-firefox', executablePath: firefoxPath ?? '' });
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

describeInBrowser('in Firefox, on the size of a phone,', firefoxPath, FIREFOX_MISSING, () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite(undefined, launchFirefox);
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  test.each(LANGUAGES)(
    'a reader goes from the first payment to the verified webhook within the page, in the language %s',
    async (language) => {
      const text = (key: string) => locales[language].messages.get(`try.${key}`);
      await using visit = await site.visit(`${folderOf(language)}quickstart.html`, phone);
      const { page, requests, problems } = visit;
      expect(await page.evaluate(() => navigator.userAgent)).toContain('Firefox/');
      const panel = new TryPanel(page);
      await panel.open('QRIS');
      const loaded = [...requests];

      await panel.submit();
      expect(await panel.status()).toMatch(/^200\b/);
      const { payment_id } = await panel.answer();
      await panel
        .step(2)
        .getByRole('img', { name: text('qr-alt') })
        .waitFor();

      await panel.press(2, text('pay'));
      const webhook = panel.step(3).locator('.try-message');
      expect(await webhook.innerText()).toContain(`"payment_id":"${payment_id}"`);
      await panel.step(3).getByText(text('delivery-delivered'), { exact: true }).waitFor();

      const [, signature] = /X-KGiTON-Signature: ([0-9a-f]{64})/.exec(await webhook.innerText()) ?? [];
      const raw = await panel.step(4).locator('[name=raw-body]').inputValue();
      expect(createHmac('sha256', TEST_WEBHOOK_SECRET).update(raw).digest('hex')).toBe(signature);
      expect(await panel.step(4).locator('.try-computed').innerText()).toBe(signature);
      const verdict = panel.step(4).getByRole('status');
      expect(await verdict.innerText()).toBe(text('genuine'));
      await panel.press(4, text('change-byte'));
      expect(await verdict.innerText()).toBe(text('forged'));

      // Nothing is wider than the phone, nothing was asked of a network, and nothing went wrong.
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      expect(scrollWidth).toBe(clientWidth);
      expect(requests).toEqual(loaded);
      expect(problems).toEqual([]);
    },
  );

  test('a customer pays on the checkout page in its frame', async () => {
    await using visit = await site.visit('en/checkout-page.html', phone);
    const panel = new TryPanel(visit.page);
    await panel.open('CHECKOUT_PAGE');
    await panel.submit();
    await panel.checkout.locator('#pay').click();
    await panel.checkout.locator('#payment[data-state=paid]').waitFor();
    await panel.step(3).locator('.try-message').waitFor();
    expect(visit.problems).toEqual([]);
  });
});
