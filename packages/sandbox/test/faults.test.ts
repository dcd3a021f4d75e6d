import { verifyWebhook } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox, type WebhookFault } from '../src/index.js';
import { API_KEY, generate, request } from './requests.js';

const secret = 'whsec_test_kgiton';
const webhook_url = 'https://shop.id/webhook/payment';

/** A sandbox with one webhook fault, and what it sends, which is always acknowledged. */
function sandboxWith(fault?: WebhookFault) {
  const sent: { at: number; body: string; signature: string }[] = [];
  const sandbox = createSandbox({
    seed: 'faults',
    fetch: async (webhook) => {
      const signature = webhook.headers.get('x-kgiton-signature') ?? '';
      sent.push({ at: sandbox.now(API_KEY), body: await webhook.text(), signature });
      return new Response();
    },
  });
  return { sandbox, sent, set: () => sandbox.setFault(fault, { apiKey: API_KEY }) };
}

/** Generates a payment and pays it. */
async function paid({ sandbox }: Pick<ReturnType<typeof sandboxWith>, 'sandbox'>, transaction_id?: string) {
  const sent = request({ webhook_url, ...(transaction_id !== undefined && { transaction_id }) });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id, API_KEY);
  return sent.transaction_id;
}

describe('a webhook fault on demand:', () => {
  test('sends it twice, with the same bytes', async () => {
    const setup = sandboxWith({ kind: 'duplicate' });
    await setup.set();
    await paid(setup);
    await setup.sandbox.waitForDelivery();
    expect(setup.sent).toHaveLength(2);
    expect(setup.sent[0]).toEqual(setup.sent[1]);
    expect(setup.sandbox.deliveries).toMatchObject([{ fault: { kind: 'duplicate' }, attempts: [{}, {}] }]);
  });

  test('counts it as delivered only once both requests have ended', async () => {
    const responses: ((response: Response) => void)[] = [];
    const sandbox = createSandbox({ fetch: () => new Promise((resolve) => responses.push(resolve)) });
    const sent = request({ webhook_url });
    await generate(sandbox, sent);
    await sandbox.setFault({ kind: 'duplicate' }, { id: sent.transaction_id });
    await sandbox.pay(sent.transaction_id);
    const delivered = sandbox.waitForDelivery({ id: sent.transaction_id }).then(() => 'delivered');
    await expect.poll(() => responses.length).toBe(2);
    responses[0]?.(new Response());
    // Whatever the first response sets off has run by then.
    await new Promise(setImmediate);
    expect(sandbox.deliveries).toMatchObject([{ state: 'pending', attempts: [] }]);
    responses[1]?.(new Response(null, { status: 500 }));
    expect(await delivered).toBe('delivered');
    expect(sandbox.deliveries).toMatchObject([{ attempts: [{ status: 200 }, { status: 500 }] }]);
  });

  test('delays it, by the clock of its account', async () => {
    const setup = sandboxWith({ kind: 'delayed', seconds: 90 });
    await setup.set();
    await paid(setup);
    const begun = setup.sandbox.now(API_KEY);
    await setup.sandbox.advance({ seconds: 89 });
    expect(setup.sent).toEqual([]);
    await setup.sandbox.advance({ seconds: 1 });
    expect(setup.sent.map(({ at }) => at - begun)).toEqual([90_000]);
  });

  test('withholds it until it is redelivered', async () => {
    const setup = sandboxWith({ kind: 'never' });
    await setup.set();
    const id = await paid(setup);
    await setup.sandbox.advance({ hours: 5 });
    const { id: delivery } = await setup.sandbox.waitForDelivery({ id, state: 'withheld' });
    expect(setup.sent).toEqual([]);
    expect((await setup.sandbox.redeliver(delivery)).state).toBe('delivered');
  });

  test('signs it with another secret', async () => {
    const setup = sandboxWith({ kind: 'wrong-secret' });
    await setup.set();
    await paid(setup);
    await setup.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = setup.sent;
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(verifyWebhook(body, signature, secret)).toBe(false);
  });

  test('changes the amount after signing', async () => {
    const setup = sandboxWith({ kind: 'tampered' });
    await setup.set();
    await paid(setup);
    await setup.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = setup.sent;
    expect(JSON.parse(body).amount).toBe(50_001);
    expect(verifyWebhook(body, signature, secret)).toBe(false);
    expect(verifyWebhook(body.replace('50001', '50000'), signature, secret)).toBe(true);
  });

  test('writes the signature in upper case', async () => {
    const setup = sandboxWith({ kind: 'uppercase-signature' });
    await setup.set();
    await paid(setup);
    await setup.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = setup.sent;
    expect(signature).toMatch(/^[0-9A-F]{64}$/);
    expect(verifyWebhook(body, signature.toLowerCase(), secret)).toBe(true);
  });

  test('sends it piece by piece, while other requests are served', async () => {
    const pieces: number[] = [];
    let length: string | undefined;
    await using receiver = await serve(async (incoming, response) => {
      length = incoming.headers['content-length'];
      for await (const chunk of incoming) pieces.push((chunk as Buffer).length);
      response.end();
    });
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: receiver.url });
    await sandbox.setFault({ kind: 'slow', seconds: 0.5 }, { id: sent.transaction_id, apiKey: API_KEY });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
    expect((await generate(sandbox, request())).status).toBe(200);
    expect(sandbox.deliveries[0]?.attempts).toEqual([]);
    const { attempts, body } = await sandbox.waitForDelivery();
    expect(pieces.length).toBeGreaterThan(3);
    expect(length).toBe(String(Buffer.byteLength(body)));
    expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBe(Buffer.byteLength(body));
    expect(attempts[0]?.duration).toBeGreaterThan(400);
  });

  test('sends it before the response to the request, over a socket', async () => {
    const order: string[] = [];
    await using receiver = await serve((_incoming, response) => {
      order.push('webhook');
      response.end();
    });
    await using sandbox = await startSandbox({ port: 0 });
    await sandbox.setFault({ kind: 'early' }, { apiKey: API_KEY });
    const { status, body } = await generate(sandbox, request({ webhook_url: receiver.url }));
    order.push('response');
    expect([status, order]).toEqual([200, ['webhook', 'response']]);
    expect(sandbox.deliveries).toMatchObject([{ paymentId: body.payment_id, state: 'delivered' }]);
  });
});

describe('a fault', () => {
  test('of a payment can be set before the payment exists, and takes precedence over that of its API key', async () => {
    const setup = sandboxWith({ kind: 'never' });
    await setup.set();
    await setup.sandbox.setFault({ kind: 'duplicate' }, { id: 'TRX-MINE', apiKey: API_KEY });
    expect(await setup.sandbox.faults()).toContainEqual({
      apiKey: API_KEY,
      id: 'TRX-MINE',
      fault: { kind: 'duplicate' },
    });
    await paid(setup, 'TRX-MINE');
    await paid(setup, 'TRX-OTHER');
    await setup.sandbox.waitForDelivery({ id: 'TRX-OTHER', state: 'withheld' });
    await setup.sandbox.waitForDelivery({ id: 'TRX-MINE' });
    expect(setup.sent).toHaveLength(2);
    // A payment is paid once, so its fault is gone.
    expect(await setup.sandbox.faults()).toEqual([{ apiKey: API_KEY, fault: { kind: 'never' } }]);
  });

  test('ends when it is removed, and does not apply to another API key', async () => {
    const setup = sandboxWith({ kind: 'never' });
    await setup.set();
    const other = request({ webhook_url });
    await generate(setup.sandbox, other, { 'x-api-key': 'kgiton_other' });
    await setup.sandbox.pay(other.transaction_id, 'kgiton_other');
    await setup.sandbox.waitForDelivery({ apiKey: 'kgiton_other' });
    await setup.sandbox.setFault(undefined, { apiKey: API_KEY });
    await paid(setup);
    await setup.sandbox.waitForDelivery({ apiKey: API_KEY });
    expect(await setup.sandbox.faults()).toEqual([]);
  });

  test.each([
    [{ kind: 'late' } as unknown as WebhookFault, /Expected a fault of duplicate.+got "late"/],
    [{ kind: 'duplicate', seconds: 1 } as WebhookFault, /duplicate has no seconds/],
    [{ kind: 'slow', seconds: 61 } as WebhookFault, /Expected 0 to 60 seconds for a fault slow, got 61/],
  ])('%o is refused', async (fault, message) => {
    await expect(createSandbox().setFault(fault, { apiKey: API_KEY })).rejects.toThrow(message);
  });
});

test.concurrent('an early payment without a webhook_url is paid without waiting', async () => {
  await using hanging = await serve(() => {});
  await using sandbox = await startSandbox({ port: 0 });
  await sandbox.setFault({ kind: 'early' }, { apiKey: API_KEY });
  const done: string[] = [];
  const waiting = generate(sandbox, request({ webhook_url: hanging.url })).then(() => done.push('with'));
  await expect.poll(() => sandbox.deliveries.length).toBe(1);
  const { body } = await generate(sandbox, request());
  done.push('without');
  await waiting;
  expect(done).toEqual(['without', 'with']);
  expect((await sandbox.payment(body.payment_id)).paidAt).toBeDefined();
});

test.concurrent('an early webhook whose receiver hangs holds the response for 5 seconds, not forever', async () => {
  await using receiver = await startReceiver();
  await using hanging = await serve(() => {});
  await using sandbox = await startSandbox({ port: 0 });
  await sandbox.setFault({ kind: 'early' }, { apiKey: API_KEY });
  const begun = performance.now();
  const slow = generate(sandbox, request({ webhook_url: hanging.url }));
  await expect.poll(() => sandbox.deliveries.length).toBe(1);
  await sandbox.setFault(undefined, { apiKey: API_KEY });
  expect((await generate(sandbox, request({ webhook_url: receiver.url }))).status).toBe(200);
  expect((await slow).status).toBe(200);
  expect(performance.now() - begun).toBeGreaterThan(4_000);
});
