import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import {
  createTestEvent,
  createWebhookHandler,
  sign,
  type WebhookHandler,
  type WebhookHandlerOptions,
} from '../src/webhooks/index.js';
import { secret, setUp, signed } from './webhook-set-up.js';

afterEach(() => vi.unstubAllEnvs());

/** The ways in which a request reaches the handler. */
type Send = (handler: WebhookHandler, init: RequestInit) => Promise<Response>;

const forms: [string, Send][] = [
  [
    'the web form',
    (handler, init) => handler(new Request('https://shop.id/webhook', { duplex: 'half', ...init } as RequestInit)),
  ],
  [
    'the Node form',
    async (handler, init) => {
      await using server = await serve(handler.node as RequestListener);
      const response = await fetch(server.url, { duplex: 'half', ...init } as RequestInit);
      return new Response(await response.text(), { status: response.status, headers: response.headers });
    },
  ],
];

describe.each(forms)('%s', (_form, send) => {
  test('acknowledges a webhook after processing it', async () => {
    const { handler, events, errors } = setUp();
    const event = createTestEvent();
    const response = await send(handler, signed(event));
    expect([response.status, await response.text()]).toEqual([200, 'OK']);
    expect(events).toEqual([event]);
    expect(errors).toEqual([]);
  });

  test('reads the body as bytes: Unicode and line ends stay unchanged', async () => {
    const { handler, events } = setUp();
    const body = JSON.stringify(createTestEvent({ transaction_id: 'é–😀' }), null, '\r\n');
    const response = await send(handler, {
      method: 'POST',
      body,
      headers: { 'x-kgiton-signature': sign(body, secret) },
    });
    expect(response.status).toBe(200);
    expect(events[0]?.transaction_id).toBe('é–😀');
  });

  test.each<[string, () => RequestInit]>([
    ['with a different secret', () => signed(createTestEvent(), 'whsec_other')],
    ['with a changed body', () => ({ ...signed(createTestEvent()), body: JSON.stringify(createTestEvent()) })],
    ['without a signature', () => ({ ...signed(createTestEvent()), headers: {} })],
    ['without a body', () => ({ method: 'POST', headers: { 'x-kgiton-signature': 'a'.repeat(64) } })],
  ])('rejects a webhook %s with 401, and calls onError with the reason', async (_what, init) => {
    const { handler, events, errors } = setUp();
    const response = await send(handler, init());
    expect([response.status, await response.text()]).toEqual([401, 'Invalid signature']);
    expect(events).toEqual([]);
    expect(errors).toEqual([expect.objectContaining({ code: 'WEBHOOK_SIGNATURE_ERROR' })]);
  });

  test.each(['GET', 'PUT', 'DELETE'])('responds to %s with 405 and the allowed method', async (method) => {
    const { handler } = setUp();
    const response = await send(handler, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.text()).toBe('Method not allowed');
  });

  test('responds in plain text, and names a method only with 405', async () => {
    const { headers } = await send(setUp().handler, signed(createTestEvent()));
    expect([headers.get('content-type'), headers.get('allow')]).toEqual(['text/plain', null]);
  });

  test('responds with 413 to a body that is too long, with and without a content-length', async () => {
    const { handler, events } = setUp({ maxBytes: 1000 });
    const exact = JSON.stringify(createTestEvent()).padEnd(1000);
    const headers = { 'x-kgiton-signature': sign(exact, secret) };
    expect((await send(handler, { method: 'POST', body: exact, headers })).status).toBe(200);
    const response = await send(handler, { method: 'POST', body: `${exact} `, headers });
    expect([response.status, await response.text()]).toEqual([413, 'Body too large']);
    const stream = new Blob(['x'.repeat(600), 'x'.repeat(600)]).stream();
    expect((await send(handler, { method: 'POST', body: stream, headers })).status).toBe(413);
    expect(events).toHaveLength(1);
  });

  test.each([
    ['without a payment id', { payment_id: undefined }],
    ['with an amount in a string', { amount: '75000' }],
    ['without anything', undefined],
  ])(
    'responds with 500 to a signed payment %s, and calls onError instead of the handler',
    async (_what, properties) => {
      const { handler, events, errors } = setUp();
      const empty = { method: 'POST', headers: { 'x-kgiton-signature': sign('', secret) } };
      const response = await send(handler, properties ? signed({ ...createTestEvent(), ...properties }) : empty);
      expect([response.status, await response.text()]).toEqual([500, 'Not processed']);
      expect(errors).toEqual([expect.objectContaining({ code: 'WEBHOOK_PAYLOAD_ERROR' })]);
      expect(events).toEqual([]);
    },
  );

  test('responds with 500 if processing fails, so that KGiTON retries, and processes the retry', async () => {
    let healthy = false;
    const processed: string[] = [];
    const { handler, errors } = setUp({
      async onPaymentSuccess({ payment_id }) {
        if (!healthy) throw new Error('database down');
        processed.push(payment_id);
      },
    });
    const init = signed(createTestEvent({ payment_id: 'PAY-1' }));
    const failed = await send(handler, init);
    expect([failed.status, await failed.text()]).toEqual([500, 'Not processed']);
    expect(errors).toEqual([expect.objectContaining({ message: 'database down' })]);
    healthy = true;
    expect((await send(handler, init)).status).toBe(200);
    expect(processed).toEqual(['PAY-1']);
  });

  test('processes a payment once, however often its webhook arrives', async () => {
    const { handler, events } = setUp();
    const event = createTestEvent();
    const again = { ...event, paid_at: '2026-01-15T10:26:00Z' };
    const statuses = [];
    for (const each of [event, event, again]) statuses.push((await send(handler, signed(each))).status);
    expect(statuses).toEqual([200, 200, 200]);
    expect(events).toEqual([event]);
  });

  test('processes concurrent webhooks of one payment once; both wait for the result', async () => {
    let finish = () => {};
    let calls = 0;
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { handler } = setUp({
      onPaymentSuccess: () => {
        calls++;
        return work;
      },
    });
    const init = signed(createTestEvent());
    const both = Promise.all([send(handler, init), send(handler, init)]);
    await expect.poll(() => calls).toBe(1);
    finish();
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
    expect(calls).toBe(1);
  });

  test('responds with 500 if the body was already parsed, and says what to do', async () => {
    const { handler, errors } = setUp();
    const event = createTestEvent();
    const request = new Request('https://shop.id', signed(event));
    await request.json();
    const response = _form === 'the web form' ? await handler(request) : await nodeWithBody(handler, event);
    expect(response.status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ reason: 'body-parsed' })]);
  });
});

/** A request after a body parser that set `body`, of a signed webhook. */
async function nodeWithBody(handler: WebhookHandler, body: unknown): Promise<Response> {
  await using server = await serve((request, response) => {
    request.resume().once('end', () => handler.node(Object.assign(request, { body }), response));
  });
  return await fetch(server.url, signed(createTestEvent()));
}

test('the Node form accepts the body from express.raw()', async () => {
  const { handler, events } = setUp();
  const event = createTestEvent();
  expect((await nodeWithBody(handler, Buffer.from(JSON.stringify(event)))).status).toBe(401);
  await using server = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await handler.node(Object.assign(request, { body: Buffer.concat(chunks) }), response);
  });
  expect((await fetch(server.url, signed(event))).status).toBe(200);
  expect(events).toEqual([event]);
});

test('a body that was read and not kept is reported as such', async () => {
  const { handler, errors } = setUp();
  expect((await nodeWithBody(handler, undefined)).status).toBe(500);
  expect(errors).toEqual([expect.objectContaining({ reason: 'body-parsed' })]);
});

test('a sender that disconnects in the middle of the body does no harm', async () => {
  const { handler, errors } = setUp();
  let requests = 0;
  await using server = await serve((request, response) => {
    requests++;
    handler.node(request, response);
  });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"event"');
  await expect.poll(() => requests).toBe(1);
  socket.destroy();
  await expect.poll(() => errors.length).toBe(1);
  expect((await fetch(server.url, signed(createTestEvent()))).status).toBe(200);
});

test('a response that the server sent in the meantime is left alone', async () => {
  const { handler } = setUp();
  await using server = await serve((request, response) => {
    response.writeHead(503).end();
    handler.node(request, response);
  });
  expect((await fetch(server.url, signed(createTestEvent()))).status).toBe(503);
});

test('the limit also applies to a body from express.raw()', async () => {
  const { handler } = setUp({ maxBytes: 100 });
  expect((await nodeWithBody(handler, Buffer.alloc(101))).status).toBe(413);
  expect((await nodeWithBody(handler, 'x'.repeat(101))).status).toBe(413);
  expect((await nodeWithBody(handler, Buffer.alloc(100))).status).toBe(401);
});

test('an event that this version does not know is acknowledged, and not processed as a payment', async () => {
  const { handler, events } = setUp();
  const event = { ...createTestEvent(), event: 'payment.refunded' };
  expect((await handler(new Request('https://shop.id', signed(event)))).status).toBe(200);
  expect(events).toEqual([]);
});

test('an onError that throws or rejects does not change the response, and by default errors go to the console', async () => {
  const onError = () => {
    throw new Error('no log');
  };
  const request = () => new Request('https://shop.id', signed(createTestEvent(), 'whsec_other'));
  expect((await setUp({ onError }).handler(request())).status).toBe(401);
  expect((await setUp({ onError: async () => onError() }).handler(request())).status).toBe(401);
  const written: unknown[] = [];
  const { error } = console;
  console.error = (line) => written.push(line);
  try {
    await setUp({ onError: undefined }).handler(request());
    expect(written).toEqual([expect.objectContaining({ reason: 'mismatch' })]);
  } finally {
    console.error = error;
  }
});

test('the secret may come from the environment, which is read when a webhook arrives', async () => {
  vi.stubEnv('KGITON_WEBHOOK_SECRET', '');
  const { handler, errors } = setUp({ secret: undefined });
  const request = () => new Request('https://shop.id', signed(createTestEvent()));
  expect((await handler(request())).status).toBe(500);
  expect(errors).toEqual([expect.objectContaining({ reason: 'no-secret' })]);
  vi.stubEnv('KGITON_WEBHOOK_SECRET', secret);
  expect((await handler(request())).status).toBe(200);
});

test('a handler without onPaymentSuccess is rejected', () => {
  expect(() => createWebhookHandler({ secret } as WebhookHandlerOptions)).toThrow(/onPaymentSuccess to be a function/);
});

test.each([[''], [[]]])('an empty secret (%o) is rejected immediately', (none) => {
  expect(() => setUp({ secret: none })).toThrow(/Expected a webhook secret, got an empty one/);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ secret: 5 }, /Expected secret to be a string or a list/],
  [{ secret: null }, /Expected secret to be a string or a list/],
  [{ store: null }, /Expected a store with has\(\) and add\(\)/],
  [{ maxBytes: null }, /Expected maxBytes above 0/],
])('invalid options throw immediately: %o', (wrong, message) => {
  expect(() => createWebhookHandler({ secret, onPaymentSuccess() {}, ...wrong } as WebhookHandlerOptions)).toThrow(
    message,
  );
});
