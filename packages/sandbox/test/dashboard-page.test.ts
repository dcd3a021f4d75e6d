import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../test/support/axe.js';
import { describeInChromium } from '../../../test/support/chromium.js';
import { startSandbox } from '../src/index.js';
import { BAKERY, type BusySandbox, bill, LAUNDRY, order, startBusySandbox, startShop } from './dashboard-shop.js';
import { type DashboardBrowser, type DashboardVisit, launchDashboardBrowser, openAll } from './dashboard-visit.js';

describeInChromium('the dashboard', () => {
  let browser: DashboardBrowser;
  let busy: BusySandbox;
  beforeAll(async () => {
    [browser, busy] = await Promise.all([launchDashboardBrowser(), startBusySandbox()]);
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await busy?.[Symbol.asyncDispose]();
  });
  const javaScriptEnabled = false;

  const desktop = { viewport: { width: 1280, height: 900 } };
  const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };
  test.each([
    { page: 'an empty page on a desktop', state: 'empty', device: desktop },
    { page: 'an empty page on a phone', state: 'empty', device: phone },
    { page: 'a full page on a desktop', device: desktop },
    { page: 'a full page on a phone', device: phone },
    { page: 'the page of one API key', path: `/?api_key=${LAUNDRY}`, device: desktop },
    { page: 'the webhooks on a desktop', path: '/_dashboard/webhooks', device: desktop },
    { page: 'the webhooks on a phone', path: '/_dashboard/webhooks', device: phone },
    { page: 'the requests on a desktop', path: '/_dashboard/requests', device: desktop },
    { page: 'the requests on a phone', path: '/_dashboard/requests?state=refused&search=trx', device: phone },
    { page: 'one webhook in Indonesian', path: '/_dashboard/webhooks?of=TRX-10', device: desktop, locale: 'id-ID' },
  ])(
    'has no accessibility violations, in light and dark, as $page',
    async ({ state, path = '/', device, locale = 'en-GB' }) => {
      await using empty = await startSandbox({ port: 0 });
      const sandbox = state === 'empty' ? empty : busy.sandbox;
      await using visited = await browser.visit(sandbox, {
        path,
        bypassCSP: true,
        reducedMotion: 'reduce',
        locale,
        ...device,
      });
      await openAll(visited.page);
      for (const colorScheme of ['light', 'dark'] as const) {
        await visited.page.emulateMedia({ colorScheme });
        const { violations, passes } = await runAxe(visited.page);
        expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'button-name']));
      }
    },
  );

  test('respects its content security policy and loads nothing from elsewhere', async () => {
    const paths = [
      '/',
      `/?api_key=${LAUNDRY}`,
      '/?api_key=kgiton_nobody',
      '/_dashboard/webhooks',
      '/_dashboard/requests',
    ];
    for (const path of paths) {
      await using visited = await browser.visit(busy.sandbox, { path });
      await visited.page.locator('body[data-connection=live]').waitFor();
      expect(await visited.page.evaluate(() => getComputedStyle(document.body).marginTop)).toBe('0px');
      expect(visited.problems).toEqual([]);
    }
  });

  describe('without JavaScript', () => {
    let visited: DashboardVisit;
    beforeAll(async () => {
      visited = await browser.visit(busy.sandbox, { javaScriptEnabled });
    });
    afterAll(() => visited?.[Symbol.asyncDispose]());
    const open = (path: string) => visited.page.goto(busy.sandbox.url + path);
    const row = (part: string, title: string) => visited.words(`#${part} .row:has(:text-is("${title}"))`);

    test('shows each state of a payment with its actions', async () => {
      const { page } = visited;
      await open('/');
      expect(await row('payments', 'TRX-5')).toMatch(
        /^Rp 32\.000 pending expires 11:59:00Z TRX-5 QRIS PAY-\w+ kgiton_laundry no webhook_url Pay TRX-5 Expire TRX-5 Fail TRX-5/,
      );
      expect(await row('payments', 'TRX-12')).toMatch(/^Rp 1\.250\.000 paid 10:00:00Z TRX-12 QRIS PAY-\w+/);
      expect(await row('payments', 'TRX-7')).toMatch(/Rp 150\.000 expired 11:28:00Z TRX-7 Checkout page/);
      expect(await row('payments', 'TRX-0')).toMatch(/ failed 11:29:30Z TRX-0 QRIS/);
      // By the clock of the bakery.
      expect(await row('payments', 'TRX-9')).toMatch(/^Rp 10\.000\.000 pending expires 11:53:00Z .* set: never/);
      expect(await row('payments', 'TRX-1')).toContain('set: delayed 90 s');
      const buttons = await page.locator('#payments .row button').allTextContents();
      const pending = ['TRX-1', 'TRX-2-laundry-express-2026-11-23-0000001', 'TRX-3', 'TRX-5', 'TRX-9'];
      expect(buttons).toEqual(pending.flatMap((id) => [`Pay ${id}`, `Expire ${id}`, `Fail ${id}`]));
      expect(await page.locator('#payments img').count()).toBe(10);
      const checkout = page.getByRole('link', { name: 'Checkout page of TRX-10' });
      const { paymentId } = await busy.sandbox.payment('TRX-10');
      expect(await checkout.getAttribute('href')).toBe(`/pay/${paymentId}?lang=en`);
      expect(await page.locator('#payments .paid time').first().getAttribute('datetime')).toBe(
        '2026-01-15T11:29:00.000Z',
      );
    });

    test('shows each state of a webhook with every attempt, and what comes next', async () => {
      await open('/_dashboard/webhooks');
      const said = (await visited.page.locator('#deliveries .row').allInnerTexts()).map((text) =>
        text.replaceAll(/\s+/g, ' ').replaceAll(/\d+ ms/g, 'N ms'),
      );
      const { url } = busy.shop;
      expect(said[0]).toContain(
        `pending TRX-4 next attempt 11:30:00Z ${url}/503 kgiton_laundry 503 11:29:00Z N ms empty body`,
      );
      expect(said[1]).toMatch(
        /^delivered TRX-6 twice .* 204 11:29:00Z N ms empty body 204 11:29:00Z N ms empty body Redeliver TRX-6 Body/,
      );
      expect(said[2]).toMatch(/^withheld TRX-8 never .* kgiton_laundry Redeliver TRX-8 Body/);
      const cut = 'the receiver closed the connection without a response';
      const times = ['10:00', '10:01', '10:06', '10:21', '11:21', '11:21'];
      const attempts = times.map((time) => `no response ${time}:00Z N ms`).join(` ${cut} `);
      expect(said[3]).toContain(`${attempts} redelivery ${cut}`);
      expect(await visited.page.getByRole('button', { name: 'Redeliver TRX-12' }).count()).toBe(1);
      await visited.page.getByText('Body and headers of TRX-12').click();
      const delivery = busy.sandbox.deliveries.find(({ transactionId }) => transactionId === 'TRX-12');
      const message = await visited.page.locator('#deliveries details[open] pre').allInnerTexts();
      const headers = Object.entries(delivery?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
      expect(message).toEqual([headers.join('\n'), delivery?.body]);
    });

    test('shows the webhook secret on a full page too', async () => {
      await open('/_dashboard/webhooks');
      expect(await visited.words('#deliveries .section-top')).toBe('Webhooks signed with whsec_test_kgiton');
    });

    test('says what was wrong with a request, property by property', async () => {
      await open('/_dashboard/requests');
      const refused = await row('requests', 'INVALID_AMOUNT');
      expect(refused).toMatch(
        /^400 INVALID_AMOUNT TRX 5 11:29:30Z POST \/api\/partner\/payment\/generate req_\w+ kgiton_laundry \/transaction_id must match/,
      );
      expect(refused).toContain('/amount must be an integer /license_key is required');
      expect(await row('requests', 'AUTHENTICATION_ERROR')).toContain('no API key');
      expect(await visited.words('#requests .warning >> nth=0')).toContain('did you mean expiry_minutes?');
      await visited.page.locator('#requests .row:has-text("INVALID_AMOUNT") summary').click();
      expect(await visited.words('#requests details[open] pre')).toContain('"transaction_id":"TRX 5"');
    });
  });

  test('shows the account of one API key, or all, each with its own clock', async () => {
    await using own = await startBusySandbox();
    const { sandbox } = own;
    await using visited = await browser.visit(sandbox, { javaScriptEnabled });
    const { page, words } = visited;
    const counts = () => page.locator('.count').allInnerTexts();
    expect(await counts()).toEqual(['13', '5', '16', '2']);
    expect(await words('#license-keys')).toContain('Choose an API key');
    expect(await words('.time')).toContain('Some API keys have other times');
    await page.locator('#picker summary').click();
    await page.getByRole('link', { name: BAKERY }).click();
    expect(page.url()).toBe(`${sandbox.url}/?api_key=${BAKERY}`);
    expect(await counts()).toEqual(['2', '0', '3', '1']);
    expect(await page.locator('#license-keys li').count()).toBe(5);
    expect(await page.locator('#payments').innerText()).not.toContain('kgiton_');
    expect(await words('#clock')).toContain('11:49:30 UTC 18:49:30 WIB');
    expect(await words('.time')).not.toContain('other times');
    await page.getByRole('button', { name: '+1 min on the clock' }).click();
    expect(page.url()).toBe(`${sandbox.url}/?api_key=${BAKERY}`);
    expect(await words('#clock')).toContain('11:50:30 UTC 18:50:30 WIB');
    expect(new Date(sandbox.now(LAUNDRY)).toISOString()).toContain('11:29:30');
    await page.getByRole('button', { name: '+30 min on the clock' }).click();
    const late = '#payments .row:has-text("TRX-9")';
    expect(await words(late)).toContain('expired');
    // Among all the others, whose time has not come that far, too.
    await page.goto(sandbox.url);
    expect(await words('#clock')).toContain('11:29:30 UTC');
    expect(await words(late)).toContain('expired');
  });

  test('says for each license key what becomes of a request with it', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    const key = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';
    await sandbox.setLicense({ key, tokens: 0, state: 'expired' });
    await using visited = await browser.visit(sandbox, { javaScriptEnabled });
    const { page } = visited;
    const chips = () => page.locator('#license-keys .chip').allInnerTexts();
    const initially = ['works', 'INSUFFICIENT_TOKENS', 'LICENSE_EXPIRED', 'GATEWAY_ERROR'];
    expect(await chips()).toEqual(['LICENSE_EXPIRED', ...initially]);
    await page.getByLabel(`State of ${key}`).selectOption('gateway-failure');
    await page.getByRole('button', { name: `Set state and tokens of ${key}` }).click();
    expect(await chips()).toEqual(['INSUFFICIENT_TOKENS', ...initially]);
    await page.getByLabel(`Tokens of ${key}`).fill('3');
    await page.getByRole('button', { name: `Set state and tokens of ${key}` }).click();
    expect(await chips()).toEqual(['GATEWAY_ERROR', ...initially]);
    expect(await sandbox.license(key)).toEqual({ key, tokens: 3, state: 'gateway-failure' });
  });

  test('shows how to begin, as a command that works in a terminal', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using visited = await browser.visit(sandbox, { javaScriptEnabled });
    const command = await visited.page.locator('#command').innerText();
    expect(command).toMatch(new RegExp(`^curl ${sandbox.url}/api/partner/payment/generate \\\\\n`));
    expect(await visited.words('#payments')).toContain('Webhook secret whsec_test_kgiton');
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    expect(JSON.parse(stdout)).toMatchObject({ success: true, transaction_id: 'TRX-2026-001', amount: 50_000 });
    expect(await sandbox.apiKeys()).toEqual(['kgiton_your_api_key_here']);
  });

  test('enlarges the QR code on a click, and pays with a fault', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const id = await order(sandbox, 'TRX-1', { webhook_url: 'https://nobody.invalid/' });
    await using visited = await browser.visit(sandbox, { javaScriptEnabled });
    const { page } = visited;
    const code = page.getByRole('img', { name: 'QR code of TRX-1' });
    expect(await code.evaluate((image: HTMLImageElement) => image.decode())).toBeUndefined();
    expect((await code.boundingBox())?.width).toBe(48);
    await code.click();
    expect((await code.boundingBox())?.width).toBeGreaterThan(180);
    await page.getByLabel('Webhook of TRX-1').selectOption('never');
    await page.getByRole('button', { name: 'Pay TRX-1' }).click();
    await page.locator('#payments .chip', { hasText: 'paid' }).waitFor();
    expect(sandbox.deliveries).toMatchObject([{ paymentId: id, state: 'withheld', fault: { kind: 'never' } }]);
    expect(page.url()).toBe(`${sandbox.url}/#payment-${id}`);
  });

  test('fits a phone of 320 px, with the longest texts', async () => {
    const long = 'x'.repeat(255);
    await using sandbox = await startSandbox({ port: 0 });
    await using shop = await startShop();
    const id = 'T'.repeat(50);
    const amount = 1e15;
    const items = [{ id: '1', name: long, price: amount, quantity: 1 }];
    const properties = { ...bill, amount, items, description: long, webhook_url: `${shop.url}/${long}` };
    await order(sandbox, id, properties, `kgiton_${long}`);
    await order(sandbox, 'TRX-2', { amount: 10_000_000 }, `kgiton_${long}`);
    await sandbox.setFault({ kind: 'wrong-secret' }, { apiKey: `kgiton_${long}`, id: long });
    await sandbox.pay(id);
    await using visited = await browser.visit(sandbox, { viewport: { width: 320, height: 640 } });
    await openAll(visited.page);
    expect(await visited.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
