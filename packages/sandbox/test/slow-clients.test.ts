import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { createSandbox, startSandbox } from '../src/index.js';
import { assembleInMemory } from '../src/sandbox.js';
import { createServer } from '../src/server/node-server.js';
import { caughtUp, generate, PATH, request } from './requests.js';

const body = JSON.stringify(request({ transaction_id: 'TRX-SLOW' }));
const head = `POST ${PATH} HTTP/1.1\r\nhost: localhost\r\nx-api-key: kgiton_a\r\ncontent-type: application/json\r\n`;
const whole = `${head}content-length: ${body.length}\r\n\r\n${body}`;

/** A connection with the data that it received. */
interface Client {
  socket: Socket;
  received(): string;
  closed: Promise<unknown>;
}

function open(port: number): Client {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  socket.on('error', () => {});
  return { socket, received: () => received, closed: once(socket, 'close') };
}

/** A client whose connection the sandbox has accepted, so that closing does not come before it. */
async function connected({ url }: { url: string }): Promise<Client> {
  const client = open(Number(new URL(url).port));
  await once(client.socket, 'connect');
  return client;
}

/** Closes a client's side, and waits until everything that was sent to it has arrived. */
async function ended({ socket, closed }: Client): Promise<void> {
  socket.end();
  await closed;
}

/** The server with timeouts that a test can wait for. */
async function startWithShortTimeouts() {
  const { route, app, origins } = assembleInMemory({}).assembly;
  const { server, drain } = createServer(route, async (asked) => app.fetch(asked), origins, {
    headers: 200,
    request: 400,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: drain };
}

describe('a slow client', () => {
  test.each([
    ['with its headers', head.slice(0, 40)],
    ['with its body', `${head}content-length: 1000\r\n\r\n{`],
    ['with its chunks', `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"a"`],
    ['and sends nothing at all', ''],
  ])('%s is disconnected, and nobody else waits for it', async (_what, begin) => {
    await using server = await startWithShortTimeouts();
    const client = open(server.port);
    client.socket.write(begin);
    const other = open(server.port);
    other.socket.write(whole);
    await expect.poll(other.received).toMatch(/^HTTP\/1\.1 200/);
    if (begin) await expect.poll(client.received).toMatch(/^HTTP\/1\.1 408/);
    client.socket.end();
    await client.closed;
    other.socket.destroy();
  });

  test('and a hundred like it block nobody', async () => {
    await using server = await startWithShortTimeouts();
    const clients = Array.from({ length: 100 }, () => open(server.port));
    for (const { socket } of clients) socket.write(head);
    const other = open(server.port);
    other.socket.end(whole);
    await expect.poll(other.received).toMatch(/^HTTP\/1\.1 200/);
    await expect.poll(() => clients.filter(({ received }) => /^HTTP\/1\.1 408/.test(received())).length).toBe(100);
    for (const { socket } of clients) socket.destroy();
  });
});

describe('a client that closes its side', () => {
  test('after a whole request loses its response, and gets it when it repeats the request', async () => {
    await using sandbox = await startSandbox({ port: 0, latency: 100 });
    const client = open(Number(new URL(sandbox.url).port));
    client.socket.end(whole);
    await client.closed;
    await expect.poll(async () => (await sandbox.payments()).length).toBe(1);
    const again = open(Number(new URL(sandbox.url).port));
    again.socket.write(whole);
    await expect.poll(again.received).toMatch(/^HTTP\/1\.1 200[\s\S]+TRX-SLOW/);
    again.socket.destroy();
    expect(await sandbox.payments()).toHaveLength(1);
  });

  test.each([
    ['in the middle of its headers', head],
    ['in the middle of its body', `${head}content-length: 1000\r\n\r\n{`],
  ])('%s creates no payment and logs nothing', async (_where, begin) => {
    const lines: string[] = [];
    const logger = { warn: (line: string) => lines.push(line), info: () => {} };
    await using sandbox = await startSandbox({ port: 0, logger });
    const client = open(Number(new URL(sandbox.url).port));
    client.socket.end(begin);
    await client.closed;
    expect((await generate(sandbox, request())).status).toBe(200);
    expect([(await sandbox.payments()).length, lines]).toEqual([1, []]);
  });

  test('before its response arrives harms nobody', async () => {
    await using sandbox = await startSandbox({ port: 0, latency: 200 });
    const client = open(Number(new URL(sandbox.url).port));
    client.socket.write(whole, () => client.socket.resetAndDestroy());
    await client.closed;
    await expect.poll(async () => (await sandbox.payments()).length).toBe(1);
    expect((await generate(sandbox, request())).status).toBe(200);
  });
});

describe('a closing sandbox', () => {
  test('responds to complete requests, however long that takes, and disconnects the others', async () => {
    const sandbox = await startSandbox({ port: 0, latency: 1_500 });
    const [complete, partial, page] = await Promise.all([connected(sandbox), connected(sandbox), connected(sandbox)]);
    complete.socket.write(whole);
    partial.socket.write(head);
    page.socket.write('GET /_sandbox/deliveries?wait=30000 HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await caughtUp(sandbox);
    await sandbox.close();
    await Promise.all([complete, partial, page].map(ended));
    expect(complete.received()).toMatch(/^HTTP\/1\.1 200[\s\S]+TRX-SLOW/);
    expect(page.received()).toMatch(/^HTTP\/1\.1 200/);
    expect(partial.received()).toBe('');
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  test('aborts the webhooks in flight, and responds to whoever waits for them', async () => {
    await using hanging = await serve(() => {});
    const sandbox = await startSandbox({ port: 0 });
    const sent = request({ webhook_url: hanging.url });
    await generate(sandbox, sent);
    await sandbox.pay(sent.transaction_id);
    const mover = await connected(sandbox);
    const advance = 'POST /_sandbox/clock/advance HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    mover.socket.write(`${advance}content-length: 13\r\n\r\n{"minutes":5}`);
    await caughtUp(sandbox);
    await sandbox.close();
    await ended(mover);
    expect(mover.received()).toMatch(/^HTTP\/1\.1 200/);
  });

  test('tells each client that the connection ends with the response, and resets none that is used', async () => {
    const sandbox = await startSandbox({ port: 0, latency: 30 });
    const [early, late] = await Promise.all([connected(sandbox), connected(sandbox)]);
    late.socket.write(`${head}content-length: 2\r\n\r\n{}`);
    await expect.poll(late.received).toMatch(/^HTTP\/1\.1 400[\s\S]+}$/);
    expect(late.received()).toMatch(/^connection: keep-alive\r$/im);
    early.socket.write(whole);
    const closing = sandbox.close();
    // A request that the client sends before it can know that the sandbox closes.
    late.socket.write(whole);
    await closing;
    await Promise.all([ended(early), ended(late)]);
    expect(early.received()).toMatch(/^HTTP\/1\.1 200[\s\S]+^connection: close\r$/im);
    expect(late.received()).toMatch(/HTTP\/1\.1 200[\s\S]+^connection: close\r$/im);
  });

  test('closes once, however often it is closed', async () => {
    const sandbox = await startSandbox({ port: 0 });
    await Promise.all([sandbox.close(), sandbox.close(), sandbox[Symbol.asyncDispose]()]);
  });
});

test('without a socket, a body may arrive in any pieces', async () => {
  await using sandbox = createSandbox();
  const slow = new ReadableStream({
    async start(controller) {
      for (const character of body) controller.enqueue(new TextEncoder().encode(character));
      controller.close();
    },
  });
  const headers = { 'x-api-key': 'kgiton_a', 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: slow, duplex: 'half' } as RequestInit;
  expect((await sandbox.fetch(`http://sandbox.test${PATH}`, init)).status).toBe(200);
});
