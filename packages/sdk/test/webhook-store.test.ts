import { describe, expect, test, vi } from 'vitest';
import { createTestEvent } from '../src/webhooks/index.js';
import { setUp, signed } from './webhook-set-up.js';

describe('the store', () => {
  test('may be a Set, shared by several handlers', async () => {
    const store = new Set<string>();
    const [one, other] = [setUp({ store }), setUp({ store })];
    const init = signed(createTestEvent({ payment_id: 'PAY-7' }));
    const request = () => new Request('https://shop.id', init);
    await one.handler(request());
    await other.handler(request());
    expect([one.events.length, other.events.length, [...store]]).toEqual([1, 0, ['PAY-7']]);
  });

  test('may be asynchronous, and receives a payment only after it was processed', async () => {
    const log: string[] = [];
    const { handler } = setUp({
      store: { has: async (id) => log.push(`has ${id}`) === 0, add: async (id) => log.push(`add ${id}`) },
      onPaymentSuccess: ({ payment_id }) => log.push(`process ${payment_id}`),
    });
    await handler(new Request('https://shop.id', signed(createTestEvent({ payment_id: 'P' }))));
    expect(log).toEqual(['has P', 'process P', 'add P']);
  });

  test('that fails causes a 500: better twice than never', async () => {
    const { handler, errors } = setUp({
      store: {
        has: () => {
          throw new Error('redis down');
        },
        add: () => {},
      },
    });
    expect((await handler(new Request('https://shop.id', signed(createTestEvent())))).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ message: 'redis down' })]);
  });

  test('in memory forgets the oldest of more than 10,000, and only that one', async () => {
    const { handler, events } = setUp();
    const send = (n: number) =>
      handler(new Request('https://shop.id', signed(createTestEvent({ payment_id: `PAY-${n}` }))));
    for (let n = 0; n <= 10_000; n++) await send(n);
    expect(events).toHaveLength(10_001);
    await send(1);
    expect(events).toHaveLength(10_001);
    await send(0);
    expect(events).toHaveLength(10_002);
  });

  test('in memory is empty in a new process: a webhook captured months ago counts again', async () => {
    const init = signed(createTestEvent({ paid_at: '2020-02-01T08:00:00.000Z' }));
    const processes = [setUp(), setUp()];
    for (const { handler } of processes) {
      expect((await handler(new Request('https://shop.id', init))).status).toBe(200);
    }
    expect(processes.map(({ events }) => events.length)).toEqual([1, 1]);
  });
});

test('a delivery half a minute later does not wait for work that hangs, but runs it again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const events: unknown[] = [];
    const { handler } = setUp({
      onPaymentSuccess: (event) => (events.push(event) === 1 ? new Promise(() => {}) : undefined),
    });
    const init = signed(createTestEvent());
    const request = () => new Request('https://shop.id', init);
    handler(request());
    await expect.poll(() => events.length).toBe(1);
    vi.setSystemTime(Date.now() + 60_000);
    expect((await handler(request())).status).toBe(200);
    expect(events).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('work that hung and ends late does not admit a third delivery beside the one that took over', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const finish: (() => void)[] = [];
    const store = { has: () => false, add: () => {} };
    const { handler } = setUp({ store, onPaymentSuccess: () => new Promise<void>((resolve) => finish.push(resolve)) });
    const init = signed(createTestEvent());
    const deliver = () => handler(new Request('https://shop.id', init));
    const start = Date.now();
    const hung = deliver();
    await expect.poll(() => finish.length).toBe(1);
    vi.setSystemTime(start + 30_000);
    const newer = deliver();
    await expect.poll(() => finish.length).toBe(2);
    finish[0]?.();
    expect((await hung).status).toBe(200);
    const third = deliver();
    await new Promise((resolve) => setImmediate(resolve));
    expect(finish).toHaveLength(2);
    finish[1]?.();
    expect([(await newer).status, (await third).status]).toEqual([200, 200]);
  } finally {
    vi.useRealTimers();
  }
});
