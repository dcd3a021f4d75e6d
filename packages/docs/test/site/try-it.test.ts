import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningSandbox } from '@kgiton/sandbox';
import { startSandbox } from '@kgiton/sandbox';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOST } from '../../../../scripts/ports.js';
import { describeInChromium } from '../../../../test/support/chromium.js';
import { serve } from '../../../../test/support/http-server.js';
import { spread } from '../../../../test/support/spread.js';
import { serveDocs } from '../../src/docs-server.js';
import { jsonBody, operationOf } from '../../src/document.js';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { locales } from './locales.js';
import { openSite, type SiteReader, servedAt } from './site-reader.js';
import { TryPanel } from './try-panel.js';

const operation = operationOf(locales.en.contract, 'generatePayment');
const examples = jsonBody(operation.requestBody).examples ?? {};
const [endpoint = ''] = Object.keys(locales.en.contract.paths);

describeInChromium('a reader who sends a request to a sandbox at an address', () => {
  let site: SiteReader;
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    [site, sandbox] = await Promise.all([openSite(), startSandbox({ port: 0 })]);
  });
  afterAll(async () => {
    await site?.[Symbol.asyncDispose]();
    await sandbox?.close();
  });

  async function openPanel(path: string, example: string, base?: string) {
    const visit = await site.visit(path, base ? { base } : {});
    const panel = new TryPanel(visit.page);
    await panel.open(example);
    return { ...visit, panel };
  }

  describe.each(spread(LANGUAGES, 1))('in the language %s', (language) => {
    const { messages } = locales[language];
    const folder = folderOf(language);

    test('finds the example of the contract in the panel, with a license key of the sandbox and an id of its own', async () => {
      await using visit = await openPanel(`${folder}qris.html`, 'QRIS');
      const { transaction_id, license_key, webhook_url, ...rest } = await visit.panel.request();
      const example = examples.QRIS?.value as Record<string, unknown>;
      expect({ ...example, ...rest }).toEqual(example);
      expect(Object.keys(example).sort()).toEqual(Object.keys(await visit.panel.request()).sort());
      expect(transaction_id).toMatch(/^TRX-[A-Z0-9]+$/);
      expect((await sandbox.licenses()).map(({ key }) => key)).toContain(license_key);
      // What a sandbox sends goes to this computer, and not to whoever owns the address of the example.
      expect(webhook_url).toMatch(/^http:\/\/localhost:/);
    });

    test('gets a QR code that can be scanned, with status, time and request id', async () => {
      await using visit = await openPanel(`${folder}qris.html`, 'QRIS');
      const { panel } = visit;
      await panel.send(sandbox);
      const time = messages.get('try.time', { ms: '\\d+' });
      expect(await panel.status()).toMatch(new RegExp(`^200\\s+${time}$`));
      expect(await panel.result.locator('dd').first().innerText()).toMatch(/^req_/);
      const answer = await panel.answer();
      expect(answer).toMatchObject({ success: true, transaction_id: (await panel.request()).transaction_id });

      const picture = panel.step(2).getByRole('img', { name: messages.get('try.qr-alt') });
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
      const { data, width, height } = PNG.sync.read(await picture.screenshot());
      const read = jsqr.default(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' });
      expect(read?.data).toBe((answer.qris as { qr_content: string }).qr_content);
      expect(visit.problems).toEqual([]);
    });

    test('gets a link to the checkout page of the sandbox', async () => {
      await using visit = await openPanel(`${folder}checkout-page.html`, 'CHECKOUT_PAGE');
      const { panel, context } = visit;
      await panel.send(sandbox);
      const link = panel.step(2).getByRole('link', { name: messages.get('try.checkout') });
      expect(await link.getAttribute('href')).toBe((await panel.answer()).payment_url);
      const [checkout] = await Promise.all([context.waitForEvent('page'), link.click()]);
      await checkout.getByRole('heading').first().waitFor();
      expect(checkout.url()).toContain(sandbox.url);
      expect(await checkout.evaluate(() => window.opener)).toBe(null);
    });

    test('sees an error of the sandbox with its status and its code', async () => {
      await using visit = await openPanel(`${folder}errors.html`, 'INSUFFICIENT_TOKENS');
      const { panel } = visit;
      await panel.send(sandbox);
      expect(await panel.status()).toMatch(/^402\b/);
      expect(await panel.answer()).toMatchObject({ success: false, code: 'INSUFFICIENT_TOKENS' });
      expect(await panel.result.locator('img').count()).toBe(0);
      expect(await panel.result.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
        'errors.html#INSUFFICIENT_TOKENS',
      ]);
    });

    test('is told how to start a sandbox when there is none', async () => {
      await using visit = await openPanel(`${folder}qris.html`, 'QRIS');
      const closed = await startSandbox({ port: 0 });
      await closed.close();
      await visit.panel.send(closed);
      expect(await visit.panel.problem()).toBe(
        `${messages.get('try.no-sandbox')} ${closed.url}. ${messages.get('try.no-sandbox-help')}`,
      );
      expect(await visit.panel.result.locator('pre').innerText()).toBe('npx @kgiton/sandbox');
    });

    test('is told when an address is not that of this computer, and nothing is sent there', async () => {
      await using visit = await openPanel(`${folder}qris.html`, 'QRIS');
      const { panel, requests } = visit;
      const before = requests.length;
      for (const url of [
        'https://api.kgiton.com',
        'http://localhost.example:4020',
        'http://10.0.0.1',
        'localhost',
        '',
      ]) {
        await panel.send({ url });
        expect(await panel.problem(), url).toBe(messages.get('try.not-local', { example: 'http://localhost:4020' }));
      }
      expect(requests.slice(before)).toEqual([]);
      expect(visit.problems).toEqual([]);
    });
  });

  test('gets the same payment for the same body, and another for a new transaction id', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { panel } = visit;
    await panel.send(sandbox);
    const first = await panel.answer();
    await panel.submit();
    expect(await panel.answer()).toEqual(first);
    await panel.dialog.getByRole('button', { name: locales.id.messages.get('try.new-id') }).click();
    await panel.submit();
    const second = await panel.answer();
    expect(second.success).toBe(true);
    expect(second.payment_id).not.toBe(first.payment_id);
  });

  test('chooses another example and another license key in the panel itself', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { panel } = visit;
    await panel.dialog.locator('[name=example]').selectOption('CHECKOUT_PAGE');
    expect(await panel.request()).toMatchObject({ payment_type: 'CHECKOUT_PAGE' });
    const licenses = panel.dialog.locator('[name=license]');
    const expired = licenses.locator('option', { hasText: 'LICENSE_EXPIRED' });
    await licenses.selectOption(await expired.getAttribute('value'));
    await panel.send(sandbox);
    expect(await panel.status()).toMatch(/^403\b/);
  });

  test('sends what is no JSON as it is, and sees what the sandbox says to that', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { panel } = visit;
    await panel.asJson();
    await panel.body.fill('{"transaction_id": ');
    const sent = visit.page.waitForRequest(`**${endpoint}`);
    await panel.send(sandbox);
    expect((await sent).postData()).toBe('{"transaction_id": ');
    expect(await panel.status()).toMatch(/^400\b/);
    expect(await panel.answer()).toMatchObject({ success: false, code: 'VALIDATION_ERROR' });
  });

  test('stays at the button with the keyboard, and sees no response to what they have left', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { page, panel } = visit;
    await panel.send(sandbox);
    expect(await panel.status()).toMatch(/^200\b/);
    expect(await page.evaluate(() => (document.activeElement as HTMLButtonElement).type)).toBe('submit');

    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(`${sandbox.url}/**`, async (route) => {
      await held;
      await route.continue();
    });
    await panel.dialog.locator('button[type=submit]').press('Enter');
    await page.keyboard.press('Escape');
    await panel.open('QRIS');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    release();
    await (await answered).finished();
    // The page reads this response after that one.
    await page.evaluate(async () => (await fetch(location.href)).text());
    expect(await panel.dialog.locator('.try-status').count()).toBe(0);
  });

  test('keeps what they typed when they select text out of the sheet, and closes it with a click outside it', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { page, panel } = visit;
    await page.setViewportSize({ width: 1000, height: 800 });
    await panel.asJson();
    await panel.body.fill('{"mine": true}');
    const box = await panel.body.boundingBox();
    if (!box) throw new Error('The panel has no body.');
    await page.mouse.move(box.x + 40, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(20, 10);
    await page.mouse.up();
    expect(await panel.dialog.isVisible()).toBe(true);
    expect(await panel.body.inputValue()).toBe('{"mine": true}');
    await page.mouse.click(box.x - 15, box.y);
    expect(await panel.dialog.isVisible()).toBe(true);
    await page.mouse.click(20, 10);
    expect(await panel.dialog.isVisible()).toBe(false);
  });

  test.each([
    { what: 'there is no response', answer: () => {} },
    {
      what: 'a response does not end',
      answer: (request: IncomingMessage, response: ServerResponse) => {
        response.writeHead(request.method === 'OPTIONS' ? 204 : 200, {
          'access-control-allow-origin': '*',
          'access-control-allow-headers': '*',
        });
        if (request.method === 'OPTIONS') response.end();
        else response.write('{');
      },
    },
  ])('is told when $what, and that sending it again is safe', async ({ answer }) => {
    await using silent = await serve(answer);
    await using visit = await openPanel('qris.html', 'QRIS');
    const { page, panel } = visit;
    await page.clock.install();
    await panel.dialog.locator('.try-target label').nth(1).click();
    await panel.sandbox.fill(silent.url);
    await panel.dialog.locator('[type=submit]').click();
    await page.clock.fastForward('00:05');
    expect(await panel.result.innerText()).toBe(locales.id.messages.get('try.sending'));
    await page.clock.fastForward('00:10');
    expect(await panel.problem()).toBe(locales.id.messages.get('try.no-response', { seconds: '15' }));
    await panel.send(sandbox);
    expect(await panel.status()).toMatch(/^200\b/);
  });

  test('is told when an API key is none that can be sent, and nothing is', async () => {
    await using visit = await openPanel('qris.html', 'QRIS');
    const { panel, requests } = visit;
    const before = requests.length;
    await panel.dialog.getByText(locales.id.messages.get('try.more-fields')).click();
    await panel.dialog.locator('[name=api-key]').fill('kgiton_🔑');
    await panel.send(sandbox);
    expect(await panel.problem()).toBe(locales.id.messages.get('try.bad-key'));
    expect(requests.slice(before)).toEqual([]);
  });

  test('finds the address of the sandbox that npm start has started, and sends the request there', async () => {
    const server = await serveDocs(site.folder, 0, { sandbox: sandbox.url });
    try {
      await using visit = await openPanel('qris.html', 'QRIS', `http://${HOST}:${server.port}/`);
      await visit.panel.dialog.locator('.try-target label').nth(1).click();
      await visit.panel.submit();
      expect(await visit.panel.status()).toMatch(/^200\b/);
      expect(visit.requests.at(-1)).toContain(sandbox.url);
    } finally {
      await server.stop();
    }
  });

  describe('where the browser forbids it', () => {
    const { messages } = locales.en;
    const reason = (by: string, help: string) =>
      `${messages.get(`try.forbidden-${by}`, { sandbox: sandbox.url })} ${messages.get(`try.${help}`)}`;

    test('is told that a published page needs a permission, and not that no sandbox is there', async () => {
      const base = 'https://docs.example/';
      await using open = await startSandbox({ port: 0, allowOrigins: [new URL(base).origin] });
      await using visit = await site.visit('en/qris.html', servedAt(base, site.folder));
      const panel = new TryPanel(visit.page);
      await panel.open('QRIS');
      await panel.send(open);
      expect(await panel.problem()).toBe(reason('permission', 'permission-help').replace(sandbox.url, open.url));
      await visit.context.grantPermissions(['local-network-access']);
      await panel.submit();
      expect(await panel.status()).toMatch(/^200\b/);
    });

    test('is told that a page over plain http of another machine may not, whatever its reader allows', async () => {
      await using visit = await site.visit('en/qris.html', servedAt('http://docs.lan/', site.folder));
      const panel = new TryPanel(visit.page);
      await panel.open('QRIS');
      await panel.send(sandbox);
      expect(await panel.problem()).toBe(reason('plain-http', 'forbidden-help'));
    });
  });

  describe('from a file', () => {
    test('is told how to start the sandbox so that it lets the page in', async () => {
      await using visit = await openPanel('en/qris.html', 'QRIS', site.onDisk);
      const { panel } = visit;
      const { messages } = locales.en;
      await panel.send(sandbox);
      const refused = messages.get('try.refused', { sandbox: sandbox.url });
      expect(await panel.problem()).toBe(`${refused} ${messages.get('try.refused-help')}`);
      expect(await panel.result.locator('pre').innerText()).toBe('npx @kgiton/sandbox --allow-origin null');
    });

    test('gets a response from a sandbox that allows it', async () => {
      await using open = await startSandbox({ port: 0, allowOrigins: ['null'] });
      await using visit = await openPanel('en/qris.html', 'QRIS', site.onDisk);
      await visit.panel.send(open);
      expect(await visit.panel.status()).toMatch(/^200\b/);
      const picture = visit.panel.step(2).getByRole('img');
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    });
  });
});
