import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../test/support/chromium.js';
import { serve } from '../../../test/support/http-server.js';
import { EVENTS_PATH, TAB_PATHS, TABS, type Tab } from '../src/dashboard/addresses.js';
import { streamChanges } from '../src/dashboard/change-events.js';
import { renderDashboardPage } from '../src/dashboard/page.js';
import { dashboardHeaders } from '../src/dashboard/routes.js';
import type { DashboardView, List } from '../src/dashboard/view.js';
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
  const texts = {
    payments: [...'LFTKWDNI'],
    deliveries: [...'LFTUBE', 'x-one: H', 'Z'],
    requests: [...'LFTRPMA'],
  };
  const types = ['QRIS', 'CHECKOUT_PAGE'] as const;
  const rows = TABS.flatMap((tab) => (tab === 'payments' ? types : types.slice(0, 1)).map((type) => ({ tab, type })));
  test.each(rows)('is text and nothing else, in $tab, for $type', async ({ tab, type }) => {
    let view = viewOf('x', type, tab);
    const app = new Hono<PageEnv>();
    app.get(EVENTS_PATH, (context) =>
      streamChanges(context, { change: () => new Promise(() => {}) }, new AbortController().signal),
    );
    app.get('/qr/*', (context) => context.body(null, 204));
    app.get(TAB_PATHS[tab], dashboardHeaders, (context) =>
      context.html(renderDashboardPage(view, { nonce: context.get('secureHeadersNonce') })),
    );
    await using server = await serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    await using plain = await browser.visit(server, { path: TAB_PATHS[tab] });
    const expected = await attributes(plain.page);
    view = viewOf(hostile, type, tab);
    await using visited = await browser.visit(server, { path: TAB_PATHS[tab] });
    await visited.page.locator('body[data-connection=live]').waitFor();
    const sayable = hostile.replaceAll('\0', '\ufffd');
    const shown = await visited.page.locator('bdi').allTextContents();
    // What is shown as code names each control character.
    const asCode = (text: string) => text.replaceAll('\ufffd', '\u2400');
    const got = shown.map((text) => asCode(text.trim()));
    expect(got).toEqual(expect.arrayContaining(texts[tab].map((letter) => asCode(`${letter} ${sayable}`).trim())));
    expect(await visited.page.locator('.countdown').count()).toBe(tab === 'payments' ? 1 : 0);
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
    const said = () => page.locator('bdi').allTextContents();
    await page.locator('#payments .row').waitFor();
    const sayable = hostile.replaceAll('\0', '\ufffd');
    expect(await said()).toEqual(expect.arrayContaining([`D ${sayable}`, apiKey]));
    await page.locator('#tab-requests').click();
    await page.locator('#requests .row').nth(1).waitFor();
    expect(await said()).toEqual(expect.arrayContaining([hostile.replaceAll('\0', '\u2400'), apiKey]));
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
function viewOf(text: string, payment_type: 'QRIS' | 'CHECKOUT_PAGE', tab: Tab): DashboardView {
  // No header holds NUL.
  const apiKey = `kgiton_${text.replaceAll('\0', '')}`;
  return {
    place: { tab, apiKey },
    language: 'en',
    origin: 'http://127.0.0.1:4020',
    docsUrl: 'https://docs.example/',
    webhookSecret: 'whsec_test_kgiton',
    apiKeys: [apiKey],
    account: apiKey,
    now: START,
    clocks: { [apiKey]: START },
    isTimeDivided: false,
    isFrozen: true,
    counts: { payments: 1, deliveries: 1, requests: 1 },
    list: listOf(text, payment_type, tab, apiKey),
    faults: [{ apiKey, id: `F ${text}`, fault: { kind: 'never' } }],
    licenses: [{ key: `L ${text}`, state: 'active', tokens: 1 }],
    problem: undefined,
  };
}

function listOf(text: string, payment_type: 'QRIS' | 'CHECKOUT_PAGE', tab: Tab, apiKey: string): List {
  const page = { total: 1, older: undefined };
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
  if (tab === 'payments') {
    const times = { createdAt: START, expiresAt: START + 1_800_000 };
    return { tab, ...page, items: [{ ...ids, ...times, request, response, state: 'pending' }] };
  }
  if (tab === 'deliveries') {
    const attempt = { at: START, duration: 1, reason: 'schedule' } as const;
    const attempts = [
      { ...attempt, error: `E ${text}` },
      { ...attempt, status: 500, responseBody: `Z ${text}` },
    ];
    const message = { url: `U ${text}`, body: `B ${text}`, headers: { 'x-one': `H ${text}` } };
    return { tab, ...page, items: [{ ...ids, id: 'dlv_1', ...message, state: 'failed', attempts }] };
  }
  const findings = { errors: [{ path: `P ${text}`, message: `M ${text}` }], warnings: [`A ${text}`] };
  const sent = { method: `M ${text}`, path: `P ${text}`, body: `R ${text}`, status: 400, ...findings };
  return { tab, ...page, items: [{ ...ids, id: 'req_1', at: START, ...sent }] };
}
