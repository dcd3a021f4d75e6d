import type { IncomingMessage, RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import express5 from 'express';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createTestEvent, type NodeRequest, sign, type WebhookHandler } from '../src/webhooks/index.js';
import { secret, setUp, signed } from './webhook-set-up.js';

/** Only version 5 has types. */
const express4: typeof express5 = createRequire(import.meta.url)('express4');

/** Spaces and escapes that do not survive parsing and serializing. */
const event = createTestEvent({ transaction_id: 'TRX-é-1' });
const body = JSON.stringify(event, null, '\r\n').replace('é', '\\u00e9');
const init = {
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, secret) },
};

const keep = (form: (bytes: Buffer) => unknown) => ({
  verify: (request: IncomingMessage, _response: unknown, bytes: Buffer) =>
    Object.assign(request, { rawBody: form(bytes) }),
});

type App = { use(...handlers: unknown[]): unknown; post(path: string, handler: WebhookHandler['node']): unknown };

/** What an application may run before the handler. */
const parsers: [string, (express: typeof express5) => unknown[]][] = [
  ['nothing', () => []],
  ['express.raw()', (express) => [express.raw({ type: '*/*' })]],
  ['express.text()', (express) => [express.text({ type: '*/*' })]],
  ['express.urlencoded(), which sets {} without reading', (express) => [express.urlencoded({ extended: true })]],
  ['express.json({ verify }) that keeps the bytes', (express) => [express.json(keep((bytes) => bytes))]],
  ['express.json({ verify }) that keeps the string', (express) => [express.json(keep(String))]],
  [
    'urlencoded() and json({ verify })',
    (express) => [express.urlencoded({ extended: false }), express.json(keep((bytes) => bytes))],
  ],
];

describe.each<[string, typeof express5]>([
  ['Express 4', express4],
  ['Express 5', express5],
])('in %s', (_version, express) => {
  const start = (handlers: unknown[], handler: WebhookHandler) => {
    const app = express() as unknown as App & RequestListener;
    for (const each of handlers) app.use(each);
    app.post('/webhook', handler.node);
    return serve(app);
  };

  test.each(parsers)('the handler gets the body after %s', async (_what, handlers) => {
    const { handler, events, errors } = setUp();
    await using server = await start(handlers(express), handler);
    expect((await fetch(`${server.url}/webhook`, init)).status).toBe(200);
    expect(errors).toEqual([]);
    expect(events).toEqual([event]);
    expect((await fetch(`${server.url}/webhook`, { ...init, body: body.replace('TRX', 'TRY') })).status).toBe(401);
  });

  test('after a plain express.json(), which keeps no raw body, the handler says so', async () => {
    const { handler, events, errors } = setUp();
    await using server = await start([express.json()], handler);
    expect((await fetch(`${server.url}/webhook`, init)).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ reason: 'body-parsed' })]);
    expect(events).toEqual([]);
  });
});

test('the limit applies to a rawBody, as bytes and as a string', async () => {
  const { handler } = setUp({ maxBytes: 100 });
  const status = async (rawBody: unknown) => {
    await using server = await serve((request, response) => {
      request.resume().once('end', () => handler.node(Object.assign(request, { rawBody, body: {} }), response));
    });
    return (await fetch(server.url, signed(event))).status;
  };
  expect([await status(Buffer.alloc(101)), await status('x'.repeat(101))]).toEqual([413, 413]);
  expect([await status(Buffer.alloc(100)), await status({ parsed: true })]).toEqual([401, 500]);
});

test('a request whose body getter throws gets 500', async () => {
  const { handler, errors } = setUp();
  await using server = await serve((request, response) => {
    const parsing = Object.defineProperty(request, 'body', {
      get() {
        throw new SyntaxError('Invalid JSON');
      },
    });
    handler.node(parsing as NodeRequest, response);
  });
  expect((await fetch(server.url, init)).status).toBe(500);
  expect(errors).toEqual([expect.any(SyntaxError)]);
});
