import { verifyWebhook } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox, type WebhookFault } from '../src/index.js';
import { API_KEY, generate, request } from './requests.js';

const secret = 'whsec_test_kgiton';
const webhook_url = 'https://shop.id/webhook/payment';

/** A sandbox that lets webhooks go wrong in one way, and what it sends, which is always acknowledged. */
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

/** Makes and pays a payment. */
async function paid({ sandbox }: Pick<ReturnType<typeof sandboxWith>, 'sandbox'>, transaction_id?: string) {
  const sent = request({ webhook_url, ...(transaction_id !== undefined && { transaction_id }) });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id, API_KEY);
  return sent.transaction_id;
}

describe('a webhook goes wrong on demand:', () => {
  test('twice, with the same bytes', async () => {
    const world = sandboxWith({ kind: 'duplicate' });
    await world.set();
    await paid(world);
    await world.sandbox.waitForDelivery();
    expect(world.sent).toHaveLength(2);
    expect(world.sent[0]).toEqual(world.sent[1]);
    expect(world.sandbox.deliveries).toMatchObject([{ fault: { kind: 'duplicate' }, attempts: [{}, {}] }]);
  });

  test('late, by the clock of its world', async () => {
    const world = sandboxWith({ kind: 'delayed', seconds: 90 });
    await world.set();
    await paid(world);
    const begun = world.sandbox.now(API_KEY);
    await world.sandbox.advance({ seconds: 89 });
    expect(world.sent).toEqual([]);
    await world.sandbox.advance({ seconds: 1 });
    expect(world.sent.map(({ at }) => at - begun)).toEqual([90_000]);
  });

  test('not at all, until somebody sends it after all', async () => {
    const world = sandboxWith({ kind: 'never' });
    await world.set();
    const id = await paid(world);
    await world.sandbox.advance({ hours: 5 });
    const { id: delivery } = await world.sandbox.waitForDelivery({ id, state: 'withheld' });
    expect(world.sent).toEqual([]);
    expect((await world.sandbox.redeliver(delivery)).state).toBe('delivered');
  });

  test('signed with another secret', async () => {
    const world = sandboxWith({ kind: 'wrong-secret' });
    await world.set();
    await paid(world);
    await world.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = world.sent;
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(verifyWebhook(body, signature, secret)).toBe(false);
  });

  test('with another amount than was signed', async () => {
    const world = sandboxWith({ kind: 'tampered' });
    await world.set();
    await paid(world);
    await world.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = world.sent;
    expect(JSON.parse(body).amount).toBe(50_001);
    expect(verifyWebhook(body, signature, secret)).toBe(false);
    expect(verifyWebhook(body.replace('50001', '50000'), signature, secret)).toBe(true);
  });

  test('with its signature in upper case', async () => {
    const world = sandboxWith({ kind: 'uppercase-signature' });
    await world.set();
    await paid(world);
    await world.sandbox.waitForDelivery();
    const [{ body, signature } = { body: '', signature: '' }] = world.sent;
    expect(signature).toMatch(/^[0-9A-F]{64}$/);
    expect(verifyWebhook(body, signature.toLowerCase(), secret)).toBe(true);
  });

  test('piece by piece, while others are answered', async () => {
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

  test('before the answer to the request, over a socket', async () => {
    const order: string[] = [];
    await using receiver = await serve((_incoming, response) => {
      order.push('webhook');
      response.end();
    });
    await using sandbox = await startSandbox({ port: 0 });
    await sandbox.setFault({ kind: 'early' }, { apiKey: API_KEY });
    const { status, body } = await generate(sandbox, request({ webhook_url: receiver.url }));
    order.push('answer');
    expect([status, order]).toEqual([200, ['webhook', 'answer']]);
    expect(sandbox.deliveries).toMatchObject([{ paymentId: body.payment_id, state: 'delivered' }]);
  });
});

describe('a fault', () => {
  test('of a payment can be set before there is the payment, and comes before that of its API key', async () => {
    const world = sandboxWith({ kind: 'never' });
    await world.set();
    await world.sandbox.setFault({ kind: 'duplicate' }, { id: 'TRX-MINE', apiKey: API_KEY });
    expect(await world.sandbox.faults()).toContainEqual({
      apiKey: API_KEY,
      id: 'TRX-MINE',
      fault: { kind: 'duplicate' },
    });
    await paid(world, 'TRX-MINE');
    await paid(world, 'TRX-OTHER');
    await world.sandbox.waitForDelivery({ id: 'TRX-OTHER', state: 'withheld' });
    await world.sandbox.waitForDelivery({ id: 'TRX-MINE' });
    expect(world.sent).toHaveLength(2);
    // A payment is paid once, so its fault is used up.
    expect(await world.sandbox.faults()).toEqual([{ apiKey: API_KEY, fault: { kind: 'never' } }]);
  });

  test('ends when it is taken away, and is none of another API key', async () => {
    const world = sandboxWith({ kind: 'never' });
    await world.set();
    const other = request({ webhook_url });
    await generate(world.sandbox, other, { 'x-api-key': 'kgiton_other' });
    await world.sandbox.pay(other.transaction_id, 'kgiton_other');
    await world.sandbox.waitForDelivery({ apiKey: 'kgiton_other' });
    await world.sandbox.setFault(undefined, { apiKey: API_KEY });
    await paid(world);
    await world.sandbox.waitForDelivery({ apiKey: API_KEY });
    expect(await world.sandbox.faults()).toEqual([]);
  });

  test.each([
    [{ kind: 'late' } as unknown as WebhookFault, /Expected a fault of duplicate.+got "late"/],
    [{ kind: 'duplicate', seconds: 1 } as WebhookFault, /duplicate has no seconds/],
    [{ kind: 'slow', seconds: 61 } as WebhookFault, /Expected 0 to 60 seconds for a fault slow, got 61/],
  ])('%o is refused', async (fault, message) => {
    await expect(createSandbox().setFault(fault, { apiKey: API_KEY })).rejects.toThrow(message);
  });
});

test('an early payment without a webhook_url is paid, and waits for nothing', async () => {
  await using hanging = await serve(() => {});
  await using sandbox = await startSandbox({ port: 0 });
  await sandbox.setFault({ kind: 'early' }, { apiKey: API_KEY });
  const answered: string[] = [];
  const waiting = generate(sandbox, request({ webhook_url: hanging.url })).then(() => answered.push('with'));
  await expect.poll(() => sandbox.deliveries.length).toBe(1);
  const { body } = await generate(sandbox, request());
  answered.push('without');
  await waiting;
  expect(answered).toEqual(['without', 'with']);
  expect((await sandbox.payment(body.payment_id)).paidAt).toBeDefined();
});

test('an early webhook whose receiver hangs holds its answer for 5 seconds, not for ever', async () => {
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
