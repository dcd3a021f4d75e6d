import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delivery, payment } from '../../../test/support/store-conformance/index.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import { createListeners } from '../src/webhooks/listeners.js';

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const KEYS = [{ key: LICENSE, state: 'active', tokens: 10, purpose: '' }] as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store with claims, and a listener that asks every ten seconds. */
async function setUp() {
  const store = createMemoryStore({ licenses: KEYS, warn: () => {} });
  const listeners = createListeners(store);
  const claim = async () => {
    const record = payment();
    await store.insert(record, LICENSE);
    await store.pay(record.apiKey, record.paymentId, 1_000, delivery(record));
    const claimed = await store.claim(1_000);
    if (!claimed) throw new Error('Nothing is due.');
    return claimed;
  };
  const controller = new AbortController();
  const forward = async (key: string) =>
    listeners.forward(await claim(), key, { signal: controller.signal, slowness: 0 });
  const listen = (id: string, known: readonly string[] = [], isNew = false, wait = 0) =>
    listeners.listen({ apiKey: 'kgiton_a', id, isNew, known, wait, signals: [] });
  return { store, listeners, forward, listen };
}

test('an attempt may wait long for a listener that is busy, and has 30 seconds from when it is taken', async () => {
  const { listeners, forward, listen } = await setUp();
  const busy = Array.from({ length: 50 }, (_, index) => `busy-${index}`);
  await listen('first', busy, true);
  const outcome = forward('key');
  for (let seconds = 0; seconds < 120; seconds += 10) {
    expect(await listen('first', busy)).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
  }
  const [attempt] = (await listen('first')) ?? [];
  await vi.advanceTimersByTimeAsync(29_000);
  const acknowledged = { status: 200, duration: 28_000 };
  expect(await listeners.report('kgiton_a', 'first', attempt?.id ?? '', acknowledged)).toBe(true);
  expect(await outcome).toEqual(acknowledged);
});

test("an attempt without an outcome fails, and one that nobody has taken is the sandbox's", async () => {
  const { forward, listen } = await setUp();
  const busy = Array.from({ length: 49 }, (_, index) => `busy-${index}`);
  await listen('first', [], true);
  const [taken, waiting] = [forward('taken'), forward('waiting')];
  await vi.advanceTimersByTimeAsync(0);
  expect(await listen('first', busy)).toHaveLength(1);
  // The listener is killed.
  await vi.advanceTimersByTimeAsync(60_000);
  const error = 'the listener reported no response within 30 s';
  expect(await taken).toEqual({ error, duration: expect.any(Number) });
  expect(await waiting).toBeUndefined();
});

test('a listener that has stopped stays so, although a request of its own still waits', async () => {
  const { listeners, forward, listen } = await setUp();
  const polling = listen('first', [], true, 20_000);
  await vi.advanceTimersByTimeAsync(0);
  await listeners.stop('kgiton_a', 'first');
  expect(await polling).toBeUndefined();
  expect(await forward('key')).toBeUndefined();
  expect(await listen('first')).toBeUndefined();
});

test('a new listener that waits does not replace whoever replaces it', async () => {
  const { forward, listen } = await setUp();
  const first = listen('first', [], true, 20_000);
  await vi.advanceTimersByTimeAsync(0);
  await listen('second', [], true);
  expect(await first).toBeUndefined();
  forward('key');
  await vi.advanceTimersByTimeAsync(0);
  expect(await listen('second')).toHaveLength(1);
});
