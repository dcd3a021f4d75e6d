import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { text } from '../../../test/support/http-server.js';
import { startSandbox } from '../src/index.js';
import { described } from './control-api.js';
import { API_KEY, generate, PATH, request, STATUS_PATH } from './requests.js';

describe('a site whose name resolves to this machine', () => {
  const paths: [string, string][] = [
    ['GET', '/'],
    ['GET', '/_sandbox/health'],
    ['GET', '/_sandbox/payments'],
    ['POST', '/_sandbox/reset'],
    ['GET', '/_sandbox/openapi.json'],
    ['GET', '/pay/PAY-X'],
    ['POST', '/pay/PAY-X/pay'],
    ['POST', PATH],
    ['OPTIONS', PATH],
    ['GET', `${STATUS_PATH}TRX-1`],
  ];
  const hosts = [
    '127.999.0.1',
    '[::ffff:8.8.8.8]',
    'shop.example',
    'localhost.shop.example',
    '127.0.0.1.shop.example',
    '127.0.0.1@shop.example',
  ];

  test.each(paths)('is refused for %s %s', async (method, path) => {
    await using sandbox = await startSandbox({ port: 0 });
    for (const host of hosts) {
      expect.soft((await send(sandbox.url, method, path, `${host}:4020`)).status, host).toBeOneOf([400, 403]);
    }
    expect((await send(sandbox.url, method, path, 'shop.example')).status).toBe(403);
    expect((await send(sandbox.url, method, path, 'localhost:4020')).status).not.toBe(403);
  });

  test('gets the documented error of the control API', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const { status, type, body } = await send(sandbox.url, 'GET', '/_sandbox/health', 'shop.example');
    expect(described('getHealth', status, type, body)).toMatchObject({ body: { code: 'FORBIDDEN' } });
  });

  test('is told how to be allowed, unless it is no name', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const { body } = await send(sandbox.url, 'POST', PATH, 'host.docker.internal:4020');
    expect(body).toContain('or --allow-host host.docker.internal: the sandbox');
    expect((await send(sandbox.url, 'GET', '/', 'a;reboot')).body).not.toContain('reboot');
  });

  test('is refused in JSON where a client of the API calls', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const { type, body } = await send(sandbox.url, 'POST', PATH, 'shop.example', JSON.stringify(request()));
    expect([type, JSON.parse(body)]).toEqual(['application/json', expect.objectContaining({ code: 'FORBIDDEN' })]);
  });

  test.each(['localhost', 'LOCALHOST:4020', 'localhost.', '127.0.0.2', '[::1]:4020', 'shop.localhost'])(
    'is none if the name is %s',
    async (host) => {
      await using sandbox = await startSandbox({ port: 0 });
      expect((await send(sandbox.url, 'GET', '/_sandbox/health', host)).status).toBe(200);
    },
  );

  test('is not looked for where others can reach the sandbox', async () => {
    await using sandbox = await startSandbox({ port: 0, host: '0.0.0.0' });
    expect((await send(sandbox.url, 'GET', '/_sandbox/health', 'sandbox.test')).status).toBe(200);
  });

  test('cannot be told from a client of HTTP/1.0, which need not name a host', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const { hostname, port } = new URL(sandbox.url);
    const socket = connect(Number(port), hostname);
    socket.end('GET /_sandbox/health HTTP/1.0\r\n\r\n');
    let received = '';
    for await (const chunk of socket) received += chunk;
    expect(received).toMatch(/^HTTP\/1\.1 200/);
  });

  test('can be allowed, and links lead there; the name of publicUrl is always allowed', async () => {
    const options = { port: 0, allowHosts: ['Host.Docker.Internal'], publicUrl: 'https://pay.shop.example/a' };
    await using sandbox = await startSandbox(options);
    for (const host of ['host.docker.internal:4020', 'pay.shop.example', 'localhost']) {
      expect((await send(sandbox.url, 'GET', '/', host)).status, host).toBe(200);
    }
    expect((await send(sandbox.url, 'GET', '/', 'shop.example')).status).toBe(403);
    await using other = await startSandbox({ port: 0, allowHosts: ['host.docker.internal'] });
    const { body } = await send(other.url, 'POST', PATH, 'host.docker.internal:4020', JSON.stringify(request()));
    expect(JSON.parse(body).qris.qr_image_url).toMatch(/^http:\/\/host\.docker\.internal:4020\/qr\//);
  });

  test('with an underscore can be allowed, too', async () => {
    await using sandbox = await startSandbox({ port: 0, allowHosts: ['my_sandbox'] });
    expect((await send(sandbox.url, 'GET', '/', 'my_sandbox:4020')).status).toBe(200);
  });

  test('of a publicUrl that is no URL of the web is a mistake', async () => {
    await expect(startSandbox({ port: 0, publicUrl: 'localhost:4020' })).rejects.toThrow(
      'publicUrl: expected an http or https URL, got "localhost:4020".',
    );
  });

  test.each(['host.docker.internal:4020', 'http://shop.example', '*.example', '', 'a b'])(
    'cannot be allowed as %j',
    async (host) => {
      await expect(startSandbox({ port: 0, allowHosts: [host] })).rejects.toThrow(/allowHosts: expected a host name/);
    },
  );

  /** `fetch` does not let anybody choose the header Host. */
  async function send(url: string, method: string, path: string, host: string, sent?: string) {
    const headers = { host, 'x-api-key': API_KEY, ...(sent && { 'content-type': 'application/json' }) };
    const outgoing = httpRequest(url + path, { method, headers, agent: false }).end(sent);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const body = await text(incoming);
    return { status: incoming.statusCode ?? 0, type: incoming.headers['content-type'] ?? null, body };
  }
});

describe('a form that pays', () => {
  test.each([
    {
      from: 'another site',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
      status: 403,
    },
    { from: 'another site, in an old browser', headers: { origin: 'https://elsewhere.example' }, status: 403 },
    { from: 'a frame without an origin', headers: { origin: 'null' }, status: 403 },
    {
      from: 'its own page',
      headers: { 'sec-fetch-site': 'same-origin', origin: 'https://dev.example' },
      status: 303,
    },
    {
      from: 'its own page behind a proxy, in an old browser',
      headers: { origin: 'https://pay.shop.example' },
      status: 303,
    },
    { from: 'a program', headers: {}, status: 303 },
  ])('from $from gets $status', async ({ headers, status }) => {
    await using sandbox = await startSandbox({ port: 0, publicUrl: 'https://pay.shop.example' });
    const { body } = await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE' }));
    const url = `${sandbox.url}/pay/${body.payment_id}/pay`;
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(status);
    const { paidAt } = await sandbox.payment(body.payment_id);
    expect(paidAt !== undefined).toBe(status === 303);
  });
});
