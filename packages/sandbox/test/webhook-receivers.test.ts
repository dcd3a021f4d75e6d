import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { API_KEY, generate, request } from './requests.js';

const webhook_url = 'https://shop.id/webhook/payment';

test('a redirect is not followed', async () => {
  const elsewhere: string[] = [];
  await using target = await serve((incoming, response) => {
    elsewhere.push(incoming.url ?? '');
    response.end();
  });
  await using receiver = await serve((_incoming, response) => {
    response.writeHead(307, { location: target.url }).end();
  });
  await using sandbox = await startSandbox({ port: 0 });
  const sent = request({ webhook_url: receiver.url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await expect.poll(() => sandbox.deliveries[0]?.attempts).toMatchObject([{ status: 307 }]);
  expect(elsewhere).toEqual([]);
});

test('a receiver that is down or hangs slows no other request, and the sandbox still closes', async () => {
  await using hanging = await serve(() => {});
  await using sandbox = await startSandbox({ port: 0 });
  for (const url of [hanging.url, 'http://127.0.0.1:47']) {
    const sent = request({ webhook_url: url });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
  }
  expect((await generate(sandbox, request())).status).toBe(200);
  await expect.poll(() => sandbox.deliveries[1]?.attempts.length).toBe(1);
  expect(sandbox.deliveries[0]?.attempts).toEqual([]);
});

test('a receiver in the same process that never responds does not keep the sandbox from closing', async () => {
  const sandbox = createSandbox({ fetch: () => new Promise(() => {}) });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await sandbox.close();
  expect(sandbox.deliveries).toMatchObject([{ state: 'pending', attempts: [] }]);
});

test('a connection to a receiver that hangs ends with the sandbox, even after a garbage collection', async () => {
  const closed: Promise<unknown>[] = [];
  await using hanging = await serve((incoming) => {
    closed.push(once(incoming.socket, 'close'));
  });
  const sandbox = await startSandbox({ port: 0 });
  const sent = request({ webhook_url: hanging.url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await expect.poll(() => closed.length).toBe(1);
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 3; round++) {
    runInNewContext('gc')();
    await setImmediate();
  }
  await sandbox.close();
  await closed[0];
});

test('a reset of an API key aborts its attempts in flight, and no others', async () => {
  const given: string[] = [];
  const sandbox = createSandbox({
    fetch: (webhook) =>
      new Promise((_resolve, reject) => {
        webhook.signal.addEventListener('abort', () => {
          given.push(webhook.url);
          reject(webhook.signal.reason);
        });
      }),
  });
  for (const key of ['kgiton_a', 'kgiton_b']) {
    const sent = request({ webhook_url: `https://shop.id/${key}` });
    await generate(sandbox, sent, { 'x-api-key': key });
    await sandbox.pay(sent.transaction_id, key);
  }
  await sandbox.reset('kgiton_a');
  await expect.poll(() => given).toEqual(['https://shop.id/kgiton_a']);
  await sandbox.close();
  expect(given).toHaveLength(2);
});

test.each([
  ['nothing', () => Promise.reject(), 'the receiver failed'],
  ['null', () => Promise.reject(null), 'the receiver failed'],
  ['a text', () => Promise.reject('down'), 'down'],
  ['an error without a message', () => Promise.reject(new TypeError()), 'TypeError'],
  [
    'at once',
    () => {
      throw new Error('not even a promise');
    },
    'not even a promise',
  ],
])(
  'a receiver in the same process that rejects with %s is reported, and harms nothing',
  async (_what, fetch, error) => {
    await using sandbox = createSandbox({ fetch });
    const sent = request({ webhook_url });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
    await expect.poll(() => sandbox.deliveries[0]?.attempts).toMatchObject([{ error }]);
    const waiting = sandbox.waitForDelivery({ timeout: 1 });
    await expect(waiting).rejects.toThrow(`${sent.transaction_id} is pending (${error})`);
  },
);

test.each([
  ['was read', async (content: Response) => void (await content.text())],
  ['is being read', async (content: Response) => void content.body?.getReader()],
])('the status of the receiver counts, even if its body %s', async (_what, touch) => {
  const sandbox = createSandbox({
    fetch: async () => {
      const content = new Response('OK');
      await touch(content);
      return content;
    },
  });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  expect(await sandbox.waitForDelivery()).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
});

test('a body that cannot be cancelled does not prevent closing', async () => {
  const body = new ReadableStream({ cancel: () => new Promise(() => {}) });
  const sandbox = createSandbox({ fetch: async () => new Response(body) });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await sandbox.waitForDelivery();
  await sandbox.close();
});

test('moving the clock ends, however many payments are created meanwhile', async () => {
  // An attempt lasts until there are two more, so at every moment some are in flight.
  const inFlight: (() => void)[] = [];
  await using sandbox = createSandbox({
    fetch: () =>
      new Promise((resolve) => {
        inFlight.push(() => resolve(new Response()));
        if (inFlight.length > 2) inFlight.shift()?.();
      }),
  });
  let isMoved = false;
  const traffic = (async () => {
    while (!isMoved) {
      const sent = request({ webhook_url });
      await generate(sandbox, sent);
      await sandbox.pay(sent.transaction_id);
      await setImmediate();
    }
  })();
  await expect.poll(() => inFlight.length).toBe(2);
  await sandbox.advance({ minutes: 1 });
  isMoved = true;
  await traffic;
  for (const respond of inFlight) respond();
});

test('a delivery that is reset during its attempt makes no other', async () => {
  let requests = 0;
  let respond = (_: Response) => {};
  const sandbox = createSandbox({
    fetch: () => {
      requests++;
      return new Promise((resolve) => {
        respond = resolve;
      });
    },
  });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await expect.poll(() => requests).toBe(1);
  await sandbox.reset(API_KEY);
  respond(new Response(null, { status: 503 }));
  await sandbox.advance({ hours: 2 }, API_KEY);
  expect([requests, sandbox.deliveries]).toEqual([1, []]);
});

test('ten thousand failing webhooks slow nothing down', async () => {
  const sandbox = createSandbox({ seed: 'many', fetch: async () => new Response(null, { status: 503 }) });
  const apiKeys = Array.from({ length: 2 }, (_, index) => `kgiton_${index}`);
  for (const key of apiKeys) {
    for (let i = 0; i < 1_000; i++) {
      const sent = request({ webhook_url });
      await generate(sandbox, sent, { 'x-api-key': key });
      await sandbox.pay(sent.transaction_id, key);
    }
  }
  await sandbox.advance({ hours: 2 });
  expect(sandbox.deliveries.filter(({ state, attempts }) => state === 'failed' && attempts.length === 5)).toHaveLength(
    2_000,
  );
});
