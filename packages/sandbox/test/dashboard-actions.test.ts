import { describe, expect, test } from 'vitest';
import { START } from './dashboard-simulation.js';
import { serveDashboard } from './dashboard-visit.js';
import { deliveryOf, licenses, paymentOf } from './dashboard-world.js';

const payment = paymentOf({ number: 1 });
const { paymentId } = payment;
const world = {
  payments: [payment, paymentOf({ number: 2, paidAt: START })],
  deliveries: [deliveryOf(2)],
  apiKeys: ['kgiton_laundry'],
  licenses,
};
const apiKey = 'kgiton_laundry';

describe('a form of the dashboard', () => {
  const post = async (
    path: string,
    fields: Record<string, string | undefined> = {},
    headers: Record<string, string> = {},
  ) => {
    await using served = await serveDashboard(world);
    const response = await fetch(`${served.url}/_dashboard/${path}`, {
      method: 'POST',
      body: new URLSearchParams(
        Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
      ),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('SELF', served.url)]),
      ),
      redirect: 'manual',
    });
    return { response, text: await response.text(), calls: served.simulation.calls };
  };

  test.each([
    {
      given: { path: `payments/${paymentId}/pay` },
      want: [['pay', paymentId, apiKey]],
      to: `/#payment-${paymentId}`,
    },
    {
      given: { path: `payments/${paymentId}/pay`, fields: { fault: 'duplicate' } },
      want: [
        ['setFault', { kind: 'duplicate' }, { id: paymentId, apiKey }],
        ['pay', paymentId, apiKey],
      ],
      to: `/#payment-${paymentId}`,
    },
    {
      given: { path: `payments/${paymentId}/pay?api_key=kgiton_laundry`, fields: { fault: '' } },
      want: [['pay', paymentId, apiKey]],
      to: `/?api_key=kgiton_laundry#payment-${paymentId}`,
    },
    {
      given: { path: `payments/${paymentId}/expire` },
      want: [['expire', paymentId]],
      to: `/#payment-${paymentId}`,
    },
    { given: { path: 'deliveries/dlv_2/redeliver' }, want: [['redeliver', 'dlv_2']], to: '/#delivery-dlv_2' },
    {
      given: { path: 'faults', fields: { world: apiKey, fault: 'slow', seconds: '3' } },
      want: [['setFault', { kind: 'slow', seconds: 3 }, { id: undefined, apiKey }]],
      to: '/#faults',
    },
    {
      given: { path: 'faults', fields: { world: apiKey, fault: 'never', seconds: '' } },
      want: [['setFault', { kind: 'never' }, { id: undefined, apiKey }]],
      to: '/#faults',
    },
    {
      given: { path: 'faults', fields: { world: apiKey, id: 'TRX-9' } },
      want: [['setFault', undefined, { id: 'TRX-9', apiKey }]],
      to: '/#faults',
    },
    {
      given: { path: 'license-keys', fields: { world: apiKey, key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', tokens: '7' } },
      want: [['setLicense', { key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', tokens: 7 }, apiKey]],
      to: '/#license-keys',
    },
    {
      given: { path: 'advance?api_key=k%20%26', fields: { minutes: '30' } },
      want: [['advance', { minutes: 30 }, 'k &']],
      to: '/?api_key=k+%26',
    },
    {
      given: { path: 'advance?api_key=', fields: { minutes: '1' } },
      want: [['advance', { minutes: 1 }, undefined]],
      to: '/',
    },
    { given: { path: 'reset' }, want: [['reset', undefined]], to: '/' },
    { given: { path: `reset?api_key=${apiKey}` }, want: [['reset', apiKey]], to: `/?api_key=${apiKey}` },
  ])('does what $given.path asks for, and leads back to the same place', async ({ given, want, to }) => {
    const { response, calls } = await post(given.path, 'fields' in given ? given.fields : {});
    expect(calls).toEqual(want);
    expect([response.status, response.headers.get('location')]).toEqual([303, to]);
  });

  test.each([
    { given: { path: 'payments/PAY-GONE/pay' }, want: 'There is no payment PAY-GONE.' },
    { given: { path: `payments/${world.payments[1]?.paymentId}/pay` }, want: 'TRX-2 was paid before.' },
    { given: { path: 'deliveries/x/redeliver' }, want: 'There is no webhook x.' },
    {
      given: { path: 'advance', fields: { minutes: 'soon' } },
      want: 'Expected a number for minutes, got &quot;soon&quot;.',
    },
    { given: { path: 'advance' }, want: 'Expected a number for minutes, got &quot;&quot;.' },
    { given: { path: 'faults', fields: { fault: '<b>' } }, want: 'got &lt;b&gt;.' },
    { given: { path: 'license-keys', fields: { tokens: 'NaN' } }, want: 'Expected a number for tokens' },
  ])('that cannot be done ($given.path) is answered with the page and the reason', async ({ given, want }) => {
    const { response, text } = await post(given.path, 'fields' in given ? given.fields : {});
    expect(response.status).toBe(409);
    expect(/<p class="notice">(.*?)<\/p>/s.exec(text)?.[1]).toContain(want);
    expect(text).toContain('Pay <span class="hidden">TRX-1</span>');
  });

  test('shows no problem that a link says', async () => {
    await using served = await serveDashboard(world);
    const text = await (await fetch(`${served.url}/?problem=Call+0800-fraud&notice=Call`)).text();
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
    { given: { ...ours, origin: 'https://evil.example' }, want: 403 },
    { given: { origin: 'http://127.0.0.1:1' }, want: 403 },
    { given: { origin: 'null' }, want: 403 },
  ])('sent with $given is answered with $want', async ({ given, want }) => {
    const { response, calls } = await post('reset', {}, given as Record<string, string>);
    expect(response.status).toBe(want);
    expect(calls.length).toBe(want === 303 ? 1 : 0);
    if (want === 403) expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test('that is far too long is not read to its end', async () => {
    const { response, calls } = await post('reset', { long: 'x'.repeat(200_000) });
    expect([response.status, calls]).toEqual([413, []]);
  });
});

describe('the page', () => {
  test('is for nobody else: not stored, not framed, not sniffed', async () => {
    await using served = await serveDashboard(world);
    const [one, other] = [await fetch(served.url), await fetch(served.url)];
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
});

describe('the stream of events', () => {
  const open = async () => {
    const served = await serveDashboard(world);
    const leaving = new AbortController();
    const response = await fetch(`${served.url}/_dashboard/events`, { signal: leaving.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    return { served, leaving, response, next };
  };

  test('says at once and at each change that something has changed, and nothing of what', async () => {
    const { served, leaving, response, next } = await open();
    await using _ = served;
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const event = 'retry: 1000\nevent: changed\ndata: changed\n\n';
    expect(await next()).toBe(event);
    await expect.poll(() => served.simulation.waiting).toBe(1);
    served.simulation.set({ now: START + 1 });
    expect(await next()).toBe(event);
    leaving.abort();
  });

  test('tells many changes in a moment as few, and loses none', async () => {
    const { served, leaving, next } = await open();
    await using _ = served;
    await next();
    await expect.poll(() => served.simulation.waiting).toBe(1);
    const begin = performance.now();
    let events = 0;
    const counting = (async () => {
      for (;;) events += (await next()).split('data: changed').length - 1;
    })().catch(() => undefined);
    while (performance.now() - begin < 1_000) {
      served.simulation.set({});
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(() => served.simulation.waiting).toBe(1);
    expect(events).toBeGreaterThanOrEqual(2);
    expect(events).toBeLessThanOrEqual(6);
    leaving.abort();
    await counting;
  });

  test('ends when the client goes away, and waits for nothing any more', async () => {
    const { served, leaving, next } = await open();
    await using _ = served;
    await next();
    await expect.poll(() => served.simulation.waiting).toBe(1);
    leaving.abort();
    await expect.poll(() => served.simulation.waiting).toBe(0);
  });
});
