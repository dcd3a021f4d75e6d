import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../../test/support/axe.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { ROOT } from '../../src/files.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { locales } from './locales.js';
import { openSite, type SiteReader, servedAt, type VisitOptions } from './site-reader.js';
import { TryPanel } from './try-panel.js';

/** The script of the sandbox defines it. */
declare const kgitonSandbox: { hmac(text: string, secret: string): string };

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

describeInChromium('a reader who tries the API in the page', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  /** Opens the panel from a file, and then has no network. */
  async function openPanel(path: string, example: string, options: VisitOptions = {}) {
    const visit = await site.visit(path, { base: site.onDisk, ...options });
    await visit.context.setOffline(true);
    const panel = new TryPanel(visit.page);
    await panel.open(example);
    return { ...visit, panel, loaded: [...visit.requests] };
  }

  describe.each(LANGUAGES)('in the language %s, from a file, on a phone, without a network', (language) => {
    const { messages } = locales[language];
    const folder = folderOf(language);
    const text = (key: string) => messages.get(`try.${key}`);

    test('goes from the first payment to a verified webhook, and sees verification fail after a byte is changed', async () => {
      await using visit = await openPanel(`${folder}quickstart.html`, 'QRIS', phone);
      const { panel } = visit;
      await panel.submit();
      expect(await panel.status()).toMatch(/^200\b/);
      const created = await panel.answer();

      const picture = panel.step(2).getByRole('img', { name: text('qr-alt') });
      const { data, width, height } = PNG.sync.read(await picture.screenshot());
      const read = jsqr.default(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' });
      expect(read?.data).toBe((created.qris as { qr_content: string }).qr_content);
      await expect.poll(() => panel.controls.locator('.changed').innerText()).toMatch(/999[.,]999/);

      await panel.press(2, text('pay'));
      const webhook = panel.step(3).locator('.try-message');
      expect(await webhook.innerText()).toContain(`"payment_id":"${created.payment_id}"`);
      await panel.step(3).getByText(text('delivery-delivered'), { exact: true }).waitFor();
      await expect.poll(() => panel.step(2).locator('.try-state').innerText()).toBe(text('state-paid'));

      const verdict = panel.step(4).getByRole('status');
      const [, signature] = /X-KGiTON-Signature: ([0-9a-f]{64})/.exec(await webhook.innerText()) ?? [];
      expect(await panel.step(4).locator('.try-computed').innerText()).toBe(signature);
      const raw = await panel.step(4).locator('[name=raw-body]').inputValue();
      expect(createHmac('sha256', TEST_WEBHOOK_SECRET).update(raw).digest('hex')).toBe(signature);
      const differs = panel.step(4).getByText(text('differs'));
      expect(await verdict.innerText()).toBe(text('genuine'));
      expect([await differs.isVisible(), await panel.step(4).locator('.try-hex:visible').count()]).toEqual([false, 1]);
      await panel.press(4, text('change-byte'));
      expect(await verdict.innerText()).toBe(text('forged'));
      expect([await differs.isVisible(), await panel.step(4).locator('.try-hex:visible').count()]).toEqual([true, 2]);
      await panel.press(4, text('restore'));
      expect(await verdict.innerText()).toBe(text('genuine'));
      await panel.step(4).locator('[name=secret]').fill('whsec_of_another');
      expect(await verdict.innerText()).toBe(text('forged'));

      await panel.press(5, text('ask-status'));
      const status = JSON.parse(await panel.step(5).locator('.try-result pre').innerText());
      expect(status).toMatchObject({ payment_id: created.payment_id, payment_status: 'paid', webhook_sent: true });
      expect(visit.requests).toEqual(visit.loaded);
      expect(visit.problems).toEqual([]);
    });

    test("pays on the sandbox's checkout page, in its language, and stays in the panel when it returns to the shop", async () => {
      await using visit = await openPanel(`${folder}checkout-page.html`, 'CHECKOUT_PAGE', phone);
      const { page, panel } = visit;
      await page.clock.install();
      const { back_url, amount } = await panel.request();
      await panel.submit();
      const { checkout } = panel;
      expect(await checkout.locator('html').getAttribute('lang')).toBe(language);
      expect((await checkout.locator('#total').innerText()).replace(/\D/g, '')).toBe(String(amount));
      await checkout.locator('#countdown [role=timer]').waitFor();
      await checkout.locator('#pay').click();
      await checkout.locator('#payment[data-state=paid]').waitFor();
      await panel.step(3).locator('.try-message').waitFor();
      await page.clock.fastForward('00:05');
      await panel.step(2).getByText(String(back_url)).waitFor();
      await checkout.locator('#back').press('Escape');
      expect(await panel.dialog.isVisible()).toBe(false);
      expect(visit.requests).toEqual(visit.loaded);
      expect(visit.problems).toEqual([]);
    });
  });

  test('gets every error of a license key and of the request, as in the contract', async () => {
    await using visit = await openPanel('en/errors.html', 'INSUFFICIENT_TOKENS');
    const { panel } = visit;
    const options = panel.dialog.locator('[name=license] option');
    const codes = new Set<unknown>();
    for (const option of await options.all()) {
      await panel.dialog.locator('[name=license]').selectOption(await option.getAttribute('value'));
      await panel.submit();
      const label = await option.innerText();
      expect(label).toContain((await panel.status()).slice(0, 3));
      const { code = '' } = await panel.answer();
      expect(label).toContain(code);
      codes.add(code);
      const links = await panel
        .step(1)
        .locator('.try-result a')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      expect(links).toEqual(code ? [`errors.html#${code}`] : []);
    }
    expect(codes).toEqual(new Set(['', 'INSUFFICIENT_TOKENS', 'LICENSE_EXPIRED', 'GATEWAY_ERROR', 'INVALID_LICENSE']));
    await panel.dialog.locator('[name=amount]').fill('abc');
    await panel.submit();
    expect(await panel.answer()).toMatchObject({ code: 'INVALID_AMOUNT' });
    await panel.asJson();
    await panel.body.fill('{"transaction_id": ');
    await panel.submit();
    expect(await panel.answer()).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(visit.problems).toEqual([]);
  });

  test('sees webhook faults, a lost response, retries, and an expiry after advancing the clock', async () => {
    await using visit = await openPanel('en/qris.html', 'QRIS');
    const { panel } = visit;
    const { messages } = locales.en;
    const text = (key: string) => messages.get(`try.${key}`);
    const setFault = async (kind: string) => {
      await panel.controls.locator('[name=fault]').selectOption(kind);
      await panel.controls.getByRole('button', { name: text('set-fault') }).click();
      await panel.controls.locator('.try-faults li').waitFor();
    };
    const again = async () => {
      await panel.dialog.getByRole('button', { name: text('new-id') }).click();
      await panel.submit();
    };
    const pay = () => panel.press(2, text('pay'));
    const advance = (by: string) => panel.controls.getByRole('button', { name: by, exact: true }).click();
    const verdict = panel.step(4).getByRole('status');
    const attempts = panel.step(3).locator('.try-attempts li');

    await setFault('tampered');
    await again();
    await pay();
    await expect.poll(() => verdict.innerText()).toBe(text('forged'));
    await expect.poll(() => attempts.allInnerTexts()).toEqual([expect.stringContaining('401')]);
    await panel.controls.locator('.try-faults li').waitFor({ state: 'detached' });

    await setFault('lost-response');
    await panel.dialog.getByRole('button', { name: text('new-id') }).click();
    await panel.submit();
    expect(await panel.problem()).toBe(text('broken'));
    await panel.submit();
    expect(await panel.status()).toMatch(/^200\b/);

    await panel.step(3).locator('[name=receiver]').selectOption('fail');
    await pay();
    await expect.poll(() => attempts.count()).toBe(1);
    await panel.step(3).locator('[name=receiver]').selectOption('verify');
    await advance('+1 min');
    await expect.poll(() => attempts.count()).toBe(2);
    await panel.step(3).getByText(text('delivery-delivered'), { exact: true }).waitFor();

    await again();
    await advance('+1 h');
    await expect.poll(() => panel.step(2).locator('.try-state').innerText()).toBe(text('state-expired'));
    await panel
      .step(2)
      .getByRole('button', { name: text('pay'), exact: true })
      .press('Enter');
    await panel.step(2).locator('.try-problem', { hasText: 'has expired' }).waitFor();
    await again();
    await panel.press(2, text('fail'));
    await expect.poll(() => panel.step(2).locator('.try-state').innerText()).toBe(text('state-failed'));
    expect(visit.problems).toEqual([]);
  });

  test('works without a secure context, and signs like the test vectors', async () => {
    // Pages of plain http on another machine are no secure context.
    await using visit = await site.visit('en/qris.html', servedAt('http://docs.lan/', site.folder));
    const { page } = visit;
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    const panel = new TryPanel(page);
    await panel.open('QRIS');
    await panel.submit();
    expect(await panel.status()).toMatch(/^200\b/);
    const file = join(ROOT, 'test/vectors/webhook-signatures.json');
    const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
      vectors: {
        name: string;
        secret: string;
        body: { text?: string; times?: number };
        signature: string;
        valid: boolean;
      }[];
    };
    const signed = vectors.filter(({ valid, body }) => valid && body.text !== undefined);
    expect(signed.length).toBeGreaterThan(5);
    const made = await page.evaluate(
      (all) => all.map(({ body, secret }) => kgitonSandbox.hmac(body.text?.repeat(body.times ?? 1) ?? '', secret)),
      signed,
    );
    expect(made).toEqual(signed.map(({ signature }) => signature));
    expect(visit.problems).toEqual([]);
  });

  test('copies a request in the language chosen in the guides', async () => {
    await using visit = await openPanel('en/qris.html', 'QRIS');
    const { page, panel } = visit;
    await page.evaluate(() => localStorage.setItem('kgiton.sample', 'Python'));
    const code = panel.step(1).locator('.try-code');
    await code.getByText(locales.en.messages.get('try.as-code')).click();
    await expect.poll(() => code.locator('select').inputValue()).toBe('Python');
    await panel.dialog.locator('[name=amount]').fill('12345');
    expect(await code.locator('pre').innerText()).toContain('"amount": 12345');
    await code.locator('select').selectOption('cURL');
    expect(await code.locator('pre').innerText()).toMatch(/^curl [^|]*http:\/\/localhost:4020\/api/);
  });

  test('passes axe with every step filled, as a sheet and beside a page, light and dark', async () => {
    for (const [colorScheme, device] of [
      ['light', phone],
      ['dark', { viewport: { width: 1440, height: 900 } }],
    ] as const) {
      await using visit = await openPanel('en/checkout-page.html', 'CHECKOUT_PAGE', {
        ...device,
        colorScheme,
        bypassCSP: true,
      });
      const { page, panel } = visit;
      await panel.submit();
      await panel.checkout.locator('#pay').click();
      await panel.step(4).getByRole('status').waitFor();
      await panel.step(4).getByRole('button').first().click();
      for (const details of await panel.dialog.locator('summary').all()) await details.click();
      const { violations } = await runAxe(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });

  test('sees when the sandbox cannot be loaded, and can retry', async () => {
    await using visit = await site.visit('en/qris.html');
    const { page, context } = visit;
    await context.setOffline(true);
    await page.locator('.try-button').click();
    await page.getByRole('alert').getByText(locales.en.messages.get('try.not-loaded')).waitFor();
    await page.keyboard.press('Escape');
    await context.setOffline(false);
    const panel = new TryPanel(page);
    await panel.open('QRIS');
    await panel.submit();
    expect(await panel.status()).toMatch(/^200\b/);
  });
});
