import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { unwrap, verifyWebhook } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { generate, request } from './requests.js';

const secret = 'whsec_test_kgiton';

/** A sandbox whose webhooks get these statuses in turn (the last one repeatedly), or an error. */
function sandboxWith(...responses: (number | Error)[]) {
  const sent: { at: number; body: string; signature: string | null }[] = [];
  const sandbox = createSandbox({
    seed: 'webhooks',
    fetch: async (webhook) => {
      sent.push({
        at: sandbox.now(),
        body: await webhook.text(),
        signature: webhook.headers.get('x-kgiton-signature'),
      });
      const response = responses[Math.min(sent.length, responses.length) - 1] ?? 200;
      if (response instanceof Error) throw response;
      return new Response(null, { status: response, headers: { location: 'https://elsewhere.id' } });
    },
  });
  return { sandbox, sent };
}

const webhook_url = 'https://shop.id/webhook/payment';

test('after a payment, the webhook arrives with a signature that the SDK accepts', async () => {
  await using receiver = await startReceiver();
  await using sandbox = await startSandbox({ port: 0 });
  const sent = request({ webhook_url: `${receiver.url}/hook?shop=1` });
  const { body } = await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  const { method, url, headers, body: text } = await receiver.next();
  expect([method, url, headers['content-type']]).toEqual(['POST', '/hook?shop=1', 'application/json']);
  const event = unwrap(text, headers, secret);
  expect(event).toEqual({
    event: 'payment.success',
    payment_id: body.payment_id,
    transaction_id: sent.transaction_id,
    amount: 50_000,
    payment_type: 'QRIS',
    paid_at: expect.stringMatching(/^\d{4}-.+\dZ$/),
    signature: expect.any(String),
  });
  const { signature, ...unsigned } = event;
  expect(verifyWebhook(JSON.stringify(unsigned), signature, secret)).toBe(true);
  expect(await sandbox.waitForDelivery({ id: sent.transaction_id })).toMatchObject({
    state: 'delivered',
    attempts: [{ status: 200 }],
  });
});

test('without a webhook_url nothing is sent, and the error of waiting says so', async () => {
  const { sandbox, sent } = sandboxWith(200);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id }));
  await sandbox.pay(transaction_id);
  await expect(sandbox.waitForDelivery({ timeout: 20 })).rejects.toThrow(/none was sent.+webhook_url/);
  expect(sent).toEqual([]);
});

test('a webhook without an acknowledgement is retried after 1, 5, 15 and 60 minutes with the same bytes, then fails', async () => {
  const { sandbox, sent } = sandboxWith(500, new Error('connect ECONNREFUSED'), 301, 404, 500);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  const start = sandbox.now();
  await sandbox.pay(transaction_id);
  await sandbox.advance({ hours: 3 });
  expect(sent.map(({ at }) => (at - start) / 60_000)).toEqual([0, 1, 6, 21, 81]);
  expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  expect(sandbox.deliveries).toMatchObject([
    {
      state: 'failed',
      attempts: [{ status: 500 }, { error: 'connect ECONNREFUSED' }, { status: 301 }, { status: 404 }, { status: 500 }],
    },
  ]);
  await sandbox.advance({ hours: 24 });
  expect(sent).toHaveLength(5);
});

test('waiting for a webhook that cannot come any more ends at once, and says why', async () => {
  const { sandbox } = sandboxWith(500);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  await sandbox.pay(transaction_id);
  const waiting = expect(sandbox.waitForDelivery({ id: transaction_id, timeout: 60_000 })).rejects.toThrow(
    `${transaction_id} is failed (500, 500, 500, 500, 500)`,
  );
  await sandbox.advance({ hours: 3 });
  await waiting;
  const withheld = request({ webhook_url });
  await sandbox.setFault({ kind: 'never' }, { id: withheld.transaction_id });
  await generate(sandbox, withheld);
  await sandbox.pay(withheld.transaction_id);
  await expect(sandbox.waitForDelivery({ id: withheld.transaction_id, timeout: 60_000 })).rejects.toThrow(
    /is withheld/,
  );
});

test.each([200, 201, 204, 299])('%i acknowledges it', async (status) => {
  const { sandbox, sent } = sandboxWith(500, status === 204 ? 204 : status);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  await sandbox.pay(transaction_id);
  await sandbox.advance({ minutes: 1 });
  expect(sandbox.deliveries[0]).toMatchObject({ state: 'delivered', nextAttemptAt: undefined });
  await sandbox.advance({ hours: 3 });
  expect(sent).toHaveLength(2);
});

test('a script that only waits for a webhook stays alive until it learns that none came', async () => {
  const script = `
    import { createSandbox } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    await createSandbox().waitForDelivery({ timeout: 200 }).catch(({ reason }) => console.log(reason));`;
  const args = ['--input-type=module', '--eval', script];
  expect((await promisify(execFile)(process.execPath, args)).stdout).toBe('timeout\n');
});

test('a payment that was paid does not expire', async () => {
  const { sandbox } = sandboxWith(200);
  const { body } = await generate(sandbox, request());
  await sandbox.pay(body.payment_id);
  await expect(sandbox.expire(body.payment_id)).rejects.toThrow(/was paid before/);
});

test('a redelivery sends the same bytes once more', async () => {
  const { sandbox, sent } = sandboxWith(200);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  await sandbox.pay(transaction_id);
  const { id } = await sandbox.waitForDelivery();
  await sandbox.redeliver(id);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  await expect(sandbox.redeliver('dlv_NONE')).rejects.toThrow(/no delivery dlv_NONE/);
});

test('a redelivery is independent of the schedule: a failed one does not count as one of the five attempts', async () => {
  const { sandbox, sent } = sandboxWith(500);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  const start = sandbox.now();
  await sandbox.pay(transaction_id);
  await expect.poll(() => sandbox.deliveries[0]?.attempts.length).toBe(1);
  const { id, nextAttemptAt } = sandbox.deliveries[0] ?? {};
  const again = await sandbox.redeliver(id ?? '');
  expect(again).toMatchObject({ state: 'pending', nextAttemptAt, attempts: [{}, { reason: 'redelivery' }] });
  await sandbox.advance({ hours: 3 });
  expect(sent.map(({ at }) => (at - start) / 60_000)).toEqual([0, 0, 1, 6, 21, 81]);
  expect(sandbox.deliveries[0]?.state).toBe('failed');
});

test('an acknowledged redelivery ends the schedule', async () => {
  const { sandbox, sent } = sandboxWith(500, 200);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  await sandbox.pay(transaction_id);
  await expect.poll(() => sandbox.deliveries[0]?.attempts.length).toBe(1);
  await sandbox.redeliver(sandbox.deliveries[0]?.id ?? '');
  await sandbox.advance({ hours: 3 });
  expect([sent.length, sandbox.deliveries[0]?.state]).toEqual([2, 'delivered']);
});

test('two concurrent moves of the clock are both made', async () => {
  const { sandbox } = sandboxWith(500);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  const start = sandbox.now();
  await sandbox.pay(transaction_id);
  await Promise.all([
    sandbox.advance({ minutes: 10 }),
    sandbox.advance({ minutes: 20 }),
    sandbox.advance({ minutes: 30 }),
  ]);
  expect((sandbox.now() - start) / 60_000).toBe(60);
});

test('81 minutes after the payment the fifth attempt has been made, even with a running clock', async () => {
  const sandbox = createSandbox({
    fetch: async () => {
      // The clock of the sandbox runs on meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 30));
      return new Response(null, { status: 500 });
    },
  });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await sandbox.advance({ minutes: 81 });
  expect(sandbox.deliveries).toMatchObject([{ state: 'failed', attempts: [{}, {}, {}, {}, {}] }]);
});

test('a closed sandbox sends nothing any more', async () => {
  const { sandbox, sent } = sandboxWith(200);
  const { transaction_id } = request();
  await generate(sandbox, request({ transaction_id, webhook_url }));
  await sandbox.close();
  await sandbox.pay(transaction_id);
  await sandbox.advance({ hours: 2 });
  expect(sent).toEqual([]);
});

test('a given secret signs the webhooks', async () => {
  const bodies: string[] = [];
  const sandbox = createSandbox({
    webhookSecret: 'whsec_mine',
    fetch: async (webhook) => {
      const text = await webhook.text();
      bodies.push(unwrap(text, webhook.headers, 'whsec_mine').transaction_id);
      return new Response();
    },
  });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await sandbox.waitForDelivery();
  expect(bodies).toEqual([sent.transaction_id]);
});

describe('a payment can be paid', () => {
  test('by either of its ids, once', async () => {
    const { sandbox, sent } = sandboxWith(200);
    const { body } = await generate(sandbox, request({ webhook_url }));
    await sandbox.pay(body.payment_id);
    await expect(sandbox.pay(body.transaction_id)).rejects.toThrow(/was paid before/);
    await sandbox.waitForDelivery();
    expect(sent).toHaveLength(1);
  });

  test('until the moment of its expiry, not from then on; an expiry sends no event', async () => {
    const { sandbox, sent } = sandboxWith(200);
    const early = await generate(sandbox, request({ webhook_url, expiry_minutes: 1 }));
    const late = await generate(sandbox, request({ webhook_url, expiry_minutes: 1 }));
    await sandbox.advance({ milliseconds: 59_999 });
    await sandbox.pay(early.body.payment_id);
    await sandbox.advance({ milliseconds: 1 });
    await expect(sandbox.pay(late.body.payment_id)).rejects.toThrow(/has expired/);
    await sandbox.waitForDelivery();
    expect(sent).toHaveLength(1);
  });

  test('only if it exists', async () => {
    await expect(createSandbox().pay('TRX-NONE')).rejects.toThrow(
      /no payment with the payment id or transaction id TRX-NONE/,
    );
  });
});
