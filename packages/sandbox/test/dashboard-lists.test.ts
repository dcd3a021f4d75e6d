import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInChromium } from '../../../test/support/chromium.js';
import { type RunningSandbox, startSandbox } from '../src/index.js';
import { BAKERY, LAUNDRY, order, send, startBusySandbox } from './dashboard-shop.js';
import { type DashboardBrowser, launchDashboardBrowser } from './dashboard-visit.js';
import { LICENSE, request } from './requests.js';

const paths = { payments: '/', deliveries: '/_dashboard/webhooks', requests: '/_dashboard/requests' };
type Tab = keyof typeof paths;

/** The markup of a page, without a browser. */
async function markupOf({ url }: { url: string }, path: string): Promise<string> {
  const response = await fetch(url + path, { headers: { 'accept-language': 'en' } });
  expect(response.status).toBe(200);
  return response.text();
}

/** The transactions of the rows of a list, from top to bottom. */
async function transactionsOf(sandbox: { url: string }, tab: Tab, query: Record<string, string>): Promise<string[]> {
  const markup = await markupOf(sandbox, `${paths[tab]}?${new URLSearchParams(query)}`);
  const rows = markup.split('<li class="row ').slice(1);
  return rows.map((row) => /<(?:h3><code|code class="transaction")><bdi>([^<]*)/.exec(row)?.[1] ?? 'none');
}

describe('a list of the dashboard', () => {
  let busy: Awaited<ReturnType<typeof startBusySandbox>>;
  beforeAll(async () => {
    busy = await startBusySandbox('lists');
  });
  afterAll(() => busy?.[Symbol.asyncDispose]());

  test.each<{ tab: Tab; query: Record<string, string>; want: string[] }>([
    { tab: 'payments', query: { search: 'trx-1', state: 'pending' }, want: ['TRX-1'] },
    { tab: 'payments', query: { search: 'trx-1' }, want: ['TRX-1', 'TRX-11', 'TRX-10', 'TRX-12'] },
    { tab: 'payments', query: { search: 'Rp 150.000' }, want: ['TRX-3', 'TRX-7', 'TRX-10'] },
    { tab: 'payments', query: { search: '150000', state: 'paid' }, want: ['TRX-10'] },
    { tab: 'payments', query: { state: 'failed' }, want: ['TRX-0'] },
    { tab: 'payments', query: { state: 'expired' }, want: ['TRX-7', 'TRX-11'] },
    { tab: 'payments', query: { api_key: BAKERY }, want: ['TRX-9', 'TRX-11'] },
    { tab: 'payments', query: { of: 'TRX-1' }, want: ['TRX-1'] },
    { tab: 'payments', query: { search: '<script>' }, want: [] },
    { tab: 'deliveries', query: { search: '75500' }, want: ['TRX-6'] },
    { tab: 'deliveries', query: { search: '/503' }, want: ['TRX-4'] },
    { tab: 'deliveries', query: { state: 'delivered' }, want: ['TRX-6', 'TRX-12'] },
    { tab: 'deliveries', query: { state: 'withheld' }, want: ['TRX-8'] },
    { tab: 'deliveries', query: { of: 'TRX-1' }, want: [] },
    { tab: 'requests', query: { search: 'invalid_amount' }, want: ['TRX 5'] },
    { tab: 'requests', query: { search: '1250000' }, want: ['TRX-12'] },
    { tab: 'requests', query: { of: 'TRX-10' }, want: ['TRX-10'] },
    { tab: 'requests', query: { state: 'accepted', search: 'TRX-12' }, want: ['TRX-12'] },
    { tab: 'requests', query: { state: 'refused', api_key: LAUNDRY }, want: ['TRX 5'] },
  ])('shows of $tab with $query: $want', async ({ tab, query, want }) => {
    expect(await transactionsOf(busy.sandbox, tab, query)).toEqual(want);
  });

  test('says that nothing matches, and not how to begin', async () => {
    const markup = await markupOf(busy.sandbox, '/?search=nothing-like-it');
    expect(markup).toContain('Nothing matches.');
    expect(markup).not.toContain('Create the first payment');
  });
});

test('the webhook and the requests of a payment are those of its API key, though others have the same transaction', async () => {
  await using sandbox = await startSandbox({ port: 0, fetch: async () => new Response() });
  for (const apiKey of [LAUNDRY, BAKERY]) {
    const id = await order(sandbox, 'TRX-1', { webhook_url: 'https://shop.id/' }, apiKey);
    await sandbox.pay(id);
  }
  const [own] = await sandbox.payments(LAUNDRY);
  const markup = await markupOf(sandbox, '/');
  const [, row = ''] = markup.split(`id="payment-${own?.paymentId}"`);
  const links = [...row.matchAll(/<a href="(\/_dashboard[^"]+)"/g)].slice(0, 2);
  const pages = links.map(([, address = '']) => markupOf(sandbox, address.replaceAll('&amp;', '&')));
  for (const page of await Promise.all(pages)) {
    expect(page.split('<li class="row ').length - 1).toBe(1);
    expect(page.split(BAKERY).length).toBeLessThan(page.includes('id="picker"') ? 5 : 1);
  }
  const [webhooks = '', requests = ''] = await Promise.all(pages);
  expect(webhooks).toContain(`<code><bdi>${LAUNDRY}</bdi></code>`);
  expect(requests).toContain(`<span class="chosen"><bdi>${LAUNDRY}</bdi>`);
});

describeInChromium('the lists of the dashboard', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  async function startFull(count: number): Promise<RunningSandbox> {
    const sandbox = await startSandbox({ port: 0, fetch: async () => new Response('received') });
    for (let number = 1; number <= count; number++) {
      await order(sandbox, `TRX-${number}`, { webhook_url: 'https://shop.id/webhook' });
      await sandbox.pay(`TRX-${number}`);
    }
    await sandbox.waitForDelivery({ id: `TRX-${count}` });
    return sandbox;
  }

  test.each(['payments', 'deliveries', 'requests'] as const)(
    'show the newest 25 of the %s, lead to the older ones and back, without JavaScript',
    async (tab) => {
      await using sandbox = await startFull(57);
      await using visited = await browser.visit(sandbox, { path: paths[tab], javaScriptEnabled: false });
      const { page } = visited;
      const pages: string[][] = [];
      for (;;) {
        const titles = await page.locator(tab === 'requests' ? '.transaction' : `#${tab} h3`).allInnerTexts();
        pages.push([titles.length.toString(), titles[0] ?? '', titles.at(-1) ?? '']);
        const older = page.getByRole('link', { name: 'Older' });
        if ((await older.count()) === 0) break;
        await older.click();
      }
      expect(pages).toEqual([
        ['25', 'TRX-57', 'TRX-33'],
        ['25', 'TRX-32', 'TRX-8'],
        ['7', 'TRX-7', 'TRX-1'],
      ]);
      await page.getByRole('link', { name: 'Newest' }).click();
      expect(new URL(page.url()).search).toBe('');
      expect(await page.locator(`#tab-${tab} .count`).innerText()).toBe('57');
    },
  );

  test('lead by keyboard from a payment to its webhook, from there to its request, and back to the payment', async () => {
    await using sandbox = await startFull(12);
    await using visited = await browser.visit(sandbox);
    const { page } = visited;
    const transactions = () => page.locator('#main .row').allInnerTexts();
    const follow = async (name: string) => {
      const link = page.getByRole('link', { name, exact: true });
      await link.focus();
      await Promise.all([page.waitForURL((url) => url.searchParams.has('of')), page.keyboard.press('Enter')]);
      await page.locator('body[data-connection=live]').waitFor();
    };
    await follow('Webhook of TRX-1');
    expect(new URL(page.url()).pathname).toBe('/_dashboard/webhooks');
    expect(await transactions()).toEqual([expect.stringContaining('TRX-1\n')]);
    expect(await page.locator('.attempts li').innerText()).toMatch(/200.*received/s);
    await Promise.all([page.waitForURL('**/_dashboard/requests?*'), follow('Requests of TRX-1')]);
    expect(await transactions()).toEqual([expect.stringContaining('POST /api/partner/payment/generate')]);
    await Promise.all([page.waitForURL((url) => url.pathname === '/'), follow('Payment TRX-1')]);
    expect(await page.locator('#payments h3').allInnerTexts()).toEqual(['TRX-1']);
    await page.getByRole('link', { name: 'Show all' }).click();
    expect(await page.locator('#payments h3').count()).toBe(12);
    expect(visited.problems).toEqual([]);
  });

  test('keep the search, the state and the page while the page updates and forms are sent', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    for (let number = 1; number <= 30; number++) await order(sandbox, `TRX-${number}`);
    await order(sandbox, 'OTHER');
    await using visited = await browser.visit(sandbox);
    const { page } = visited;
    await page.getByRole('searchbox').fill('trx');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/?search=trx');
    await page.getByRole('link', { name: 'pending', exact: true }).first().click();
    await page.getByRole('link', { name: 'Older' }).click();
    await page.locator('body[data-connection=live]').waitFor();
    const titles = () => page.locator('#payments h3').allInnerTexts();
    expect(await titles()).toEqual(['TRX-5', 'TRX-4', 'TRX-3', 'TRX-2', 'TRX-1']);
    const typed = page.getByRole('searchbox');
    await typed.fill('half typed');
    await sandbox.pay('TRX-3');
    await expect.poll(titles).toEqual(['TRX-5', 'TRX-4', 'TRX-2', 'TRX-1']);
    expect(await typed.inputValue()).toBe('half typed');
    expect(await typed.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Fail TRX-2' }).click();
    await expect.poll(titles).toEqual(['TRX-5', 'TRX-4', 'TRX-1']);
    expect(new URL(page.url()).search).toContain('search=trx&state=pending&before=PAY-');
  });

  test('show what the handler responded, with its control characters, in Indonesian too', async () => {
    const long = `{"error":"\u001b[31mdatabase\u001b[0m is locked"}\n${'at pay.php:12\n'.repeat(20)}`;
    await using sandbox = await startSandbox({ port: 0, fetch: async () => new Response(long, { status: 500 }) });
    await order(sandbox, 'TRX-1', { webhook_url: 'https://shop.id/webhook' });
    await sandbox.pay('TRX-1');
    const options = { path: paths.deliveries, locale: 'id-ID' };
    await using visited = await browser.visit(sandbox, options);
    const { page } = visited;
    await page.locator('.attempts summary').waitFor();
    expect(await page.locator('.attempts summary').innerText()).toMatch(/^Body respons \{"error":"␛\[31mdatabase/);
    await page.locator('.attempts summary').click();
    expect(await page.locator('.attempts pre').textContent()).toBe(long.replaceAll('\u001b', '␛'));
    expect(visited.problems).toEqual([]);
  });
});

describe('the weight of a page', () => {
  test('stays bounded, however long the texts are, and one entry alone is shown whole', async () => {
    await using sandbox = await startSandbox({ port: 0, fetch: async () => new Response('r'.repeat(9_000)) });
    const items = Array.from({ length: 100 }, (_, index) => ({
      id: `${index}`,
      name: `${index} ${'n'.repeat(240)}`,
      price: 1_000,
      quantity: 1,
    }));
    const long = `https://shop.id/${'u'.repeat(1_900)}`;
    for (let number = 1; number <= 40; number++) {
      const texts = { items, description: `${'d'.repeat(400)} the end`, webhook_url: long, back_url: long };
      await order(sandbox, `TRX-${number}`, { amount: 100_000, payment_type: 'CHECKOUT_PAGE', ...texts });
      await sandbox.pay(`TRX-${number}`);
      const wrong = { ...request(), items: Array.from({ length: 100 }, () => ({ [`x${'y'.repeat(1_000)}`]: 1 })) };
      await send(sandbox, JSON.stringify(wrong), LAUNDRY);
    }
    for (let number = 1; number <= 400; number++) {
      await sandbox.setLicense({ key: `L${number}-${'k'.repeat(50)}` }, LAUNDRY);
      await sandbox.setFault({ kind: 'never' }, { apiKey: LAUNDRY, id: `F${number}` });
    }
    await sandbox.waitForDelivery({ id: 'TRX-40' });
    for (const path of Object.values(paths)) {
      expect((await markupOf(sandbox, path)).length, path).toBeLessThan(600_000);
    }
    const list = await markupOf(sandbox, '/');
    expect(list).not.toContain('d the end');
    expect(list).toContain('and 90 more');
    const one = await markupOf(sandbox, '/?of=TRX-7');
    expect(one).toContain('d the end');
    expect(one).toContain(`99 ${'n'.repeat(240)}`);
    const faults = (markup: string) => markup.split('<li class="setting">').length - 1;
    expect(faults(list)).toBe(10);
    expect(list).toContain('and 390 more');
    expect(faults(await markupOf(sandbox, '/?full=faults'))).toBe(400);
    expect(await markupOf(sandbox, '/?full=license-keys')).toContain('L400-');
  });

  test('stays bounded with many API keys, and any of them can be chosen', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    for (let number = 1; number <= 300; number++) await sandbox.setLicense({ key: LICENSE }, `kgiton_${number}`);
    const markup = await markupOf(sandbox, '/');
    expect(markup.split('href="/?api_key=').length - 1).toBe(100);
    expect(markup).toContain('<input name="api_key"');
    expect(markup).toContain('and 200 more');
  });
});
