import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../test/docs/chromium.js';
import { runAxe } from './axe.js';
import { API_KEY, START, type World } from './dashboard-simulation.js';
import { type DashboardBrowser, launchDashboardBrowser } from './dashboard-visit.js';
import { busyWorld, deliveryOf, licenses, paymentOf, requestOf, WEBHOOK_URL } from './dashboard-world.js';

describeInChromium('the dashboard', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());
  const visit: DashboardBrowser['visit'] = (...args) => browser.visit(...args);
  const words = async (page: Page, selector: string) =>
    (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ');

  const worlds: Record<string, () => Partial<World>> = {
    empty: () => ({ licenses }),
    full: busyWorld,
    'of one API key': () => ({ ...busyWorld(), apiKeys: [API_KEY] }),
  };
  const sizes = [
    { device: 'a desktop', viewport: { width: 1280, height: 900 } },
    { device: 'a phone', viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true },
  ];
  describe.each(Object.keys(worlds))('%s', (name) => {
    describe.each(sizes)('on $device', ({ device: _, ...size }) => {
      test.each(['light', 'dark'] as const)('has nothing that axe finds wrong, in %s', async (colorScheme) => {
        await using visited = await visit(worlds[name]?.(), { colorScheme, bypassCSP: true, ...size });
        await visited.page.locator('#main details').evaluateAll((all) => {
          for (const one of all) (one as HTMLDetailsElement).open = true;
        });
        const { violations, passes } = await runAxe(visited.page);
        expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'button-name']));
      });
    });

    test('keeps to its content security policy and asks for nothing from elsewhere', async () => {
      await using visited = await visit(worlds[name]?.());
      await visited.page.getByText('Live', { exact: true }).waitFor();
      expect(await visited.page.evaluate(() => getComputedStyle(document.body).marginTop)).toBe('0px');
      expect(visited.problems).toEqual([]);
    });
  });

  test('shows each state of a payment, and what can be done in it', async () => {
    const payments = [
      paymentOf({ number: 3, expiresAt: START }),
      paymentOf({ number: 2, paidAt: START - 1000, request: { payment_type: 'CHECKOUT_PAGE', amount: 1_250_000 } }),
      paymentOf({ number: 1, expiresAt: START + 86_400_000 }),
    ];
    await using visited = await visit({ payments, apiKeys: [API_KEY] }, { javaScriptEnabled: false });
    const { page } = visited;
    const rows = await page.locator('#payments .row').allInnerTexts();
    const said = rows.map((row) => row.replaceAll(/\s+/g, ' '));
    expect(said[0]).toMatch(/^Rp 50\.000 pending expires 24 Nov 14:20:05Z TRX-1 QRIS PAY-\w+ kgiton_laundry/);
    expect(said[1]).toMatch(/Rp 1\.250\.000 paid 14:20:04Z TRX-2 Checkout page/);
    expect(said[2]).toMatch(/expired 14:20:05Z TRX-3 QRIS/);
    const buttons = await page.locator('#payments button').allTextContents();
    expect(buttons).toEqual(['Pay TRX-1', 'Expire TRX-1']);
    expect(await page.getByRole('button', { name: 'Pay TRX-1' }).count()).toBe(1);
    expect(await page.locator('#payments img').count()).toBe(2);
    const checkout = page.getByRole('link', { name: 'Checkout page of TRX-2' });
    expect(await checkout.getAttribute('href')).toBe(`/pay/${payments[1]?.paymentId}`);
    expect(await page.locator('#payments .paid time').first().getAttribute('datetime')).toBe(
      '2026-11-23T14:20:04.000Z',
    );
  });

  test('lets the QR code grow when it is opened', async () => {
    await using visited = await visit({ payments: [paymentOf()] }, { javaScriptEnabled: false });
    const code = visited.page.getByRole('img', { name: 'QR code of TRX-1' });
    expect((await code.boundingBox())?.width).toBe(48);
    await code.click();
    expect((await code.boundingBox())?.width).toBeGreaterThan(180);
  });

  test('shows each state of a webhook with every attempt, and what comes next', async () => {
    await using visited = await visit(busyWorld(), { javaScriptEnabled: false });
    const rows = await visited.page.locator('#deliveries .row').allInnerTexts();
    const said = rows.map((row) => row.replaceAll(/\s+/g, ' '));
    expect(said[0]).toContain(`pending TRX-4 next attempt 14:24:05Z ${WEBHOOK_URL} kgiton_laundry 503 14:15:05Z 31 ms`);
    expect(said[1]).toMatch(/^delivered TRX-6 twice .* 204 14:15:05Z 31 ms 204 14:15:05Z 31 ms Redeliver TRX-6 Body/);
    expect(said[2]).toMatch(/^withheld TRX-8 never .* kgiton_laundry Redeliver TRX-8 Body/);
    expect(said[3]).toMatch(/^failed TRX-10 .*no answer 14:16:05Z 2 ms connect ECONNREFUSED 127\.0\.0\.1:3000/);
    expect(said[3]).toContain('404 14:18:05Z 31 ms redelivery');
    expect(await visited.page.getByRole('button', { name: 'Redeliver TRX-12' }).count()).toBe(1);
    await visited.page.getByText('Body and headers of TRX-12').click();
    const message = await visited.page.locator('#message-dlv_12 pre').allInnerTexts();
    expect(message).toEqual([
      `content-type: application/json\nX-KGiTON-Signature: ${'ab12'.repeat(16)}`,
      deliveryOf(12).body,
    ]);
  });

  test('says what was wrong with a request, member by member', async () => {
    await using visited = await visit(busyWorld(), { javaScriptEnabled: false });
    const refused = await words(visited.page, '#requests .row:has-text("VALIDATION_ERROR")');
    expect(refused).toMatch(/^400 VALIDATION_ERROR 14:15:05Z req_\w+ kgiton_laundry transaction_id must have 1 to 50/);
    expect(refused).toContain('items[0].price must be an integer must have the member license_key');
    expect(await words(visited.page, '#requests .row:has-text("AUTHENTICATION_ERROR")')).toContain('no API key');
    expect(await words(visited.page, '#requests .warning')).toContain('did you mean "expiry_minutes"?');
    await visited.page.locator('#requests .row:has-text("VALIDATION_ERROR") summary').click();
    expect(await words(visited.page, '#requests details[open] pre')).toContain('"transaction_id":"TRX 5"');
  });

  test('shows the world of one API key, or all', async () => {
    await using visited = await visit(busyWorld(), { javaScriptEnabled: false });
    const { page } = visited;
    const counts = () => page.locator('.count').allInnerTexts();
    expect(await counts()).toEqual(['12', '5', '6', '2']);
    expect(await words(page, '#license-keys')).toContain('Choose an API key');
    await page.locator('#picker summary').click();
    await page.getByRole('link', { name: 'kgiton_bakery_staging' }).click();
    expect(page.url()).toBe(`${visited.url}/?api_key=kgiton_bakery_staging`);
    expect(await counts()).toEqual(['2', '0', '1', '1']);
    expect(await page.locator('#license-keys li').count()).toBe(licenses.length);
    expect(await page.locator('#payments').innerText()).not.toContain('kgiton_');
    await page.getByRole('button', { name: '+30 min on the clock' }).click();
    expect(visited.simulation.calls).toEqual([['advance', { minutes: 30 }, 'kgiton_bakery_staging']]);
    expect(page.url()).toBe(`${visited.url}/?api_key=kgiton_bakery_staging`);
    expect(await words(page, '#clock')).toContain('14:50:05 UTC 21:50:05 WIB');
  });

  test('shows the newest fifty of each, and says how many are older', async () => {
    const numbers = Array.from({ length: 57 }, (_, index) => 57 - index);
    const payments = numbers.map((number) => paymentOf({ number }));
    const deliveries = numbers.map((number) => deliveryOf(number));
    const requests = numbers.map((number) => requestOf(number));
    await using visited = await visit({ payments, deliveries, requests }, { javaScriptEnabled: false });
    for (const part of ['payments', 'deliveries', 'requests']) {
      expect(await visited.page.locator(`#${part} .row`).count()).toBe(50);
      expect(await words(visited.page, `#${part} .older`)).toBe('and 7 older');
      expect(await words(visited.page, `#${part} .count`)).toBe('57');
    }
    expect(await visited.page.locator('#payments h3').first().innerText()).toBe('TRX-1');
  });

  test('says what to do first, as a command for the terminal', async () => {
    await using visited = await visit({ licenses }, { javaScriptEnabled: false });
    const command = await visited.page.locator('#command').innerText();
    expect(command).toMatch(new RegExp(`^curl ${visited.url}/api/partner/payment/generate \\\\\n`));
    expect(command).toContain(`-H 'x-api-key: kgiton_your_api_key_here'`);
    expect(JSON.parse(/-d '(.*)'$/s.exec(command)?.[1] ?? '')).toEqual({
      transaction_id: 'TRX-2026-001',
      amount: 50_000,
      license_key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
      payment_type: 'QRIS',
    });
    expect(await words(visited.page, '#payments')).toContain('Webhook secret whsec_test_kgiton');
  });

  test('pays without JavaScript, and shows the payment as paid', async () => {
    await using visited = await visit({ payments: [paymentOf()] }, { javaScriptEnabled: false });
    const { page, simulation } = visited;
    await page.getByLabel('Webhook of TRX-1').selectOption('wrong secret');
    await page.getByRole('button', { name: 'Pay TRX-1' }).click();
    await page.locator('#payments .chip', { hasText: 'paid' }).waitFor();
    expect(simulation.calls.map(([name]) => name)).toEqual(['setFault', 'pay']);
    expect(simulation.calls[0]?.[1]).toEqual({ kind: 'wrong-secret' });
    expect(page.url()).toBe(`${visited.url}/#payment-${simulation.world.payments[0]?.paymentId}`);
  });

  test('fits a phone of 320 px, with the longest texts', async () => {
    const long = 'x'.repeat(300);
    const request = {
      transaction_id: 'T'.repeat(50),
      description: long,
      webhook_url: `https://${long}/`,
      amount: 1e15,
    };
    const world = {
      ...busyWorld(),
      apiKeys: [`kgiton_${long}`],
      payments: [paymentOf({ request, apiKey: `kgiton_${long}` })],
      deliveries: [deliveryOf(1, { transactionId: 'T'.repeat(50), url: `https://${long}/`, apiKey: long })],
      requests: [requestOf(1, { apiKey: long, errors: [{ path: long, message: long }], warnings: [long] })],
    };
    await using visited = await visit(world, { viewport: { width: 320, height: 640 } });
    await visited.page.locator('#main details').evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });
    expect(await visited.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  describe('what a partner sent', () => {
    const hostile = `</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)' \u202e\u0000&amp;`;
    const worldOf = (text: string, payment_type: 'QRIS' | 'CHECKOUT_PAGE'): Partial<World> => ({
      apiKeys: [`kgiton_${text}`],
      licenses: [{ key: `L ${text}`, state: 'active', tokens: 1 }],
      faults: [{ apiKey: `kgiton_${text}`, id: `F ${text}`, fault: { kind: 'never' } }],
      payments: [
        paymentOf({
          apiKey: `kgiton_${text}`,
          request: {
            payment_type,
            transaction_id: `T ${text}`,
            license_key: `K ${text}`,
            webhook_url: `W ${text}`,
            back_url: `javascript:${text}`,
            description: `D ${text}`,
            customer_name: `N ${text}`,
            items: [{ id: text, name: `I ${text}`, price: 1, quantity: 1 }],
          },
        }),
      ],
      deliveries: [
        deliveryOf(1, {
          apiKey: `kgiton_${text}`,
          transactionId: `T ${text}`,
          url: `U ${text}`,
          body: `B ${text}`,
          headers: { 'x-one': `H ${text}` },
          attempts: [{ at: START, duration: 1, reason: 'schedule', error: `E ${text}` }],
        }),
      ],
      requests: [
        requestOf(1, {
          apiKey: `kgiton_${text}`,
          body: `R ${text}`,
          errors: [{ path: `P ${text}`, message: `M ${text}` }],
          warnings: [`A ${text}`],
        }),
      ],
    });
    const attributes = (page: Page) =>
      page.evaluate(() => new Set([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())));

    test.each(['QRIS', 'CHECKOUT_PAGE'] as const)('is text and nothing else, for %s', async (type) => {
      await using visited = await visit(worldOf(hostile, type), {
        path: `/?${new URLSearchParams({ api_key: `kgiton_${hostile}` })}`,
      });
      await using plain = await visit(worldOf('x', type), { path: '/?api_key=kgiton_x' });
      await visited.page.getByText('Live', { exact: true }).waitFor();
      const sayable = hostile.replaceAll('\0', '\ufffd');
      const texts = await visited.page.locator('bdi').allTextContents();
      const sent = [...'LFTKWDNIUBERPMA'].map((letter) => `${letter} ${sayable}`);
      expect(texts).toEqual(expect.arrayContaining([...sent, `kgiton_${sayable}`, `x-one: H ${sayable}`]));
      expect(await attributes(visited.page)).toEqual(await attributes(plain.page));
      expect(await visited.page.locator('script').count()).toBe(1);
      expect(await visited.page.locator('[href^="javascript"]').count()).toBe(0);
      expect(visited.problems).toEqual([]);
    });

    test('is text in the command of the first steps too, one word for the shell', async () => {
      await using visited = await visit(
        { licenses },
        { path: `/?${new URLSearchParams({ api_key: `'; rm -rf ~; '` })}` },
      );
      const command = await visited.page.locator('#command').innerText();
      expect(command).toContain(`-H 'x-api-key: '\\''; rm -rf ~; '\\'''`);
      expect(visited.problems).toEqual([]);
    });
  });
});
