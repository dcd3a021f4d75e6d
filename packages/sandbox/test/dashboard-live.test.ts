import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInChromium } from '../../../test/docs/chromium.js';
import { API_KEY, START } from './dashboard-simulation.js';
import {
  type DashboardBrowser,
  type DashboardVisit,
  launchDashboardBrowser,
  serveDashboard,
} from './dashboard-visit.js';
import { busyWorld, licenses, paymentOf, requestOf } from './dashboard-world.js';

describeInChromium('the dashboard with its script', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  /** A page that is connected, and marked: a reload would take the mark away. */
  async function visit(...args: Parameters<DashboardBrowser['visit']>): Promise<DashboardVisit> {
    const visited = await browser.visit(...args);
    await expect.poll(() => visited.simulation.waiting).toBe(1);
    await visited.page.evaluate(() => Object.assign(globalThis, { marked: true }));
    return visited;
  }
  const isMarked = ({ page }: DashboardVisit) => page.evaluate(() => 'marked' in globalThis);

  test('shows a change without a reload, and says discreetly that it did', async () => {
    await using visited = await visit({ licenses });
    const { page, simulation } = visited;
    await page.getByText('Create the first payment').waitFor();
    simulation.set({ payments: [paymentOf()], apiKeys: [API_KEY], requests: [requestOf(1)] });
    await page.getByRole('button', { name: 'Pay TRX-1' }).waitFor();
    await page.getByRole('status').getByText('Updated').waitFor();
    expect(await page.getByText('Create the first payment').count()).toBe(0);
    expect(await page.locator('#requests .row').count()).toBe(1);
    await expect.poll(() => page.getByRole('status').innerText()).toBe('');
    expect(await isMarked(visited)).toBe(true);
    expect(visited.problems).toEqual([]);
  });

  test('says nothing when nothing that is shown has changed', async () => {
    await using visited = await visit(busyWorld(), { path: '/?api_key=kgiton_laundry' });
    const { page, simulation } = visited;
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      const status = document.getElementById('status') as Node;
      new MutationObserver(() => seen.push(`${status.textContent}`)).observe(status, {
        childList: true,
        subtree: true,
      });
    });
    const asked = page.waitForResponse((response) => response.url() === page.url());
    simulation.set({ payments: [...simulation.world.payments, paymentOf({ number: 99, apiKey: 'kgiton_other' })] });
    await (await asked).finished();
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
    simulation.set({ requests: [] });
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen))
      .toContain('Updated');
  });

  test('keeps what is open, half chosen, half typed and focused, while everything around it changes', async () => {
    const world = { ...busyWorld(), apiKeys: [API_KEY] };
    await using visited = await visit(world);
    const { page, simulation } = visited;
    const details = page.locator('#payment-PAY-ABCDEF7XQ2M2 .folded');
    await details.locator('summary').click();
    await page.locator('#deliveries .folded summary').last().click();
    await page.getByLabel('Webhook of TRX-1', { exact: true }).selectOption('tampered');
    await page.getByLabel('Seconds').fill('42');
    const typed = page.getByLabel('Tokens of SANDB-EMPTY-00000-00000-00001');
    await typed.fill('12');
    await page.getByLabel('Webhook of TRX-9').focus();
    const top = () => details.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    await page.evaluate(() => scrollTo(0, 300));
    const before = await top();

    const changed = paymentOf({ number: 1, request: { amount: 77_000 } });
    simulation.set({
      payments: [
        ...simulation.world.payments.filter(
          ({ transactionId }) => !['TRX-1', 'TRX-3', 'TRX-8'].includes(transactionId),
        ),
        changed,
        paymentOf({ number: 50 }),
        paymentOf({ number: 51, paidAt: START }),
      ],
      deliveries: simulation.world.deliveries.slice(0, 3),
      licenses: licenses.map((license) => ({ ...license, tokens: 5 })),
      faults: [],
    });
    await page.getByText('Rp\u00a077.000').waitFor();

    expect(await page.locator('#payments h3').allInnerTexts()).toEqual(
      [...simulation.world.payments].reverse().map(({ transactionId }) => transactionId),
    );
    expect(await details.getAttribute('open')).toBe('');
    expect(await page.locator('#deliveries details[open]').count()).toBe(1);
    expect(await page.getByLabel('Webhook of TRX-1', { exact: true }).inputValue()).toBe('tampered');
    expect(await page.getByLabel('Seconds').inputValue()).toBe('42');
    expect(await typed.inputValue()).toBe('12');
    expect(await page.getByLabel('Tokens of XXXXX-XXXXX').inputValue()).toBe('5');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('fault-PAY-ABCDEF7XQ2M9');
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
    expect(visited.problems).toEqual([]);
  });

  test('becomes exactly the page that the server would send', async () => {
    await using visited = await visit({ licenses });
    const { page, simulation } = visited;
    const busy = busyWorld();
    for (const change of [
      busy,
      { payments: busy.payments?.toReversed() ?? [] },
      { payments: busy.payments?.slice(3) ?? [], deliveries: [], faults: [] },
      { payments: [], requests: [] },
      busy,
    ]) {
      simulation.set(change);
      const want = await (await fetch(visited.url)).text();
      await expect
        .poll(() =>
          page.evaluate((markup) => {
            const sent = new DOMParser().parseFromString(markup.slice(markup.indexOf('<body>')), 'text/html');
            for (const countdown of document.querySelectorAll('[data-until]')) countdown.textContent = '';
            const parts = (from: Document) => [...from.querySelectorAll('[data-live]')].map((one) => one.outerHTML);
            return JSON.stringify(parts(document)) === JSON.stringify(parts(sent));
          }, want),
        )
        .toBe(true);
    }
  });

  test('sends a form without a reload, and goes on by keyboard from the same row', async () => {
    await using visited = await visit({ payments: [paymentOf({ number: 2 }), paymentOf()] });
    const { page, simulation } = visited;
    await page.getByLabel('Webhook of TRX-1').selectOption('twice');
    await page.getByRole('button', { name: 'Pay TRX-1' }).press('Enter');
    const row = page.locator(`#payment-${paymentOf().paymentId}`);
    await row.getByText('paid', { exact: true }).waitFor();
    expect(simulation.calls).toEqual([
      ['setFault', { kind: 'duplicate' }, { id: paymentOf().paymentId, apiKey: API_KEY }],
      ['pay', paymentOf().paymentId, API_KEY],
    ]);
    await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: '+2 h' }).click();
    await expect.poll(() => page.locator('#clock').innerText()).toContain('16:20:0');
    expect(simulation.calls.at(-1)).toEqual(['advance', { minutes: 120 }, undefined]);
    await page.getByText('expired').waitFor();
    expect(await isMarked(visited)).toBe(true);
    expect(visited.problems).toEqual([]);
  });

  test('says why something could not be done, until the next thing is done', async () => {
    await using visited = await visit({ payments: [paymentOf()] });
    const { page, simulation } = visited;
    // Paid elsewhere, and the page does not know it yet.
    const [payment] = simulation.world.payments;
    simulation.world.payments = [{ ...(payment as typeof payment & object), paidAt: START }];
    await page.getByRole('button', { name: 'Pay TRX-1' }).click();
    await page.getByRole('alert').getByText('TRX-1 was paid before.').waitFor();
    await page.getByText('paid', { exact: true }).waitFor();
    simulation.set({ requests: [requestOf(1)] });
    await page.locator('#requests .row').waitFor();
    expect(await page.getByRole('alert').innerText()).toBe('TRX-1 was paid before.');
    await page.getByRole('button', { name: '+1 min' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('');
    expect(await isMarked(visited)).toBe(true);
  });

  test('asks before a reset, and does nothing if the answer is no', async () => {
    await using visited = await visit({ payments: [paymentOf()] });
    const { page, simulation } = visited;
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      return dialog.dismiss();
    });
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(asked).toEqual([expect.stringContaining('of all API keys')]);
    expect(simulation.calls).toEqual([]);
    page.once('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('Create the first payment').waitFor();
    expect(simulation.calls).toEqual([['reset', undefined]]);
  });

  test('turns a payment that expires, though nothing tells of it', async () => {
    await using visited = await visit({ payments: [paymentOf({ expiresAt: START + 2_500 })] });
    const { page, simulation } = visited;
    await page.locator('.countdown', { hasText: 'in 0:0' }).waitFor();
    expect(await page.getByText('expired').count()).toBe(0);
    simulation.world.now = START + 2_500;
    await page.getByText('expired').waitFor();
    expect(await page.getByRole('button', { name: 'Pay' }).count()).toBe(0);
  });

  test('says when the sandbox has stopped, and comes back by itself', async () => {
    await using visited = await visit({ payments: [paymentOf()] });
    const { page } = visited;
    await visited.stop();
    await page.getByRole('status').getByText('The sandbox has stopped').waitFor();
    await using second = await serveDashboard({ payments: [paymentOf({ number: 2 })] }, visited.port);
    await page.getByRole('button', { name: 'Pay TRX-2' }).waitFor();
    await expect.poll(() => page.getByText('The sandbox has stopped').count()).toBe(0);
    expect(second.simulation.waiting).toBe(1);
  });

  test('leaves nothing behind when the page is closed', async () => {
    await using visited = await visit();
    await visited.page.close();
    await expect.poll(() => visited.simulation.waiting).toBe(0);
  });
});
