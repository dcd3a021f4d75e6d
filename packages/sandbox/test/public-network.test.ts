import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Received, serve, startReceiver, text } from '../../../test/support/http-server.js';
import { publicNetworkOnly } from '../src/webhooks/public-network.js';

/** Allows the test's own servers. */
const lenient = publicNetworkOnly({ allowed: ['127.0.0.1'] });

const post = (url: string, init: RequestInit & { duplex?: 'half' } = {}) =>
  new Request(url, { method: 'POST', ...init });

/** Resolves every name to these addresses. */
const finding =
  (...addresses: string[]): LookupFunction =>
  (_name, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };

/** Why nothing was sent, or the response if something was. */
async function refusal(url: string, lookup?: LookupFunction): Promise<string> {
  const send = publicNetworkOnly(lookup ? { lookup } : {});
  const sent = send(post(url, { body: '{}', signal: AbortSignal.timeout(2_000) }));
  return sent.then(({ status }) => `sent: ${status}`).catch((error: Error) => error.message);
}

describe('the guard refuses', () => {
  test.each([
    ['loopback', 'http://127.0.0.1:47/hook'],
    ['loopback by its name', 'http://localhost:47/hook'],
    ['loopback over TLS', 'https://127.0.0.1:47/hook'],
    ['all of loopback', 'http://127.8.9.10:47/'],
    ['loopback in IPv6', 'http://[::1]:47/'],
    ['loopback in decimal', 'http://2130706433:47/'],
    ['loopback in octal', 'http://0177.0.0.1:47/'],
    ['loopback in hex', 'http://0x7f000001:47/'],
    ['loopback cut short', 'http://127.1:47/'],
    ['loopback in wide digits', 'http://１２７.0.0.1:47/'],
    ['loopback mapped to IPv6', 'http://[::ffff:127.0.0.1]:47/'],
    ['loopback through NAT64', 'http://[64:ff9b::127.0.0.1]:47/'],
    ['loopback through 6to4', 'http://[2002:7f00:1::]:47/'],
    ['the unspecified address', 'http://0.0.0.0:47/'],
    ['the unspecified address, short', 'http://0:47/'],
    ['the unspecified address in IPv6', 'http://[::]:47/'],
    ['the metadata of clouds', 'http://169.254.169.254/latest/meta-data/'],
    ['the metadata of clouds, in IPv6', 'http://[fd00:ec2::254]/latest/meta-data/'],
    ['the metadata of Azure', 'http://168.63.129.16/machine?comp=goalstate'],
    ['the metadata of Alibaba', 'http://100.100.100.200/latest/meta-data/'],
    ['the metadata of Oracle', 'http://192.0.0.192/latest/'],
    ['link-local', 'http://169.254.0.1/'],
    ['link-local in IPv6', 'http://[fe80::1]/'],
    ['private 10/8', 'http://10.0.0.1/'],
    ['private 172.16/12', 'http://172.31.255.255/'],
    ['private 192.168/16', 'http://192.168.1.1/'],
    ['carrier-grade NAT', 'http://100.64.0.1/'],
    ['unique-local', 'http://[fd12:3456::1]/'],
    ['multicast', 'http://224.0.0.1/'],
    ['multicast in IPv6', 'http://[ff02::1]/'],
    ['broadcast', 'http://255.255.255.255/'],
    ['reserved', 'http://240.0.0.1/'],
    ['reserved for documents', 'http://203.0.113.1/'],
  ])('%s: %s', async (_what, url) => {
    expect(await refusal(url)).toMatch(
      /^webhooks to private networks are refused .+; allow them with --allow-private-/,
    );
  });

  test.each([
    ['a name that leads to loopback', ['127.0.0.1']],
    ['a name that leads to loopback in IPv6', ['::1']],
    ['a name that leads to a private network', ['10.1.2.3']],
    ['a name that leads to a public address and to a private one', ['8.8.8.8', '192.168.0.1']],
  ])('%s', async (_what, addresses) => {
    const message = await refusal('https://shop.localhost/hook', finding(...addresses));
    expect(message).toContain(`(shop.localhost is ${addresses.at(-1)})`);
  });
});

test('a name that was public at first is refused once it is private: it is resolved once for each webhook', async () => {
  const resolvers = [finding('8.8.8.8'), finding('127.0.0.1')];
  const lookups: string[] = [];
  const send = publicNetworkOnly({
    localAddress: '127.0.0.1',
    lookup(name, options, callback) {
      lookups.push(name);
      const resolve = resolvers.shift() as LookupFunction;
      setImmediate(() => resolve(name, options, callback));
    },
  });
  const first = send(post('http://rebinding.test:9/', { signal: AbortSignal.timeout(500) })).then(String, String);
  expect(await first).not.toContain('private networks');
  await expect(send(post('http://rebinding.test:9/'))).rejects.toThrow('(rebinding.test is 127.0.0.1)');
  expect(lookups).toHaveLength(2);
});

// From an address without a route: the guard allows the connection, and no packet leaves this machine. Some systems refuse
// it at once, others let it wait until it is given up.
test.each([
  ['http://8.8.8.8:9/', '127.0.0.1'],
  ['https://8.8.8.8:9/', '127.0.0.1'],
  ['http://172.32.0.1:9/', '127.0.0.1'],
  ['http://[2606:4700:4700::1111]:9/', '::1'],
])('%s is public, and allowed to connect', async (url, localAddress) => {
  const outcome = await publicNetworkOnly({ localAddress })(post(url, { signal: AbortSignal.timeout(500) })).catch(
    (error) => error,
  );
  expect(String(outcome)).not.toContain('private networks');
  expect(outcome.syscall ?? outcome.name).toMatch(/^(connect|bind|TimeoutError)$/);
});

test('the error says in one line what was refused, why, and what to do', async () => {
  expect(await refusal('http://127.0.0.1:47/hook?secret=1')).toBe(
    'webhooks to private networks are refused while the sandbox listens on more than loopback (127.0.0.1); allow them with --allow-private-webhooks, in code allowPrivateWebhooks: true',
  );
});

describe('an allowed webhook', () => {
  test('arrives with its method, path, headers and the length of its body', async () => {
    await using receiver = await startReceiver();
    const headers = { 'content-type': 'application/json', 'x-kgiton-signature': 'abc' };
    const { status } = await lenient(post(`${receiver.url}/hook?a=1`, { body: '{"note":"漢字"}', headers }));
    expect(status).toBe(200);
    expect(await receiver.next()).toMatchObject({
      method: 'POST',
      url: '/hook?a=1',
      body: '{"note":"漢字"}',
      headers: { ...headers, 'content-length': '17' },
    } satisfies Partial<Received>);
  });

  test('arrives piece by piece and with its length if its body is a stream', async () => {
    const pieces: string[] = [];
    await using server = await serve(async (incoming, response) => {
      for await (const piece of incoming) pieces.push(String(piece));
      response.writeHead(incoming.headers['content-length'] === '7' ? 202 : 500).end();
    });
    const { body, send } = pushed();
    const headers = { 'content-length': '7' };
    const sent = lenient(post(server.url, { body, duplex: 'half', headers }));
    send('one,');
    await expect.poll(() => pieces.join('')).toBe('one,');
    send('two');
    send();
    expect((await sent).status).toBe(202);
    expect(pieces.join('')).toBe('one,two');
  });

  test('may get its response before the stream of its body ends; then the stream is cancelled', async () => {
    await using server = await serve((_incoming, response) => void response.writeHead(401).end());
    const { body, send, cancelled } = pushed();
    const headers = { 'content-length': '6' };
    const sent = lenient(post(server.url, { body, duplex: 'half', headers }));
    send('one');
    expect((await sent).status).toBe(401);
    send('two');
    await cancelled;
  });

  test('follows no redirect', async () => {
    const paths: (string | undefined)[] = [];
    await using server = await serve((incoming, response) => {
      paths.push(incoming.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await lenient(post(`${server.url}/hook`))).status).toBe(307);
    expect(paths).toEqual(['/hook']);
  });

  test('holds no connection, however long the response is', async () => {
    const { listener, closed } = watched((response) => void response.writeHead(200).write('and so on'));
    await using server = await serve(listener);
    expect((await lenient(post(server.url, { body: '{}' }))).status).toBe(200);
    await closed;
  });

  test('can be aborted, which closes its connection', async () => {
    const { listener, arrived, closed } = watched(() => {});
    await using server = await serve(listener);
    const controller = new AbortController();
    const sent = lenient(post(server.url, { body: '{}', signal: controller.signal }));
    await arrived;
    controller.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
    await closed;
  });

  test('that was aborted before is not sent', async () => {
    await using receiver = await startReceiver();
    await expect(lenient(post(receiver.url, { signal: AbortSignal.abort(new Error('enough')) }))).rejects.toThrow(
      'enough',
    );
  });

  test('without a response fails with the reason', async () => {
    await expect(lenient(post('http://127.0.0.1:47'))).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:47');
    const nobody = publicNetworkOnly({
      allowed: ['127.0.0.1', '127.0.0.2'],
      lookup: finding('127.0.0.1', '127.0.0.2'),
    });
    await expect(nobody(post('http://shop.test:47'))).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:47');
    await using rude = await serve((incoming) => void incoming.socket.destroy());
    await expect(lenient(post(rude.url))).rejects.toThrow('socket hang up');
    await using plain = await serve((_incoming, response) => void response.end());
    await expect(lenient(post(plain.url.replace('http:', 'https:')))).rejects.toThrow(/wrong version number/i);
  });

  test('whose response is a change of protocol fails', async () => {
    await using server = await serve(({ socket }) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    });
    await expect(lenient(post(server.url))).rejects.toThrow();
  });
});

/** A body that is sent step by step; `send()` ends it. */
function pushed() {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let onCancel = () => {};
  const cancelled = new Promise<void>((resolve) => {
    onCancel = resolve;
  });
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel: () => onCancel(),
  });
  return {
    body,
    cancelled,
    send: (piece?: string) =>
      piece === undefined ? controller.close() : controller.enqueue(new TextEncoder().encode(piece)),
  };
}

/** A listener with promises for the arrival of a webhook and for the end of its connection. */
function watched(respond: (response: ServerResponse) => void) {
  let onArrival = () => {};
  let onClose = () => {};
  const arrived = new Promise<void>((resolve) => {
    onArrival = resolve;
  });
  const closed = new Promise<void>((resolve) => {
    onClose = resolve;
  });
  async function listener(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    incoming.socket.once('close', onClose);
    await text(incoming);
    onArrival();
    respond(response);
  }
  return { listener, arrived, closed };
}
