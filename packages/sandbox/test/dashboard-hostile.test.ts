import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { describeInChromium } from '../../docs/test/site/chromium.js';
import { EVENTS_PATH } from '../src/dashboard/addresses.js';
import { streamChanges } from '../src/dashboard/change-events.js';
import { renderDashboardPage } from '../src/dashboard/page.js';
import { dashboardHeaders } from '../src/dashboard/routes.js';
import type { DashboardView } from '../src/dashboard/view.js';
import { startSandbox } from '../src/index.js';
import type { PageEnv } from '../src/pages/page.js';
import { bill, order, send } from './dashboard-shop.js';
import { type DashboardBrowser, launchDashboardBrowser } from './dashboard-visit.js';

const hostile = `</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)' \u202e\u0000&amp;`;
const START = Date.parse('2026-11-23T14:20:05Z');

describeInChromium('what a partner sent', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());
  const attributes = (page: Page) =>
    page.evaluate(() => new Set([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())));

  // Not all of it comes through the API: it refuses such ids and addresses.
  test.each(['QRIS', 'CHECKOUT_PAGE'] as const)('is text and nothing else, for %s', async (type) => {
    let view = viewOf('x', type);
    const app = new Hono<PageEnv>();
    app.get(EVENTS_PATH, (context) =>
      streamChanges(context, { change: () => new Promise(() => {}) }, new AbortController().signal),
    );
    app.get('/qr/*', (context) => context.body(null, 204));
    app.get('/', dashboardHeaders, (context) =>
      context.html(renderDashboardPage(view, { nonce: context.get('secureHeadersNonce') })),
    );
    await using server = await serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    await using plain = await browser.visit(server);
    const expected = await attributes(plain.page);
    view = viewOf(hostile, type);
    await using visited = await browser.visit(server);
    await visited.page.locator('body[data-connection=live]').waitFor();
    const sayable = hostile.replaceAll('\0', '\ufffd');
    const texts = await visited.page.locator('bdi').allTextContents();
    const sent = [...'LFTKWDNIUBERPMA'].map((letter) => `${letter} ${sayable}`);
    expect(texts).toEqual(expect.arrayContaining([...sent, `x-one: H ${sayable}`]));
    expect(await visited.page.locator('.countdown', { hasText: 'in 30:00' }).count()).toBe(1);
    expect(await attributes(visited.page)).toEqual(expected);
    expect(await visited.page.locator('script').count()).toBe(1);
    expect(await visited.page.locator('[href^="javascript"]').count()).toBe(0);
    expect(visited.problems).toEqual([]);
  });

  test('is text and nothing else when it comes through the API and updates the open page', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using visited = await browser.visit(sandbox);
    const { page } = visited;
    await page.locator('body[data-connection=live]').waitFor();
    const apiKey = 'kgiton_"><script>alert(1)</script>';
    await order(sandbox, 'TRX-1', { ...bill, description: `D ${hostile}`, customer_name: `N ${hostile}` }, apiKey);
    await send(sandbox, hostile, apiKey);
    await page.locator('#requests .row').nth(1).waitFor();
    const texts = await page.locator('bdi').allTextContents();
    const sayable = hostile.replaceAll('\0', '\ufffd');
    expect(texts).toEqual(expect.arrayContaining([`D ${sayable}`, sayable, apiKey]));
    expect(await page.locator('script').count()).toBe(1);
    expect(visited.problems).toEqual([]);
  });

  test('is text in the command of the first steps too: one word for the shell', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const path = `/?${new URLSearchParams({ api_key: `'; rm -rf ~; '` })}`;
    await using visited = await browser.visit(sandbox, { path });
    const command = await visited.page.locator('#command').innerText();
    expect(command).toContain(`-H 'x-api-key: '\\''; rm -rf ~; '\\'''`);
    expect(visited.problems).toEqual([]);
  });
});

/** A view in which every text holds another one. */
function viewOf(text: string, payment_type: 'QRIS' | 'CHECKOUT_PAGE'): DashboardView {
  // No header holds NUL.
  const apiKey = `kgiton_${text.replaceAll('\0', '')}`;
  const ids = { paymentId: 'PAY-ABCDEF7XQ2M0', transactionId: `T ${text}`, apiKey };
  const request = {
    transaction_id: `T ${text}`,
    amount: 50_000,
    license_key: `K ${text}`,
    payment_type,
    webhook_url: `W ${text}`,
    back_url: `javascript:${text}`,
    description: `D ${text}`,
    customer_name: `N ${text}`,
    items: [{ id: text, name: `I ${text}`, price: 1, quantity: 1 }],
  };
  const response = {
    success: true,
    payment_id: ids.paymentId,
    transaction_id: `T ${text}`,
    amount: 50_000,
    payment_type: 'CHECKOUT_PAGE',
    payment_url: '/',
    expires_at: '',
    qris: null,
  } as const;
  return {
    origin: 'http://127.0.0.1:4020',
    webhookSecret: 'whsec_test_kgiton',
    apiKeys: [apiKey],
    apiKey,
    account: apiKey,
    now: START,
    clocks: { [apiKey]: START },
    isTimeDivided: false,
    isFrozen: true,
    payments: {
      shown: [{ ...ids, request, response, createdAt: START, expiresAt: START + 1_800_000, state: 'pending' }],
      older: 0,
    },
    deliveries: {
      shown: [
        {
          ...ids,
          id: 'dlv_1',
          url: `U ${text}`,
          body: `B ${text}`,
          headers: { 'x-one': `H ${text}` },
          state: 'failed',
          attempts: [{ at: START, duration: 1, reason: 'schedule', error: `E ${text}` }],
        },
      ],
      older: 0,
    },
    requests: {
      shown: [
        {
          id: 'req_1',
          at: START,
          apiKey,
          method: `M ${text}`,
          path: `P ${text}`,
          body: `R ${text}`,
          status: 400,
          errors: [{ path: `P ${text}`, message: `M ${text}` }],
          warnings: [`A ${text}`],
        },
      ],
      older: 0,
    },
    faults: [{ apiKey, id: `F ${text}`, fault: { kind: 'never' } }],
    licenses: [{ key: `L ${text}`, state: 'active', tokens: 1 }],
    problem: undefined,
  };
}
