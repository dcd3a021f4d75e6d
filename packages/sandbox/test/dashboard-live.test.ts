import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../test/support/chromium.js';
import { type RunningSandbox, startSandbox } from '../src/index.js';
import { BAKERY, bill, LAUNDRY, order, send, startBusySandbox } from './dashboard-shop.js';
import { type DashboardBrowser, type DashboardVisit, launchDashboardBrowser } from './dashboard-visit.js';

const OTHER = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';
const EMPTY = 'SANDB-EMPTY-00000-00000-00001';

describeInChromium('the dashboard with its script', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  /** A page that is connected and up to date, and marked: a reload would take the mark away. */
  async function visit(sandbox: RunningSandbox, path = '/'): Promise<DashboardVisit> {
    const visited = await browser.visit(sandbox, { path });
    const { page } = visited;
    await page.locator('body[data-connection=live]').waitFor();
    await page.evaluate(() => {
      // A status is cleared soon: whoever looks for it later would miss it.
      const statuses: string[] = [];
      Object.assign(globalThis, { marked: true, statuses });
      for (const status of document.querySelectorAll('[role=status]'))
        new MutationObserver(() => statuses.push(status.textContent ?? '')).observe(status, { childList: true });
    });
    return visited;
  }
  const statuses = (page: Page) => page.evaluate(() => (globalThis as unknown as { statuses: string[] }).statuses);
  const isMarked = ({ page }: DashboardVisit) => page.evaluate(() => 'marked' in globalThis);
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('shows a change without a reload, and announces it discreetly', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using visited = await visit(sandbox);
    const { page } = visited;
    await page.getByText('Create the first payment').waitFor();
    await order(sandbox, 'TRX-1');
    await button(page, 'Pay TRX-1').waitFor();
    await expect.poll(() => statuses(page)).toContain('Updated');
    expect(await page.getByText('Create the first payment').count()).toBe(0);
    expect(await page.locator('#tab-requests .count').innerText()).toBe('1');
    await expect.poll(() => page.getByRole('status').innerText()).toBe('');
    expect(await isMarked(visited)).toBe(true);
    expect(visited.problems).toEqual([]);
  });

  test('adds a new API key to the list', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using visited = await visit(sandbox);
    await visited.page.locator('#picker summary').click();
    await order(sandbox, 'TRX-1', {}, BAKERY);
    await visited.page.getByRole('link', { name: BAKERY }).waitFor();
  });

  test('announces nothing when nothing on the page has changed', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    await order(sandbox, 'TRX-2', {}, BAKERY);
    await using visited = await visit(sandbox, `/?api_key=${LAUNDRY}`);
    const { page } = visited;
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      const status = document.getElementById('status') as Node;
      new MutationObserver(() => seen.push(`${status.textContent}`)).observe(status, {
        childList: true,
        subtree: true,
      });
    });
    const seen = () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    await order(sandbox, 'TRX-3', {}, BAKERY);
    const now = sandbox.now(LAUNDRY);
    await expect.poll(async () => Number(await page.getAttribute('#main', 'data-now'))).toBeGreaterThanOrEqual(now);
    expect(await seen()).toEqual([]);
    await order(sandbox, 'TRX-4');
    await expect.poll(seen).toContain('Updated');
  });

  test('keeps what is open, selected, typed and focused while everything around it changes', async () => {
    await using busy = await startBusySandbox();
    const { sandbox } = busy;
    await using visited = await visit(sandbox, `/?api_key=${LAUNDRY}`);
    const { page } = visited;
    const idOf = async (id: string) => (await sandbox.payment(id, LAUNDRY)).paymentId;
    const details = page.locator(`#details-${await idOf('TRX-4')}`);
    await details.locator('summary').click();
    await page.getByLabel('Webhook of TRX-1', { exact: true }).selectOption('tampered');
    await page.getByLabel('Seconds').fill('42');
    const typed = page.getByLabel(`Tokens of ${EMPTY}`);
    await typed.fill('12');
    await page.getByLabel(`State of ${EMPTY}`).selectOption('expired');
    await page.getByLabel('Webhook of TRX-2').focus();
    const top = () => details.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    await page.evaluate(() => scrollTo(0, 300));
    const before = await top();

    await sandbox.expire('TRX-3');
    await sandbox.pay('TRX-5');
    await sandbox.setLicense({ key: OTHER, tokens: 5, state: 'expired' }, LAUNDRY);
    await sandbox.setFault(undefined, { apiKey: LAUNDRY, id: 'TRX-1' });
    await order(sandbox, 'TRX-50', { amount: 77_000 });
    await order(sandbox, 'TRX-51', bill);
    await sandbox.pay('TRX-51');
    await page.locator('#payments .paid h3', { hasText: 'TRX-51' }).waitFor();

    expect(await page.locator('#payments h3').allInnerTexts()).toEqual(
      [...(await sandbox.payments(LAUNDRY))].reverse().map(({ transactionId }) => transactionId),
    );
    expect(await details.getAttribute('open')).toBe('');
    expect(await page.getByLabel('Webhook of TRX-1', { exact: true }).inputValue()).toBe('tampered');
    expect(await page.getByLabel('Seconds').inputValue()).toBe('42');
    expect([await typed.inputValue(), await page.getByLabel(`State of ${EMPTY}`).inputValue()]).toEqual([
      '12',
      'expired',
    ]);
    expect(await page.getByLabel(`Tokens of ${OTHER}`).inputValue()).toBe('5');
    expect(await page.getByLabel(`State of ${OTHER}`).inputValue()).toBe('expired');
    expect(await page.evaluate(() => document.activeElement?.id)).toMatch(
      `fault-${await idOf('TRX-2-laundry-express-2026-11-23-0000001')}`,
    );
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
    expect(visited.problems).toEqual([]);
  });

  test('becomes exactly the page that the server renders', async () => {
    await using busy = await startBusySandbox();
    const { sandbox } = busy;
    await using visited = await visit(sandbox);
    const changes = [
      () => sandbox.advance({ hours: 2 }),
      () => order(sandbox, 'TRX-50', bill),
      () => sandbox.pay('TRX-50'),
      () => sandbox.setFault({ kind: 'slow', seconds: 2 }, { apiKey: LAUNDRY }),
      () => send(sandbox, 'no JSON', LAUNDRY),
      () => sandbox.reset(BAKERY),
      () => sandbox.reset(),
      () => order(sandbox, 'TRX-51'),
    ];
    for (const change of changes) {
      await change();
      const want = await (await fetch(sandbox.url, { headers: { 'accept-language': 'en' } })).text();
      await expect
        .poll(() =>
          visited.page.evaluate((markup) => {
            const sent = new DOMParser().parseFromString(markup.slice(markup.indexOf('<body>')), 'text/html');
            for (const countdown of document.querySelectorAll('[data-until]')) countdown.textContent = '';
            const parts = (from: Document) => [...from.querySelectorAll('[data-live]')].map((one) => one.outerHTML);
            return JSON.stringify(parts(document)) === JSON.stringify(parts(sent));
          }, want),
        )
        .toBe(true);
    }
    expect(visited.problems).toEqual([]);
  });

  test('sends a form without a reload, and keeps the keyboard focus in the same row', async () => {
    await using sandbox = await startSandbox({ port: 0, seed: 'forms' });
    await order(sandbox, 'TRX-2');
    const id = await order(sandbox, 'TRX-1', { webhook_url: 'https://nobody.invalid/' });
    await using visited = await visit(sandbox);
    const { page } = visited;
    await page.getByLabel('Webhook of TRX-1').selectOption('never');
    await button(page, 'Pay TRX-1').press('Enter');
    const row = page.locator(`#payment-${id}`);
    await row.getByText('paid', { exact: true }).waitFor();
    await page.locator('#tab-deliveries .count', { hasText: '1' }).waitFor();
    await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true);
    await button(page, '+2 h on the clock').click();
    await expect.poll(() => page.locator('#clock').innerText()).toContain('12:00:00');
    await page.locator('#payments .chip', { hasText: 'expired' }).waitFor();
    await page.getByLabel(`Tokens of ${EMPTY}`).fill('12');
    await page.getByLabel(`State of ${EMPTY}`).selectOption('gateway-failure');
    await button(page, `Set state and tokens of ${EMPTY}`).click();
    await page.locator('.license', { hasText: EMPTY }).getByText('GATEWAY_ERROR').waitFor();
    expect(await sandbox.license(EMPTY)).toEqual({ key: EMPTY, tokens: 12, state: 'gateway-failure' });
    expect(await page.getByLabel(`Tokens of ${EMPTY}`).inputValue()).toBe('12');
    expect(await isMarked(visited)).toBe(true);
    expect(visited.problems).toEqual([]);
  });

  test('shows why an action failed, until the next action succeeds', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    await using visited = await browser.visit(sandbox);
    const { page } = visited;
    // A page that was not told yet that the payment was paid elsewhere.
    let tell = () => {};
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    await page.route('**/_dashboard/events', async (route) => {
      await told;
      await route.continue();
    });
    await page.reload();
    await sandbox.pay('TRX-1');
    await button(page, 'Pay TRX-1').click();
    await page.getByRole('alert').getByText('(TRX-1) was paid before.').waitFor();
    await page.locator('#payments .chip', { hasText: 'paid' }).waitFor();
    tell();
    await page.locator('body[data-connection=live]').waitFor();
    await order(sandbox, 'TRX-2');
    await button(page, 'Pay TRX-2').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/\(TRX-1\) was paid before\.$/);
    await button(page, '+1 min on the clock').click();
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('');
  });

  test('asks for confirmation before a reset, and does nothing without it', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    await using visited = await visit(sandbox);
    const { page } = visited;
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      return dialog.dismiss();
    });
    await button(page, 'Reset').click();
    expect(asked).toEqual([expect.stringContaining('of all API keys')]);
    expect((await sandbox.payments()).length).toBe(1);
    page.once('dialog', (dialog) => dialog.accept());
    await button(page, 'Reset').click();
    await page.getByText('Create the first payment').waitFor();
    expect(await sandbox.payments()).toEqual([]);
  });

  test('shows that payments have expired, each by the clock of its API key, without any event', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const left = async (id: string, milliseconds: number, apiKey: string) => {
      const { expiresAt } = await sandbox.payment(id);
      await sandbox.advance({ milliseconds: expiresAt - sandbox.now(apiKey) - milliseconds }, apiKey);
    };
    await left(await order(sandbox, 'TRX-1'), 3_500, LAUNDRY);
    await left(await order(sandbox, 'TRX-2', { ...bill, expiry_minutes: 1440 }, BAKERY), 600_000, BAKERY);
    await using visited = await visit(sandbox);
    const { page } = visited;
    const row = (id: string) => page.locator('#payments .row', { hasText: id });
    await row('TRX-1').locator('.countdown', { hasText: 'in 0:0' }).waitFor();
    await row('TRX-2').locator('.countdown', { hasText: 'in 9:5' }).waitFor();
    expect(await page.locator('.chip', { hasText: 'expired' }).count()).toBe(0);
    await page.getByText('Some API keys have other times').waitFor();
    await row('TRX-1').getByText('expired').waitFor();
    expect(await button(page, 'Pay TRX-1').count()).toBe(0);
    await row('TRX-2').locator('.countdown', { hasText: 'in 9:5' }).waitFor();
  });

  test('shows that the sandbox has stopped, and reconnects by itself', async () => {
    const first = await startSandbox({ port: 0 });
    await order(first, 'TRX-1');
    await using visited = await visit(first);
    const { page } = visited;
    // Streams of events end at once: one that went on would keep it for longer than a test may take.
    await first.close();
    await page.getByRole('status').getByText('The sandbox has stopped').waitFor();
    await using second = await startSandbox({ port: Number(new URL(first.url).port) });
    await order(second, 'TRX-2');
    await button(page, 'Pay TRX-2').waitFor();
    await expect.poll(() => page.getByText('The sandbox has stopped').count()).toBe(0);
    expect(await isMarked(visited)).toBe(true);
  });
});
