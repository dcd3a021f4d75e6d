import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createTestEvent } from '../src/webhooks/index.js';
import { setUp, signed } from './webhook-set-up.js';

test('after 413 the connection is closed, since the rest of the body was not read', async () => {
  const { handler } = setUp({ maxBytes: 10 });
  await using server = await serve((request, response) => {
    handler.node(request, response);
  });
  const response = await fetch(server.url, { method: 'POST', body: 'x'.repeat(1000) });
  expect([response.status, response.headers.get('connection')]).toEqual([413, 'close']);
});

test('after 413 the request still has its connection, so that whoever logs it can name its address', async () => {
  const { handler } = setUp({ maxBytes: 10 });
  const addresses: unknown[] = [];
  await using server = await serve(async (request, response) => {
    await handler.node(request, response);
    addresses.push(request.socket?.remoteAddress);
  });
  expect((await fetch(server.url, { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(413);
  await expect.poll(() => addresses).toEqual(['127.0.0.1']);
});

test.each<[number, string, RequestInit]>([
  [200, 'a payment', signed(createTestEvent())],
  [401, 'a wrong signature', signed(createTestEvent(), 'whsec_other')],
  [405, 'a different method', { method: 'PUT' }],
  [500, 'a body that is not an event', signed({})],
])('after %i for %s the connection stays open: only 413 leaves a body unread', async (status, _what, init) => {
  const { handler } = setUp();
  await using server = await serve(handler.node as RequestListener);
  const response = await fetch(server.url, init);
  expect([response.status, response.headers.get('connection')]).toEqual([status, 'keep-alive']);
});
