import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.js';
import { API_KEY, generate, post, request, status } from './requests.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes on the heap that are still in use. Some objects die only after the finalisers of others. */
async function heapUsed(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    collect();
    await delay(5);
  }
  return process.memoryUsage().heapUsed;
}

const OFTEN = 500;

/** What is done often, and the most that one time may leave behind, in bytes. */
const rows: { what: string; bytes: number; once(sandbox: Sandbox, count: number): Promise<unknown> }[] = [
  {
    what: 'a webhook attempt, once its delivery has 100,',
    bytes: 100,
    once: (sandbox) => sandbox.redeliver(sandbox.deliveries[0]?.id ?? ''),
  },
  {
    what: 'a refused request, once the log is full,',
    bytes: 100,
    async once(sandbox, count) {
      // The log keeps 1,000 requests of an API key.
      for (let i = 0; count === 0 && i < 1_000; i++) await post(sandbox, '{}');
      await post(sandbox, '{}');
    },
  },
  {
    what: 'a status, once the log is full,',
    bytes: 100,
    async once(sandbox, count) {
      for (let i = 0; count === 0 && i < 1_000; i++) await status(sandbox, 'TRX-0');
      await status(sandbox, 'TRX-0');
    },
  },
  {
    what: 'a request with a long query leaves its entry in the log, without the query,',
    bytes: 2_000,
    once: (sandbox, count) => status(sandbox, `TRX-${count}-of-some-length?${'&'.repeat(15_000)}`),
  },
  ...['faults', 'license-keys'].map((form) => ({
    what: `a form for ${form} leaves what it sets, without the form around it,`,
    bytes: 2_000,
    once: (sandbox: Sandbox, count: number) => {
      const set = {
        id: `TRX-OF-SOME-LENGTH-${count}`,
        key: `KEY-OF-SOME-LENGTH-${count}`,
        fault: 'never',
        tokens: '1',
      };
      const body = new URLSearchParams({ ...set, state: 'active', account: API_KEY, more: 'x'.repeat(60_000) });
      return sandbox.fetch(`http://sandbox.test/_dashboard/${form}`, { method: 'POST', body });
    },
  })),
  {
    what: 'an account with a paid payment that is reset',
    bytes: 1_500,
    async once(sandbox, count) {
      const apiKey = `kgiton_${count}`;
      await generate(sandbox, request({ transaction_id: 'TRX-1', webhook_url }), { 'x-api-key': apiKey });
      await sandbox.pay('TRX-1', apiKey);
      await sandbox.waitForDelivery({ id: 'TRX-1', apiKey });
      await sandbox.reset(apiKey);
    },
  },
  {
    what: 'an event stream that its reader leaves',
    bytes: 1_000,
    async once(sandbox) {
      const { body } = await sandbox.fetch('http://sandbox.test/_dashboard/events');
      const reader = body?.getReader();
      await reader?.read();
      await reader?.cancel();
    },
  },
  {
    what: 'a long poll that its client leaves',
    bytes: 1_000,
    async once(sandbox) {
      const leaving = new AbortController();
      const polling = sandbox.nextDelivery(() => false, leaving.signal);
      leaving.abort();
      await polling;
    },
  },
];

const webhook_url = 'https://shop.example/webhook';

describe('nothing stays on the heap for ever:', () => {
  test.each(rows)('$what', async ({ bytes, once }) => {
    await using sandbox = createSandbox({ fetch: async () => new Response() });
    await generate(sandbox, request({ transaction_id: 'TRX-0', webhook_url }));
    await sandbox.pay('TRX-0', API_KEY);
    await sandbox.waitForDelivery({ id: 'TRX-0' });
    // The first times fill caches.
    for (let count = 0; count < OFTEN; count++) await once(sandbox, count);
    const before = await heapUsed();
    for (let count = 0; count < OFTEN; count++) await once(sandbox, OFTEN + count);
    // What else this worker leaves behind does not grow with the count.
    const noise = 500_000;
    expect((await heapUsed()) - before).toBeLessThan(noise + bytes * OFTEN);
  });
});

test('many event streams and long polls at the same time print no warning', async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => warnings.push(message);
  process.on('warning', onWarning);
  const sandbox = createSandbox();
  const leaving = new AbortController();
  const streams = await Promise.all(
    Array.from({ length: 12 }, () => sandbox.fetch('http://sandbox.test/_dashboard/events')),
  );
  const polls = Array.from({ length: 12 }, () =>
    sandbox.fetch('http://sandbox.test/_sandbox/deliveries?wait=30000', { signal: leaving.signal }),
  );
  await Promise.all(streams.map(({ body }) => body?.getReader().read()));
  await sandbox.close();
  expect((await Promise.all(polls)).map(({ status }) => status)).toEqual(polls.map(() => 200));
  // Warnings are emitted in a later tick.
  await delay(0);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
