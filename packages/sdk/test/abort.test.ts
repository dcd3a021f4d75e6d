import { expect, test } from 'vitest';
import type { Fetch } from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { hang, hangBody, page, startScriptedServer, succeed } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

test('with a signal that is already aborted, nothing is sent, and the call rejects with its reason', async () => {
  await using server = await startScriptedServer(succeed);
  const reason = new Error('The customer left.');
  const call = createKGiTON(server.url).partnerPayment.generateQris(payment, { signal: AbortSignal.abort(reason) });
  expect(await rejection(call)).toBe(reason);
  expect(server.bodies).toEqual([]);
});

test.each([
  ['headers are', hang],
  ['the body is', hangBody],
])('aborting while %s awaited ends the call and its connection, without a retry', async (_what, step) => {
  await using server = await startScriptedServer(step);
  const controller = new AbortController();
  const call = createKGiTON(server.url).partnerPayment.generateQris(payment, { signal: controller.signal });
  await expect.poll(() => server.bodies.length).toBe(1);
  const closed = new Promise((resolve) => server.requests[0]?.socket.once('close', resolve));
  controller.abort();
  expect(await rejection(call)).toBe(controller.signal.reason);
  await closed;
  expect(server.bodies).toHaveLength(1);
});

test('aborting between two attempts ends the wait immediately', async () => {
  await using server = await startScriptedServer(page(503));
  const controller = new AbortController();
  const waits: number[] = [];
  const clock = {
    ...createTestClock(),
    after(milliseconds: number) {
      waits.push(milliseconds);
      return () => waits.push(-milliseconds);
    },
  };
  const kgiton = createKGiTON(server.url, { clock });
  const call = kgiton.partnerPayment.generateQris(payment, { signal: controller.signal });
  await expect.poll(() => waits).toEqual([30_000, -30_000, 250]);
  controller.abort('enough');
  expect(await rejection(call)).toBe('enough');
  expect(waits).toEqual([30_000, -30_000, 250, -250]);
  expect(server.bodies).toHaveLength(1);
});

test.each(['fetch', 'log'])('aborting from within %s takes effect immediately', async (where) => {
  await using server = await startScriptedServer(page(503));
  const controller = new AbortController();
  const abort = () => controller.abort('left');
  const kgiton = createKGiTON(server.url, {
    ...(where === 'log' && { logger: { debug() {}, warn: abort } }),
    ...(where === 'fetch' && { fetch: () => new Promise<Response>(abort) }),
    clock: { ...createTestClock(), after: () => () => {} },
  });
  const call = kgiton.partnerPayment.generateQris(payment, { signal: controller.signal });
  expect(await rejection(call)).toBe('left');
});

test('a custom fetch receives the reason of the abort', async () => {
  const signals: AbortSignal[] = [];
  const fetch: Fetch = (_url, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const controller = new AbortController();
  const call = createKGiTON('http://127.0.0.1:9', { fetch }).partnerPayment.generateQris(payment, controller);
  await expect.poll(() => signals.length).toBe(1);
  controller.abort('The customer left.');
  expect(await rejection(call)).toBe('The customer left.');
  expect(signals[0]).toMatchObject({ aborted: true, reason: 'The customer left.' });
});

test('a call with a timeout signal rejects with the reason of that signal', async () => {
  await using server = await startScriptedServer(hang);
  const signal = AbortSignal.timeout(20);
  expect(await rejection(createKGiTON(server.url).partnerPayment.generateQris(payment, { signal }))).toBe(
    signal.reason,
  );
});

test('many concurrent calls with one signal print no warning, and all end when it aborts', async () => {
  const warnings: Error[] = [];
  const listener = (warning: Error) => warnings.push(warning);
  process.on('warning', listener);
  try {
    await using server = await startScriptedServer(hang);
    const { partnerPayment } = createKGiTON(server.url);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 30 }, () => rejection(partnerPayment.generateQris(payment, { signal })));
    await expect.poll(() => server.bodies.length).toBe(30);
    controller.abort('enough');
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', listener);
  }
});

test('a call that ends leaves the other calls with its signal to be aborted', async () => {
  await using server = await startScriptedServer(hang, succeed);
  const { partnerPayment } = createKGiTON(server.url);
  const controller = new AbortController();
  const { signal } = controller;
  const reasons: unknown[] = [];
  partnerPayment.generateQris(payment, { signal }).catch((reason) => reasons.push(reason));
  await expect.poll(() => server.bodies.length).toBe(1);
  await partnerPayment.generateQris(payment, { signal });
  controller.abort('enough');
  await new Promise((resolve) => setImmediate(resolve));
  expect(reasons).toEqual(['enough']);
});

test('a signal can be reused for any number of calls: no listener is left on it', async () => {
  const controller = new AbortController();
  const listeners = new Set<unknown>();
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  await using server = await startScriptedServer(page(503), succeed);
  const { partnerPayment } = createKGiTON(server.url, { clock: createTestClock() });
  for (let i = 0; i < 20; i++) await partnerPayment.generateQris(payment, { signal });
  expect(listeners.size).toBe(0);
});
