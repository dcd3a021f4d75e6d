import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { streamChanges } from '../src/dashboard/change-events.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { LAUNDRY } from './dashboard-shop.js';

const EVENT = 'event: changed\ndata: changed\nretry: 1000\n\n';

describe('the stream of events', () => {
  /** Listens to a sandbox; `next` is what comes next, `undefined` at the end. */
  const listen = async ({ url }: { url: string }) => {
    const leaving = new AbortController();
    const response = await fetch(`${url}/_dashboard/events`, { signal: leaving.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => {
      const { done, value } = await reader.read();
      return done ? undefined : new TextDecoder().decode(value);
    };
    return { response, next, [Symbol.asyncDispose]: async () => leaving.abort() };
  };

  test('sends an event at once and at each change, which does not say what has changed', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using events = await listen(sandbox);
    expect(events.response.headers.get('content-type')).toBe('text/event-stream');
    expect(events.response.headers.get('cache-control')).toBe('no-store');
    expect(await events.next()).toBe(EVENT);
    await sandbox.setLicense({ key: 'MINE' }, LAUNDRY);
    expect(await events.next()).toBe(EVENT);
    await sandbox.advance({ minutes: 1 });
    expect(await events.next()).toBe(EVENT);
  });

  test('combines many changes into few events, and never misses the last', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using events = await listen(sandbox);
    await events.next();
    const arrivals: number[] = [];
    const counting = (async () => {
      while (await events.next()) arrivals.push(performance.now());
    })();
    const begin = performance.now();
    let last = begin;
    while (last - begin < 1_000) {
      last = performance.now();
      await sandbox.setFault(undefined, { apiKey: LAUNDRY });
      // How many events come in a real second is what counts.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(() => arrivals.at(-1)).toBeGreaterThan(last);
    expect(arrivals.length).toBeGreaterThanOrEqual(3);
    expect(arrivals.length).toBeLessThanOrEqual(7);
    await sandbox.close();
    await counting;
  });

  test('ends at once when the sandbox closes', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using events = await listen(sandbox);
    await events.next();
    // A stream that went on would keep the sandbox from closing for longer than a test may take.
    const [end] = await Promise.all([events.next(), sandbox.close()]);
    expect(end).toBeUndefined();
  });

  test('stops waiting when the client goes away', async () => {
    await using sandbox = createSandbox();
    let waiting = 0;
    const change = async (signal?: AbortSignal) => {
      waiting++;
      await sandbox.change(signal);
      waiting--;
    };
    const closing = new AbortController();
    const app = new Hono().get('/', (context) => streamChanges(context, { change }, closing.signal));
    await using server = await serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    const leaving = new AbortController();
    const response = await fetch(server.url, { signal: leaving.signal });
    await response.body?.getReader().read();
    await expect.poll(() => waiting).toBe(1);
    leaving.abort();
    await expect.poll(() => waiting).toBe(0);
  });
});
