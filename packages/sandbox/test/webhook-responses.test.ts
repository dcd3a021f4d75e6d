import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { control } from './control-api.js';
import { generate, request } from './requests.js';

const webhook_url = 'https://shop.id/webhook/payment';

/** The attempt to deliver a webhook to a receiver that responds like this. */
async function attemptAt(respond: () => Response | Promise<Response>) {
  await using sandbox = createSandbox({ seed: 'responses', fetch: async () => respond() });
  const sent = request({ webhook_url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  const { attempts } = await sandbox.waitForDelivery({ id: sent.transaction_id });
  return attempts[0];
}

test('each attempt keeps the body of its response, also over the control API', async () => {
  let count = 0;
  await using receiver = await serve((_incoming, response) => {
    response.writeHead(++count === 1 ? 503 : 200).end(count === 1 ? 'database is locked' : '{"received":true}');
  });
  await using sandbox = await startSandbox({ port: 0, seed: 'responses' });
  const sent = request({ webhook_url: receiver.url });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await expect.poll(() => sandbox.deliveries[0]?.attempts.length).toBe(1);
  await sandbox.advance({ minutes: 1 });
  const { body } = await control(sandbox, 'listDeliveries');
  expect(body.deliveries[0].attempts).toMatchObject([
    { status: 503, response_body: 'database is locked' },
    { status: 200, response_body: '{"received":true}' },
  ]);
});

test('an attempt without a response has no response body', async () => {
  await using sandbox = await startSandbox({ port: 0, seed: 'responses' });
  const sent = request({ webhook_url: 'http://127.0.0.1:47' });
  await generate(sandbox, sent);
  await sandbox.pay(sent.transaction_id);
  await expect.poll(() => sandbox.deliveries[0]?.attempts.length).toBe(1);
  const { body } = await control(sandbox, 'listDeliveries');
  expect(body.deliveries[0].attempts).toMatchObject([{ status: null, response_body: null }]);
});

describe('the body of a response', () => {
  const bytes = (...values: (string | number[])[]) =>
    Buffer.concat(values.map((value) => Buffer.from(value as string)));
  test.each([
    { given: 'no body', body: null, status: 204, want: '' },
    { given: 'an empty body', body: '', want: '' },
    { given: '4,096 bytes', body: 'x'.repeat(4_096), want: 'x'.repeat(4_096) },
    { given: 'a megabyte', body: 'y'.repeat(2 ** 20), want: 'y'.repeat(4_096) },
    { given: 'a character across the limit', body: `${'x'.repeat(4_094)}€`, want: 'x'.repeat(4_094) },
    { given: 'bytes that are no UTF-8', body: bytes('a', [0xff, 0xfe], 'b'), want: 'a\ufffd\ufffdb' },
    { given: 'control characters', body: 'a\0\u001b[31mred\r\nb', want: 'a\0\u001b[31mred\r\nb' },
  ])('is kept as text, up to 4,096 bytes: $given', async ({ body, status = 200, want }) => {
    expect(await attemptAt(() => new Response(body, { status }))).toMatchObject({ status, responseBody: want });
  });

  test('that never ends delays the attempt by a second at most, and its connection is closed', async () => {
    const closed: Promise<unknown>[] = [];
    await using receiver = await serve((incoming, response) => {
      closed.push(once(incoming.socket, 'close'));
      response.writeHead(200).write('working on it');
    });
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: receiver.url });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
    const { attempts } = await sandbox.waitForDelivery({ id: sent.transaction_id, timeout: 10_000 });
    expect(attempts).toMatchObject([{ status: 200, responseBody: 'working on it' }]);
    await Promise.all(closed);
  });

  test('that breaks off is kept as far as it came, and its status counts', async () => {
    await using receiver = await serve((incoming, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half a', () => incoming.socket.destroy());
    });
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: receiver.url });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
    const { attempts } = await sandbox.waitForDelivery({ id: sent.transaction_id });
    expect(attempts).toMatchObject([{ status: 200 }]);
    expect('half a').toContain(attempts[0]?.responseBody);
  });

  test('that cannot be read is empty, and its status counts', async () => {
    const attempt = await attemptAt(() => {
      const response = new Response('locked');
      response.body?.getReader();
      return response;
    });
    expect(attempt).toMatchObject({ status: 200, responseBody: '' });
  });
});
