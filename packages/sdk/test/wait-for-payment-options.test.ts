import { getEventListeners } from 'node:events';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { KGiTON, PaymentStatusResponse, WaitForPaymentOptions } from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { createPolledServer, dead, type Reply, status, wait } from './polling.js';
import { hang, json, page, startScriptedServer, statuses, succeed } from './scripted-server.js';
import { createVirtualClock } from './virtual-clock.js';

const { transactionId } = payment;

describe('a signal', () => {
  test('that is already aborted sends nothing', async () => {
    const { outcome, times } = await wait([status('paid')], { signal: AbortSignal.abort('left') });
    expect({ outcome, times }).toEqual({ outcome: 'left', times: [] });
  });

  test.each<[string, Reply, number]>([
    ['between two requests', status('pending'), 2],
    ['during a request', dead, 2],
  ])('that aborts %s ends the wait at once, with its reason, and leaves no timer', async (_when, reply, timers) => {
    const clock = createVirtualClock();
    const server = createPolledServer(clock, reply);
    const { partnerPayment } = createKGiTON('https://api.kgiton.com', { fetch: server.fetch, clock });
    const controller = new AbortController();
    const call = partnerPayment.waitForPayment(transactionId, { signal: controller.signal });
    await expect.poll(() => clock.timers.length).toBe(timers);
    const reason = new Error('The customer left.');
    controller.abort(reason);
    expect(await rejection(call)).toBe(reason);
    expect(clock.timers).toEqual([]);
    expect(server.requests.at(-1)?.signal.aborted).toBe(reply === dead);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('closes the connection that waits for a response', async () => {
    await using server = await startScriptedServer(hang);
    const controller = new AbortController();
    const call = createKGiTON(server.url).partnerPayment.waitForPayment(transactionId, controller);
    await expect.poll(() => server.requests.length).toBe(1);
    const closed = new Promise((resolve) => server.requests[0]?.socket.once('close', resolve));
    controller.abort('enough');
    expect(await rejection(call)).toBe('enough');
    await closed;
  });
});

test.each<[string, unknown, RegExp]>([
  ['no transaction id', [undefined], /Expected the transaction id of a payment.+got undefined/],
  ['an empty transaction id', [''], /Expected the transaction id of a payment.+got ""/],
  ['a timeout of 0', ['X', { timeout: 0 }], /Expected timeout from 1 to 2147483647, got 0/],
  ['an endless timeout', ['X', { timeout: Infinity }], /Expected timeout from 1 to 2147483647, got Infinity/],
  ['a timeout in a string', ['X', { timeout: '5' }], /Expected timeout from 1 to 2147483647, got '5'/],
  ['an interval of 0', ['X', { interval: 0 }], /Expected interval from 1 to 2147483647, got 0/],
  ['an interval of NaN', ['X', { interval: Number.NaN }], /Expected interval from 1 to 2147483647, got NaN/],
  ['an interval beyond any timer', ['X', { interval: 2 ** 31 }], /Expected interval .+, got 2147483648/],
])(
  'with %s it rejects with a TypeError that says what was expected, and sends nothing',
  async (_what, given, message) => {
    await using server = await startScriptedServer(succeed);
    const [id, options] = given as [string, WaitForPaymentOptions?];
    const error = await rejection(createKGiTON(server.url).partnerPayment.waitForPayment(id, options));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(message);
    expect(server.requests).toEqual([]);
  },
);

test('works over a network and in real time', async () => {
  const pending = json(200, statuses.pending);
  await using server = await startScriptedServer(pending, page(503), pending, json(200, statuses.paid));
  const { partnerPayment } = createKGiTON(server.url);
  expect(await partnerPayment.waitForPayment(transactionId, { interval: 5 })).toEqual(statuses.paid);
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
});

test('the stack of an error contains the line of the caller', async () => {
  async function waitAtTheCounter() {
    const fetch = () => Response.json({ code: 'TRANSACTION_NOT_FOUND' }, { status: 404 });
    await createKGiTON('https://api.kgiton.com', { fetch }).partnerPayment.waitForPayment(transactionId);
  }
  expect((await rejection(waitAtTheCounter())).stack).toContain('waitAtTheCounter');
});

test('types: a transaction id, and options that all have a default', () => {
  expectTypeOf<WaitForPaymentOptions>().toEqualTypeOf<{
    timeout?: number | undefined;
    interval?: number | undefined;
    signal?: AbortSignal | undefined;
  }>();
  // Never called: only the types matter.
  const types = async ({ partnerPayment }: KGiTON) => {
    expectTypeOf(partnerPayment.waitForPayment('TRX-1')).toEqualTypeOf<Promise<PaymentStatusResponse>>();
    // @ts-expect-error no transaction id
    partnerPayment.waitForPayment({ timeout: 1_000 });
    // @ts-expect-error an option of a single request
    partnerPayment.waitForPayment('TRX-1', { maxRetries: 1 });
  };
  expect(types).toBeTypeOf('function');
});
