import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { type RunningSandbox, startSandbox } from '../src/index.js';
import { stateOf } from '../src/payments/payment.js';
import { BAKERY, LAUNDRY, order, startShop } from './dashboard-shop.js';

const KEY = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';

/** A sandbox whose time stands still, with a payment to be paid, TRX-1, and one that was paid, TRX-2. */
async function startScene() {
  const shop = await startShop();
  const sandbox = await startSandbox({ port: 0, seed: 'forms' });
  const webhook_url = `${shop.url}/200`;
  const pending = await order(sandbox, 'TRX-1', { webhook_url });
  const paid = await order(sandbox, 'TRX-2', { webhook_url });
  await sandbox.pay(paid);
  const delivery = await sandbox.waitForDelivery({ id: paid });
  const ids: Record<string, string> = { PENDING: pending, PAID: paid, DELIVERY: delivery.id };

  return {
    sandbox,
    /** With the ids of this sandbox in place of their names. */
    named: (text: string) => text.replaceAll(/PENDING|PAID|DELIVERY/g, (name) => ids[name] ?? name),
    async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
      const response = await fetch(`${sandbox.url}/_dashboard/${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'accept-language': 'en', ...headers },
        redirect: 'manual',
      });
      return { response, text: await response.text() };
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await shop[Symbol.asyncDispose]();
    },
  };
}

/** Everything that a form can change. */
async function stateOfAll(sandbox: RunningSandbox) {
  const payments = await sandbox.payments();
  const license = await sandbox.license(KEY, LAUNDRY);
  return {
    payments: payments.map((one) => `${one.transactionId} ${stateOf(one, sandbox.now(one.apiKey))}`),
    webhooks: sandbox.deliveries.map(({ transactionId, fault }) => [transactionId, ...(fault ? [fault.kind] : [])]),
    attempts: sandbox.deliveries.find(({ transactionId }) => transactionId === 'TRX-2')?.attempts.length,
    faults: await sandbox.faults(),
    license: `${license?.state} ${license?.tokens}`,
    now: new Date(sandbox.now(LAUNDRY)).toISOString().slice(11, 16),
    bakery: new Date(sandbox.now(BAKERY)).toISOString().slice(11, 16),
  };
}

/** What is sent where. */
interface Sent {
  given: string;
  fields?: Record<string, string>;
}
type Change = Partial<Awaited<ReturnType<typeof stateOfAll>>>;

describe('a form of the dashboard', () => {
  const license = { account: LAUNDRY, key: KEY, tokens: '7' };
  const bothPaid = { payments: ['TRX-1 paid', 'TRX-2 paid'] };
  const forgotten = { payments: [], webhooks: [], attempts: undefined, license: 'active 1000000' };
  test.each<Sent & { want: Change; to: string }>([
    {
      given: 'payments/PENDING/pay',
      want: { ...bothPaid, webhooks: [['TRX-2'], ['TRX-1']] },
      to: '/#payment-PENDING',
    },
    {
      given: 'payments/PENDING/pay',
      fields: { fault: 'never' },
      want: { ...bothPaid, webhooks: [['TRX-2'], ['TRX-1', 'never']] },
      to: '/#payment-PENDING',
    },
    {
      given: `payments/PENDING/pay?api_key=${LAUNDRY}`,
      fields: { fault: '' },
      want: { ...bothPaid, webhooks: [['TRX-2'], ['TRX-1']] },
      to: `/?api_key=${LAUNDRY}#payment-PENDING`,
    },
    {
      given: 'payments/PENDING/fail?tab=nowhere&search=TRX&before=x',
      want: { payments: ['TRX-1 failed', 'TRX-2 paid'] },
      to: '/?search=TRX&before=x#payment-PENDING',
    },
    { given: 'payments/PENDING/expire', want: { payments: ['TRX-1 expired', 'TRX-2 paid'] }, to: '/#payment-PENDING' },
    {
      given: 'deliveries/DELIVERY/redeliver?tab=deliveries&state=delivered',
      want: { attempts: 2 },
      to: '/_dashboard/webhooks?state=delivered#delivery-DELIVERY',
    },
    {
      given: 'faults',
      fields: { account: LAUNDRY, fault: 'slow', seconds: '3' },
      want: { faults: [{ apiKey: LAUNDRY, fault: { kind: 'slow', seconds: 3 } }] },
      to: '/#faults',
    },
    {
      given: 'faults',
      fields: { account: LAUNDRY, id: 'TRX-9', fault: 'never', seconds: '' },
      want: { faults: [{ apiKey: LAUNDRY, id: 'TRX-9', fault: { kind: 'never' } }] },
      to: '/#faults',
    },
    {
      given: 'license-keys',
      fields: { ...license, state: 'expired' },
      want: { license: 'expired 7' },
      to: '/#license-keys',
    },
    {
      given: 'license-keys',
      fields: { ...license, state: 'gateway-failure' },
      want: { license: 'gateway-failure 7' },
      to: '/#license-keys',
    },
    {
      given: `advance?api_key=${BAKERY}`,
      fields: { minutes: '30' },
      want: { bakery: '10:30' },
      to: `/?api_key=${BAKERY}`,
    },
    { given: 'advance?api_key=', fields: { minutes: '1' }, want: { now: '10:01', bakery: '10:01' }, to: '/' },
    { given: 'reset', want: forgotten, to: '/' },
    { given: `reset?api_key=${LAUNDRY}`, want: forgotten, to: `/?api_key=${LAUNDRY}` },
    { given: `reset?api_key=${BAKERY}`, want: {}, to: `/?api_key=${BAKERY}` },
  ])('$given $fields has its effect and no other, and redirects to the same place', async (row) => {
    await using scene = await startScene();
    const before = await stateOfAll(scene.sandbox);
    const { response } = await scene.post(scene.named(row.given), row.fields);
    expect(await stateOfAll(scene.sandbox)).toEqual({ ...before, ...row.want });
    expect([response.status, response.headers.get('location')]).toEqual([303, scene.named(row.to)]);
  });

  test('clears a fault', async () => {
    await using scene = await startScene();
    await scene.sandbox.setFault({ kind: 'never' }, { apiKey: LAUNDRY, id: 'TRX-9' });
    await scene.sandbox.setFault({ kind: 'slow' }, { apiKey: LAUNDRY });
    await scene.post('faults', { account: LAUNDRY, id: 'TRX-9' });
    expect(await scene.sandbox.faults()).toEqual([{ apiKey: LAUNDRY, fault: { kind: 'slow' } }]);
    await scene.post('faults', { account: LAUNDRY });
    expect(await scene.sandbox.faults()).toEqual([]);
  });

  test('that pays with a fault sends the webhook with it, and leaves no fault behind', async () => {
    await using receiver = await startReceiver();
    await using sandbox = await startSandbox({ port: 0 });
    const id = await order(sandbox, 'TRX-1', { webhook_url: receiver.url });
    await sandbox.setFault({ kind: 'slow' }, { apiKey: LAUNDRY });
    const pay = () =>
      fetch(`${sandbox.url}/_dashboard/payments/${id}/pay`, {
        method: 'POST',
        body: new URLSearchParams({ fault: 'uppercase-signature' }),
        redirect: 'manual',
      });
    expect((await pay()).status).toBe(303);
    expect((await receiver.next()).headers['x-kgiton-signature']).toMatch(/^[A-F0-9]{64}$/);
    // A second time it cannot be paid.
    expect((await pay()).status).toBe(409);
    expect(await sandbox.faults()).toEqual([{ apiKey: LAUNDRY, fault: { kind: 'slow' } }]);
  });

  const ofLicense = { account: LAUNDRY, key: KEY };
  test.each<Sent & { want: string }>([
    { given: 'payments/PAY-GONE/pay', want: 'There is no payment with the payment id or transaction id PAY-GONE.' },
    { given: 'payments/PAID/pay', want: '(TRX-2) was paid before.' },
    { given: 'payments/PAID/pay', fields: { fault: 'never' }, want: '(TRX-2) was paid before.' },
    { given: 'payments/PAID/expire', want: '(TRX-2) was paid before.' },
    { given: 'payments/PENDING/pay', fields: { fault: '<b>' }, want: 'got &lt;b&gt;.' },
    { given: 'deliveries/x/redeliver', want: 'There is no delivery x.' },
    { given: 'advance', fields: { minutes: 'soon' }, want: 'Expected a number for minutes, got &quot;soon&quot;.' },
    { given: 'advance', fields: { minutes: '-1' }, want: 'Expected to advance by 0' },
    { given: 'advance', want: 'Expected a number for minutes, got &quot;&quot;.' },
    { given: 'faults', fields: { account: LAUNDRY, fault: '<b>' }, want: 'got &lt;b&gt;.' },
    {
      given: 'faults',
      fields: { account: LAUNDRY, fault: 'never', seconds: '1' },
      want: 'A fault never has no seconds.',
    },
    { given: 'license-keys', fields: { ...ofLicense, tokens: 'NaN' }, want: 'Expected a number for tokens' },
    { given: 'license-keys', fields: { ...ofLicense, tokens: '1', state: 'lost' }, want: 'gateway-failure, got lost.' },
    {
      given: 'license-keys',
      fields: { ...ofLicense, tokens: '-1', state: 'active' },
      want: 'Expected tokens as a whole',
    },
  ])(
    'that cannot be done ($given $fields) changes nothing, and the response is the page with the reason',
    async (row) => {
      await using scene = await startScene();
      const before = await stateOfAll(scene.sandbox);
      const { response, text } = await scene.post(scene.named(row.given), row.fields);
      expect(response.status).toBe(409);
      expect(/<p class="notice">(.*?)<\/p>/s.exec(text)?.[1]).toContain(row.want);
      expect(text).toContain('Pay <span class="hidden">TRX-1</span>');
      expect(await stateOfAll(scene.sandbox)).toEqual(before);
    },
  );

  test('shows no message from a link', async () => {
    await using scene = await startScene();
    const text = await (await fetch(`${scene.sandbox.url}/?problem=Call+0800-fraud&notice=Call`)).text();
    expect(text).not.toContain('Call');
  });

  const ours = { origin: 'SELF', 'sec-fetch-site': 'same-origin' };
  test.each([
    { given: {}, want: 303 },
    { given: ours, want: 303 },
    { given: { origin: 'SELF' }, want: 303 },
    { given: { 'sec-fetch-site': 'none' }, want: 303 },
    { given: { ...ours, 'sec-fetch-site': 'cross-site' }, want: 403 },
    { given: { ...ours, 'sec-fetch-site': 'same-site' }, want: 403 },
    { given: { 'sec-fetch-site': 'cross-site' }, want: 403 },
    // Behind a proxy that rewrites Host. A page cannot send this header, so its origin need not be compared.
    { given: { ...ours, origin: 'https://dev.example' }, want: 303 },
    { given: { origin: 'https://evil.example' }, want: 403 },
    { given: { origin: 'http://127.0.0.1:1' }, want: 403 },
    { given: { origin: 'null' }, want: 403 },
  ])('sent with $given has the status $want', async ({ given, want }) => {
    await using scene = await startScene();
    const headers = Object.entries(given).map(([name, value]) => [name, value.replace('SELF', scene.sandbox.url)]);
    const { response } = await scene.post('reset', {}, Object.fromEntries(headers));
    expect(response.status).toBe(want);
    expect((await scene.sandbox.payments()).length).toBe(want === 303 ? 0 : 2);
    if (want === 403) expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test('that is far too long is not read to the end', async () => {
    await using scene = await startScene();
    const { response } = await scene.post('reset', { long: 'x'.repeat(200_000) });
    expect([response.status, (await scene.sandbox.payments()).length]).toEqual([413, 2]);
  });
});

test('the page cannot be stored, framed or sniffed', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const [one, other] = [await fetch(sandbox.url), await fetch(sandbox.url)];
  const policy = one.headers.get('content-security-policy') ?? '';
  expect(Object.fromEntries(one.headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });
  const nonce = /nonce-([^']+)/.exec(policy)?.[1];
  expect(policy.replaceAll(`${nonce}`, 'N').split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'nonce-N'",
    "script-src 'nonce-N'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]);
  expect((await one.text()).split(`nonce="${nonce}"`).length).toBe(3);
  expect(other.headers.get('content-security-policy')).not.toBe(policy);
});
