import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createSandbox, type RunningSandbox, type Sandbox, startSandbox } from '../src/index.js';
import { API_KEY, generate, PATH, post, request, status } from './requests.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Lets the event loop process everything that is ready, so often. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}

/** Bytes on the heap that are still in use. Some objects die only after the finalisers of others. */
async function heapUsed(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    collect();
    await turns(3);
  }
  return process.memoryUsage().heapUsed;
}

const OFTEN = 250;

/** Bytes that this worker leaves behind besides, which do not grow with the count. */
const NOISE = 200_000;

/** What is done often, and the most that one time may leave behind, in bytes. */
interface Row<Target> {
  what: string;
  bytes: number;
  act(sandbox: Target, count: number): Promise<unknown>;
}

/** Fails if doing it often leaves too much behind. */
async function expectNoLeak<Target>({ bytes, act }: Row<Target>, sandbox: Target): Promise<void> {
  // The first times fill caches.
  for (let count = 0; count < OFTEN; count++) await act(sandbox, count);
  const before = await heapUsed();
  for (let count = 0; count < OFTEN; count++) await act(sandbox, OFTEN + count);
  expect((await heapUsed()) - before).toBeLessThan(NOISE + bytes * OFTEN);
}

const rows: Row<Sandbox>[] = [
  {
    what: 'a webhook attempt, once its delivery has 100,',
    bytes: 100,
    act: (sandbox) => sandbox.redeliver(sandbox.deliveries[0]?.id ?? ''),
  },
  {
    what: 'a refused request, once the log is full,',
    bytes: 100,
    async act(sandbox, count) {
      // The log keeps 1,000 requests of an API key.
      for (let i = 0; count === 0 && i < 1_000; i++) await post(sandbox, '{}');
      await post(sandbox, '{}');
    },
  },
  {
    what: 'a status, once the log is full,',
    bytes: 100,
    async act(sandbox, count) {
      for (let i = 0; count === 0 && i < 1_000; i++) await status(sandbox, 'TRX-0');
      await status(sandbox, 'TRX-0');
    },
  },
  {
    what: 'a request with a long query leaves its entry in the log, without the query,',
    bytes: 2_000,
    act: (sandbox, count) => status(sandbox, `TRX-${count}-of-some-length?${'&'.repeat(15_000)}`),
  },
  ...['faults', 'license-keys'].map((form) => ({
    what: `a form for ${form} leaves what it sets, without the form around it,`,
    bytes: 2_000,
    act: (sandbox: Sandbox, count: number) => {
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
    async act(sandbox, count) {
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
    async act(sandbox) {
      const { body } = await sandbox.fetch('http://sandbox.test/_dashboard/events');
      const reader = body?.getReader();
      await reader?.read();
      await reader?.cancel();
    },
  },
  {
    what: 'a long poll that its client leaves',
    bytes: 1_000,
    async act(sandbox) {
      const leaving = new AbortController();
      const polling = sandbox.nextDelivery(() => false, leaving.signal);
      leaving.abort();
      await polling;
    },
  },
];

const webhook_url = 'https://shop.example/webhook';

describe('nothing stays on the heap for ever:', () => {
  test.each(rows)('$what', async (row) => {
    await using sandbox = createSandbox({ fetch: async () => new Response() });
    await generate(sandbox, request({ transaction_id: 'TRX-0', webhook_url }));
    await sandbox.pay('TRX-0', API_KEY);
    await sandbox.waitForDelivery({ id: 'TRX-0' });
    await expectNoLeak(row, sandbox);
  });
});

const HEADERS = { 'x-api-key': API_KEY, 'content-type': 'application/json' };

/** A request on a connection of its own. */
function open({ url }: RunningSandbox, path: string, body?: string) {
  const method = body === undefined ? 'GET' : 'POST';
  const started = send(`${url}${path}`, { agent: false, method, headers: HEADERS });
  // Of one that is cut.
  started.on('error', () => {});
  started.end(body);
  return started;
}

/** Cuts the connection of a request that the sandbox is working on. */
async function cut(started: ReturnType<typeof open>): Promise<void> {
  await once(started, 'finish');
  // Both ends are in this process: the sandbox accepts the connection, reads the request and works on it.
  await turns(3);
  started.destroy();
}

/** The same over sockets: `node:http` and `fetch` keep things of their own. */
const socketRows: Row<RunningSandbox>[] = [
  {
    what: 'a webhook attempt, acknowledged or cut,',
    bytes: 100,
    act: (sandbox) => sandbox.redeliver(sandbox.deliveries[0]?.id ?? ''),
  },
  {
    what: 'a request on a connection of its own leaves its entry in the log',
    bytes: 2_000,
    async act(sandbox) {
      const [response] = (await once(open(sandbox, PATH, '{}'), 'response')) as [IncomingMessage];
      await once(response.resume(), 'close');
    },
  },
  {
    what: 'a request on a connection that stays open leaves its entry in the log',
    bytes: 2_000,
    async act({ url }) {
      await (await fetch(`${url}${PATH}`, { method: 'POST', headers: HEADERS, body: '{}' })).arrayBuffer();
    },
  },
  {
    what: 'a request whose client leaves before its response leaves its entry in the log',
    bytes: 2_000,
    async act(sandbox, count) {
      if (count === 0) await sandbox.setFault({ kind: 'hang' }, { apiKey: API_KEY });
      await cut(open(sandbox, PATH, '{}'));
    },
  },
  {
    what: 'an event stream that its reader leaves',
    bytes: 100,
    async act(sandbox) {
      const started = open(sandbox, '/_dashboard/events');
      const [response] = (await once(started, 'response')) as [IncomingMessage];
      await once(response, 'data');
      started.destroy();
    },
  },
  {
    what: 'a long poll that its client leaves',
    bytes: 100,
    act: (sandbox) => cut(open(sandbox, '/_sandbox/deliveries?wait=30000')),
  },
];

describe('nothing stays on the heap for ever over sockets:', () => {
  test.each(socketRows)('$what', async (row) => {
    let received = 0;
    await using receiver = await serve((incoming, response) => {
      incoming.resume();
      if (received++ % 2 === 0) response.end('OK');
      else incoming.socket.destroy();
    });
    await using sandbox = await startSandbox({ port: 0 });
    await generate(sandbox, request({ transaction_id: 'TRX-0', webhook_url: `${receiver.url}/webhook` }));
    await sandbox.pay('TRX-0', API_KEY);
    await sandbox.waitForDelivery({ id: 'TRX-0' });
    await expectNoLeak(row, sandbox);
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
  await setImmediate();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
