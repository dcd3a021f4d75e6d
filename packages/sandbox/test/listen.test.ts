import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { serve, text } from '../../../test/support/http-server.js';
import { type Delivery, type RunningSandbox, startSandbox } from '../src/index.js';
import { cli, run, runIn } from './command.js';
import { newAccount, startHosted } from './hosted-account.js';
import { generate, request } from './requests.js';

/** A handler that a hosted sandbox does not reach, and what it got. */
async function startHandler(statusOf: (body: string) => number | Promise<number> = () => 200) {
  const got: { body: string; signature: unknown }[] = [];
  const server = await serve(async (incoming, outgoing) => {
    const body = await text(incoming);
    got.push({ body, signature: incoming.headers['x-kgiton-signature'] });
    outgoing.writeHead(await statusOf(body), { 'content-type': 'application/json' }).end('{"received":true}');
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { url: `${server.url}/webhook`, got };
}

/** `kgiton-sandbox listen` until it says that webhooks come, with the lines that it writes. */
async function startListen(...args: string[]) {
  const child = spawn(process.execPath, [cli, 'listen', ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [outcomes, told]: [string[], string[]] = [[], []];
  createInterface(child.stdout).on('line', (line) => outcomes.push(line));
  createInterface(child.stderr).on('line', (line) => told.push(line));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await expect.poll(() => told.join(), { timeout: 20_000 }).toContain('Forwarding webhooks to');
  const interrupt = async () => {
    child.kill('SIGINT');
    return (await ended)[0];
  };
  return { child, outcomes, told, ended, interrupt };
}

/** Holds back whoever waits for it, until it is opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const stateOf = (deliveries: readonly Delivery[]) =>
  deliveries.every(({ state, attempts }) => state === 'delivered' && attempts.length === 1)
    ? 'all delivered at once'
    : 'not yet';

/** Payments of an account that are paid; their webhooks go to an address that nothing reaches. */
async function payMany(sandbox: RunningSandbox, apiKey: string, many: number): Promise<void> {
  for (let index = 0; index < many; index++) {
    const sent = { ...request(), webhook_url: 'https://shop.invalid/webhook' };
    await generate(sandbox, sent, { 'x-api-key': apiKey });
    await sandbox.pay(sent.transaction_id, apiKey);
  }
}

/** A way to a server. It breaks whenever `isCut` says so, of what a client sends or of what the server responds. */
async function startBreakingProxy(url: string, isCut: (from: 'client' | 'server', number: number) => boolean) {
  let number = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [from, one, other] of [
      ['client', client, upstream],
      ['server', upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.on('data', (chunk) => {
        if (isCut(from, ++number)) one.destroy();
        else other.write(chunk);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('listen brings the webhooks of a hosted account to a handler, byte for byte, and its responses back', async () => {
  await using sandbox = await startHosted();
  const apiKey = await newAccount(sandbox);
  const handler = await startHandler((body) => (body.includes('REFUSED') ? 503 : 200));
  const listen = await startListen('--server', `${sandbox.url}/`, '--api-key', apiKey, '--forward-to', handler.url);
  await payMany(sandbox, apiKey, 1);
  const refused = { ...request(), transaction_id: 'REFUSED-1', webhook_url: 'https://shop.invalid/webhook' };
  await generate(sandbox, refused, { 'x-api-key': apiKey });
  await sandbox.pay('REFUSED-1', apiKey);
  await sandbox.waitForDelivery({ apiKey });
  await expect.poll(async () => (await sandbox.deliveriesOf(apiKey))[1]?.attempts.length).toBe(1);

  const deliveries = await sandbox.deliveriesOf(apiKey);
  expect(deliveries).toMatchObject([
    { state: 'delivered', attempts: [{ status: 200, responseBody: '{"received":true}' }] },
    { state: 'pending', attempts: [{ status: 503 }] },
  ]);
  const sent = deliveries.map(({ body, headers }) => ({ body, signature: headers['X-KGiTON-Signature'] }));
  expect(handler.got).toEqual(sent);
  // A retry is another attempt.
  await sandbox.advance({ minutes: 1 }, apiKey);
  expect(handler.got).toEqual([...sent, sent[1]]);
  await expect.poll(() => listen.outcomes.length).toBe(3);
  expect(listen.outcomes[1]).toMatch(/^REFUSED-1 \(PAY-\w+\): 503 in \d+ ms$/);
  expect(await listen.interrupt()).toBe(0);
  // The sandbox sends by itself again.
  await sandbox.advance({ minutes: 5 }, apiKey);
  expect((await sandbox.deliveriesOf(apiKey))[1]?.state).toBe('delivered');
  expect(handler.got).toHaveLength(3);
});

test('connections that are cut neither lose nor double a webhook', async () => {
  await using sandbox = await startHosted();
  const apiKey = await newAccount(sandbox);
  const handler = await startHandler();
  let isCutting = false;
  const cuts = { client: 0, server: 0 };
  // Every third piece, so that requests, responses and both of them are lost.
  const url = await startBreakingProxy(sandbox.url, (from, number) => {
    if (!isCutting || number % 3 > 0) return false;
    cuts[from]++;
    return true;
  });
  const listen = await startListen('--server', url, '--api-key', apiKey, '--forward-to', handler.url);
  isCutting = true;
  await payMany(sandbox, apiKey, 12);
  const delivered = async () =>
    (await sandbox.deliveriesOf(apiKey)).filter(
      ({ state, attempts }) => state === 'delivered' && attempts.length === 1,
    );
  await expect.poll(async () => (await delivered()).length, { timeout: 40_000 }).toBe(12);
  const bodies = (await sandbox.deliveriesOf(apiKey)).map(({ body }) => body);
  expect(handler.got.map(({ body }) => body).sort()).toEqual(bodies.sort());
  expect(Math.min(cuts.client, cuts.server)).toBeGreaterThan(0);
  expect(listen.told.filter((line) => line.startsWith('Connection lost'))).not.toEqual([]);
  isCutting = false;
  await expect.poll(() => listen.told.at(-1)).toBe('Connected again.');
  expect(await listen.interrupt()).toBe(0);
});

test('a second listen replaces the first, which ends', async () => {
  await using sandbox = await startHosted();
  const apiKey = await newAccount(sandbox);
  const [one, other] = [await startHandler(), await startHandler()];
  const first = await startListen('--server', sandbox.url, '--api-key', apiKey, '--forward-to', one.url);
  const args = ['--server', sandbox.url, '--forward-to', other.url, '--json'];
  const second = await startListen(...args, '--api-key', apiKey);
  expect(await first.ended).toEqual([1, null]);
  expect(first.told.join()).toContain('kgiton-sandbox: listen: Another listener has taken over this account');
  await payMany(sandbox, apiKey, 1);
  await sandbox.waitForDelivery({ apiKey });
  expect([one.got.length, other.got.length]).toEqual([0, 1]);
  await expect.poll(() => second.outcomes.length).toBe(1);
  const { body, headers } = (await sandbox.deliveriesOf(apiKey))[0] ?? {};
  const outcome = { acknowledged: true, status: 200, error: null, response_body: '{"received":true}' };
  expect(JSON.parse(second.outcomes[0] ?? '')).toMatchObject({ ...outcome, body, headers });
});

test('what the first was sending when a second replaced it is sent once, and counts', async () => {
  await using sandbox = await startHosted();
  const apiKey = await newAccount(sandbox);
  const slow = gate();
  const handler = await startHandler(() => slow.opened.then(() => 200));
  const args = ['--server', sandbox.url, '--api-key', apiKey, '--forward-to', handler.url];
  const first = await startListen(...args);
  await payMany(sandbox, apiKey, 1);
  await expect.poll(() => handler.got.length).toBe(1);
  await startListen(...args);
  slow.open();
  expect(await first.ended).toEqual([1, null]);
  await sandbox.waitForDelivery({ apiKey });
  expect([handler.got.length, first.outcomes.length]).toEqual([1, 1]);
  expect((await sandbox.deliveriesOf(apiKey))[0]?.attempts).toMatchObject([{ status: 200 }]);
});

test.each(['SIGINT', 'closed output'] as const)(
  '%s ends it once its handler has responded; meanwhile, the sandbox sends by itself',
  async (how) => {
    const sent: string[] = [];
    const fetch = async (one: Request) => {
      sent.push(one.url);
      return new Response(null, { status: 204 });
    };
    await using sandbox = await startHosted({}, { fetch });
    const apiKey = await newAccount(sandbox);
    // What it says of the first response ends it, so the second webhook has to be there by then.
    const [second, slow] = [gate(), gate()];
    let received = 0;
    const handler = await startHandler(async () => {
      if (++received > 1) second.open();
      await (received > 1 ? slow.opened : second.opened);
      return 200;
    });
    const listen = await startListen('--server', sandbox.url, '--api-key', apiKey, '--forward-to', handler.url);
    if (how === 'closed output') listen.child.stdout.destroy();
    await payMany(sandbox, apiKey, 2);
    await expect.poll(() => handler.got.length).toBe(2);
    if (how === 'SIGINT') listen.child.kill('SIGINT');
    await expect
      .poll(() => listen.told.join(), { timeout: 20_000 })
      .toMatch(/Waiting for \d responses? of your handler/);
    await expect
      .poll(async () => {
        await payMany(sandbox, apiKey, 1);
        return sent.length;
      })
      .toBeGreaterThan(0);
    slow.open();
    expect(await listen.ended).toEqual([0, null]);
    await expect.poll(async () => stateOf(await sandbox.deliveriesOf(apiKey))).toEqual('all delivered at once');
    expect(handler.got.length + sent.length).toBe((await sandbox.deliveriesOf(apiKey)).length);
  },
);

test('hundreds of webhooks at the same moment all come, each once', async () => {
  await using sandbox = await startHosted();
  const apiKey = await newAccount(sandbox);
  const handler = await startHandler((body) => (handler.got.filter((one) => one.body === body).length > 1 ? 200 : 503));
  const listen = await startListen('--server', sandbox.url, '--api-key', apiKey, '--forward-to', handler.url);
  await payMany(sandbox, apiKey, 300);
  const attempts = async () => (await sandbox.deliveriesOf(apiKey)).flatMap((delivery) => delivery.attempts).length;
  await expect.poll(attempts, { timeout: 40_000 }).toBe(300);
  // Now all of them are due at once.
  await sandbox.advance({ minutes: 1 }, apiKey);
  expect((await sandbox.deliveriesOf(apiKey)).filter(({ state }) => state === 'delivered')).toHaveLength(300);
  expect(handler.got).toHaveLength(600);
  expect(listen.told).toHaveLength(1);
});

test('a sandbox that is reset while webhooks are forwarded forgets them, also if the same ids come again', async () => {
  await using sandbox = await startSandbox({ port: 0, seed: 'listen' });
  const apiKey = 'kgiton_seeded';
  const handler = await startHandler();
  await startListen('--server', sandbox.url, '--api-key', apiKey, '--forward-to', handler.url);
  const bodies: string[] = [];
  for (const amount of [50_000, 77_777, 88_888]) {
    const one = { ...request(), transaction_id: `T-${amount}`, amount, webhook_url: 'https://shop.invalid/webhook' };
    await generate(sandbox, one, { 'x-api-key': apiKey });
    await sandbox.pay(one.transaction_id, apiKey);
    if (amount < 88_888) {
      await sandbox.reset(apiKey);
      continue;
    }
    const { body, attempts } = await sandbox.waitForDelivery({ apiKey });
    bodies.push(body);
    expect(attempts).toHaveLength(1);
  }
  // Those of before may have come too, but only their own outcomes counted.
  expect(handler.got.map(({ body }) => body)).toContain(bodies[0]);
});

test.each([
  {
    what: 'no API key',
    args: ['--forward-to', 'http://localhost:1'],
    says: 'listen: expected an API key that begins with kgiton_ in --api-key',
  },
  {
    what: 'an API key that no header can have',
    args: ['--forward-to', 'http://localhost:1', '--api-key', 'kgiton_a\nSECRET'],
    says: 'expected an API key',
  },
  { what: 'no handler', args: ['--api-key', 'kgiton_a'], says: '--forward-to: expected an http or https URL' },
  {
    what: 'a server that is away',
    args: ['--api-key', 'kgiton_a', '--forward-to', 'http://localhost:1', '--server', 'http://127.0.0.1:4'],
    says: 'cannot connect to http://127.0.0.1:4: connect ECONNREFUSED',
  },
])('listen with $what says so', async ({ args, says }) => {
  const { code, stderr } = await runIn({ KGITON_API_KEY: '' }, 'listen', ...args);
  expect([code, stderr]).toEqual([1, expect.stringContaining(says)]);
  expect(stderr).not.toContain('SECRET');
});

test.each([
  { what: 'an unknown API key', respond: undefined, says: 'API key' },
  { what: 'another server', respond: 404, says: 'expected a sandbox at http://' },
  { what: 'a redirect', respond: 301, says: 'got a redirect to https://elsewhere.example/' },
  { what: 'a page', respond: 200, says: 'got another response' },
  { what: 'another API', respond: 200, body: '{"attempts":[{}]}', says: 'got another response' },
  { what: 'an API without a body', respond: 204, body: '', says: 'got another response' },
])('listen to $what says so', async ({ respond, body = '<html>', says }) => {
  await using hosted = await startHosted();
  await using other = await serve((_request, response) =>
    response.writeHead(respond ?? 500, { location: 'https://elsewhere.example/' }).end(body),
  );
  const server = respond === undefined ? hosted.url : other.url;
  const { code, stderr } = await run(
    ...['listen', '--server', server, '--api-key', 'kgiton_nobody', '--forward-to', 'http://localhost:1'],
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining(says)]);
});
