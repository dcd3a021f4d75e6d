import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { changeEvents } from '../src/dashboard/index.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { LAUNDRY } from './dashboard-shop.js';

const EVENT = 'retry: 1000\nevent: changed\ndata: changed\n\n';

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

  test('says at once and at each change that something has changed, and nothing of what', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await using events = await listen(sandbox);
    expect(events.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await events.next()).toBe(EVENT);
    await sandbox.setLicense({ key: 'MINE' }, LAUNDRY);
    expect(await events.next()).toBe(EVENT);
    await sandbox.advance({ minutes: 1 });
    expect(await events.next()).toBe(EVENT);
  });

  test('tells many changes in a moment as few, and the last one too', async () => {
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

  test('waits for nothing any more when the client goes away', async () => {
    await using sandbox = createSandbox();
    let waiting = 0;
    const change = async (signal?: AbortSignal) => {
      waiting++;
      await sandbox.change(signal);
      waiting--;
    };
    const closing = new AbortController();
    await using server = await serve(async (_request, response) => {
      const reader = changeEvents({ change }, closing.signal).getReader();
      response.write((await reader.read()).value);
      await once(response, 'close');
      await reader.cancel();
    });
    const leaving = new AbortController();
    const response = await fetch(server.url, { signal: leaving.signal });
    await response.body?.getReader().read();
    await expect.poll(() => waiting).toBe(1);
    leaving.abort();
    await expect.poll(() => waiting).toBe(0);
  });
});
