import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { createServer } from '../src/server/node-server.js';
import { type ControlRequest, control } from './control-api.js';
import { caughtUp, generate, request } from './requests.js';

describe('a request that waits for a webhook', () => {
  test('gets its response when the webhook arrives, not before', async () => {
    await using receiver = await startReceiver();
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: receiver.url });
    await generate(sandbox, sent);
    let paid = false;
    const waiting = control(sandbox, 'listDeliveries', {
      query: { payment: sent.transaction_id, state: 'delivered', wait: 10_000 },
    }).then(({ body }) => ({ paid, body }));
    await caughtUp(sandbox);
    paid = true;
    await control(sandbox, 'payPayment', { name: sent.transaction_id });
    const content = await waiting;
    expect(content.paid).toBe(true);
    expect(content.body.deliveries).toMatchObject([{ transaction_id: sent.transaction_id, state: 'delivered' }]);
  });

  test('ignores webhooks of another payment, API key or state', async () => {
    await using receiver = await startReceiver();
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: receiver.url });
    await generate(sandbox, sent);
    const asked: ControlRequest[] = [
      { query: { payment: 'TRX-OTHER', wait: 300 } },
      { query: { state: 'failed', wait: 300 } },
      { query: { wait: 300 }, apiKey: 'kgiton_other' },
    ];
    const waiting = asked.map((options) => control(sandbox, 'listDeliveries', options));
    await sandbox.pay(sent.transaction_id);
    await sandbox.waitForDelivery();
    for (const { body } of await Promise.all(waiting)) expect(body.deliveries).toEqual([]);
  });

  test('ends with an empty list when its time is up', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const start = performance.now();
    const { body } = await control(sandbox, 'listDeliveries', { query: { wait: 200 } });
    expect(body.deliveries).toEqual([]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(190);
  });

  test('ends when its time is up, even if garbage is collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const clearUp = runInNewContext('gc') as () => void;
    await using sandbox = await startSandbox({ port: 0 });
    const gone = AbortSignal.timeout(5_000);
    const waiting = control(sandbox, 'listDeliveries', { query: { wait: 500 }, signal: gone });
    for (let round = 0; round < 3; round += 1) {
      await caughtUp(sandbox);
      clearUp();
    }
    expect((await waiting).body.deliveries).toEqual([]);
  });

  test.each(['-1', '60001', '1.5', 'x', '', 'Infinity'])('is refused for %o milliseconds', async (wait) => {
    await using sandbox = await startSandbox({ port: 0 });
    const { status, body } = await control(sandbox, 'listDeliveries', { query: { wait } });
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  test('ends when its client disconnects, a hundred times over', async () => {
    const sandbox = createSandbox();
    let begun = 0;
    let ended = 0;
    const { server, drain } = createServer(
      () => undefined,
      async (received) => {
        begun += 1;
        try {
          return await sandbox.fetch(received);
        } finally {
          ended += 1;
        }
      },
      { isOwnName: () => true, refusal: () => '' },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const gone = new AbortController();
    const waiting = Array.from({ length: 100 }, () =>
      control({ url }, 'listDeliveries', { query: { wait: 60_000 }, signal: gone.signal }).catch(() => 'gone'),
    );
    await expect.poll(() => begun).toBe(100);
    expect(ended).toBe(0);
    gone.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['gone']));
    await expect.poll(() => ended, { timeout: 3_000 }).toBe(100);
    await drain();
  });
});
