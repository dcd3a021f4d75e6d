import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAxe } from '../../../test/support/axe.js';
import { describeInChromium } from '../../../test/support/chromium.js';
import type { Control } from '../src/control/control.js';
import { accountControl } from '../src/hosted/account-control.js';
import type { RunningSandbox } from '../src/index.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import { type DashboardBrowser, launchDashboardBrowser, openAll } from './dashboard-visit.js';
import { newAccount, startHosted } from './hosted-account.js';
import { visitor } from './hosted-visitor.js';
import { generate, request } from './requests.js';

describe('the dashboard of a hosted sandbox', () => {
  let sandbox: RunningSandbox;
  let [own, other] = ['', ''];
  const bill = request({ webhook_url: 'https://shop.example/webhook' });
  const foreign = request({ webhook_url: 'https://other.example/webhook' });
  beforeAll(async () => {
    sandbox = await startHosted({ addressRequestsPerMinute: 100_000, accountsPerHour: 1_000 });
    [own, other] = [await newAccount(sandbox), await newAccount(sandbox)];
    await generate(sandbox, bill, { 'x-api-key': own });
    await generate(sandbox, foreign, { 'x-api-key': other });
    await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE' }), { 'x-api-key': other });
    await sandbox.pay(foreign.transaction_id, other);
    await sandbox.waitForDelivery({ apiKey: other });
  });
  afterAll(() => sandbox?.close());

  const PAGES = ['/', '/_dashboard/webhooks', '/_dashboard/requests'];

  test.each(PAGES)('asks for the API key first at %s, and shows nothing', async (path) => {
    for (const query of ['', `?api_key=${other}`, `?of=${foreign.transaction_id}`]) {
      const { status, text } = await visitor(sandbox).send(path + query);
      expect(status).toBe(401);
      expect(text).toContain('name="key"');
      // The form returns to the place that was asked for, but no API key is in any address.
      const shown = text.replaceAll(`of=${foreign.transaction_id}`, '');
      for (const secret of [own, other, foreign.transaction_id]) expect(shown).not.toContain(secret);
    }
  });

  test('then shows that account alone, whatever the address says', async () => {
    const visit = visitor(sandbox);
    const entered = await visit.logIn(own);
    expect(entered.status).toBe(303);
    const { paymentId } = await sandbox.payment(foreign.transaction_id, other);
    for (const page of PAGES) {
      for (const query of [
        '',
        `?api_key=${other}`,
        `?of=${paymentId}`,
        '?search=TRX',
        `?api_key=${other}&full=faults`,
      ]) {
        const { status, text } = await visit.send(page + query);
        expect(status).toBe(200);
        const shown = text.replaceAll(paymentId, query.includes(paymentId) ? '' : paymentId);
        for (const secret of [other, foreign.transaction_id, paymentId]) expect(shown).not.toContain(secret);
      }
    }
    expect((await visit.send('/')).text).toContain(bill.transaction_id);
  });

  test('returns after the key was given to the place that was asked for', async () => {
    const visit = visitor(sandbox);
    const { headers } = await visit.logIn(own, '/_dashboard/session?tab=requests&search=abc');
    expect(headers.get('location')).toBe('/_dashboard/requests?search=abc');
  });

  test('names no key in addresses, which browsers and proxies keep', async () => {
    const visit = visitor(sandbox);
    await visit.logIn(own);
    for (const page of PAGES) {
      const { text } = await visit.send(page);
      const addresses = [...text.matchAll(/(?:href|action|src|data-self|data-events)="([^"]*)"/g)].map(
        ([, one]) => one,
      );
      expect(addresses.length).toBeGreaterThan(3);
      expect(addresses.join(' ')).not.toContain('kgiton_');
    }
  });

  test.each([
    { given: 'a key without an account', key: 'kgiton_00000000000000000000000000000000' },
    { given: 'no key', key: '' },
    { given: 'a text that is none', key: '<script>alert(1)</script>' },
  ])('refuses $given in the same words', async ({ key }) => {
    const visit = visitor(sandbox);
    const { status, text } = await visit.logIn(key);
    expect(status).toBe(401);
    expect(text).toContain('role="alert"');
    if (key) expect(text).not.toContain(key);
    expect((await visit.send('/')).status).toBe(401);
  });

  const ACTIONS = (paymentId: string, deliveryId: string) =>
    [
      [`/_dashboard/payments/${paymentId}/pay`, {}],
      [`/_dashboard/payments/${paymentId}/expire`, {}],
      [`/_dashboard/payments/${paymentId}/fail`, {}],
      [`/_dashboard/deliveries/${deliveryId}/redeliver`, {}],
      ['/_dashboard/faults', { fault: 'never' }],
      ['/_dashboard/license-keys', { key: 'SANDB-ACTIV-E0000-00000-00001', tokens: '0', state: 'active' }],
      ['/_dashboard/advance', { minutes: '30' }],
      ['/_dashboard/reset', {}],
    ] as const;

  /** What an account has, without what its clock shows. */
  const stateOf = async (apiKey: string) => {
    const ahead = Math.round(((await sandbox.currentTime(apiKey)) - Date.now()) / 60_000);
    const state = JSON.stringify([await sandbox.state(apiKey), await sandbox.deliveriesOf(apiKey), ahead]);
    return state.replaceAll(/"now":"[^"]*"/g, '');
  };

  test('refuses every form without a session, with a token of another one, and from another site', async () => {
    const victim = visitor(sandbox);
    await victim.logIn(other);
    const attacker = visitor(sandbox);
    await attacker.logIn(own);
    const [token, foreignToken] = [await victim.token(), await attacker.token()];
    expect(token).not.toBe(foreignToken);
    const before = await stateOf(other);
    const [delivery] = await sandbox.deliveriesOf(other);
    const payment = (await sandbox.payments(other)).at(-1);
    for (const [path, fields] of ACTIONS(payment?.paymentId ?? '', delivery?.id ?? '')) {
      const account = { ...fields, account: other };
      expect((await visitor(sandbox).post(path, { ...account, form_token: token })).status, path).toBe(401);
      for (const form_token of ['', 'x', foreignToken]) {
        expect((await victim.post(path, { ...account, form_token })).status, path).toBe(403);
      }
      expect((await victim.post(path, account)).status, path).toBe(403);
      const site = { 'sec-fetch-site': 'cross-site' };
      expect((await victim.post(path, { ...account, form_token: token }, site)).status, path).toBe(403);
      expect(
        (await victim.post(path, { ...account, form_token: token }, { origin: 'https://evil.example' })).status,
      ).toBe(403);
    }
    expect(await stateOf(other)).toBe(before);
  });

  test('lets a session change its own account only, whatever its forms say', async () => {
    const apiKey = await newAccount(sandbox);
    const before = await stateOf(other);
    const visit = visitor(sandbox);
    await visit.logIn(apiKey);
    const form_token = await visit.token();
    const [delivery] = await sandbox.deliveriesOf(other);
    const payment = (await sandbox.payments(other)).at(-1);
    const statuses: number[] = [];
    for (const [path, fields] of ACTIONS(payment?.paymentId ?? '', delivery?.id ?? '')) {
      const sent = { ...fields, account: other, form_token };
      statuses.push((await visit.post(`${path}?api_key=${other}`, sent)).status);
    }
    expect(statuses).toEqual([409, 409, 409, 409, 303, 303, 303, 303]);
    expect(await stateOf(other)).toBe(before);
  });

  test('streams no changes without a session', async () => {
    expect((await visitor(sandbox).send('/_dashboard/events')).status).toBe(401);
    const visit = visitor(sandbox);
    await visit.logIn(own);
    const leaving = new AbortController();
    const init = { headers: { cookie: visit.cookie }, signal: leaving.signal };
    const { body } = await fetch(`${sandbox.url}/_dashboard/events`, init);
    const { value } = await (body as ReadableStream<Uint8Array>).getReader().read();
    expect(new TextDecoder().decode(value)).toContain('changed');
    leaving.abort();
  });

  test('hears of changes of the own account alone', async () => {
    const store = createMemoryStore({ licenses: [], warn: () => {} });
    const heard: string[] = [];
    const change = accountControl('kgiton_mine', {} as Control, store)
      .change()
      .then(() => heard.push('change'));
    await store.setLicense('kgiton_theirs', { key: 'X' });
    await store.reset('kgiton_theirs');
    await setImmediate();
    expect(heard).toEqual([]);
    await store.setLicense('kgiton_mine', { key: 'X' });
    await change;
    expect(heard).toEqual(['change']);
  });

  test('waits for webhooks of the own account alone', async () => {
    const store = createMemoryStore({ licenses: [], warn: () => {} });
    const leaving = new AbortController();
    const next = accountControl(own, sandbox, store).nextDelivery(() => true, leaving.signal);
    await setImmediate();
    leaving.abort();
    expect(await next).toBeUndefined();
    const theirs = accountControl(other, sandbox, store).nextDelivery(() => true, AbortSignal.timeout(5_000));
    expect((await theirs)?.apiKey).toBe(other);
  });

  test('lets customers see the checkout page and the QR code without a session', async () => {
    const [qris, checkout] = await sandbox.payments(other);
    expect((await visitor(sandbox).send(`/qr/${qris?.paymentId}.svg`)).status).toBe(200);
    const { status, text } = await visitor(sandbox).send(`/pay/${checkout?.paymentId}`);
    expect(status).toBe(200);
    expect(text).not.toContain(other);
  });

  describe.each(['en', 'id'])('in the language %s', (language) => {
    test('has every text', async () => {
      const headers = { 'accept-language': language };
      const { text } = await visitor(sandbox).send('/', { headers });
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).toContain(language === 'en' ? 'No account yet?' : 'Belum punya akun?');
    });
  });
});

describeInChromium('the dashboard of a hosted sandbox in a browser', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(async () => browser?.[Symbol.asyncDispose]());

  test('asks for a key, refuses a wrong one, shows the account, acts, and logs out, without accessibility violations', async () => {
    await using sandbox = await startHosted();
    const apiKey = await newAccount(sandbox);
    const bill = request();
    await generate(sandbox, bill, { 'x-api-key': apiKey });
    await using visit = await browser.visit(sandbox, { bypassCSP: true, reducedMotion: 'reduce' });
    const { page } = visit;
    const check = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await runAxe(page);
        expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))).toEqual([]);
      }
    };
    await check();
    await page.getByLabel('API key').fill('kgiton_wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').getByText('No account has this API key.').waitFor();
    await check();
    await page.getByLabel('API key').fill(apiKey);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: bill.transaction_id }).waitFor();
    await openAll(page);
    await check();
    await page.getByRole('button', { name: `Pay ${bill.transaction_id}` }).click();
    await page.locator('.payment.paid').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('API key').waitFor();
    const expected = /401 \(Unauthorized\)/;
    expect(visit.problems.filter((problem) => !expected.test(problem))).toEqual([]);
  });

  test('asks again when the session has ended while the page is open', async () => {
    await using sandbox = await startHosted();
    const apiKey = await newAccount(sandbox);
    await using visit = await browser.visit(sandbox);
    const { page } = visit;
    await page.getByLabel('API key').fill(apiKey);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('#main').waitFor();
    // As an operator does.
    await sandbox.reset();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });
});
