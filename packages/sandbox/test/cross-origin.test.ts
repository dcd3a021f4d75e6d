import { describe, expect, test } from 'vitest';
import { readOrigin } from '../src/http/origins.js';
import { createSandbox, type Sandbox, type SandboxOptions, startSandbox } from '../src/index.js';
import { API_KEY, PATH, request } from './requests.js';

const DOCS = 'https://docs.example';

/** A sandbox, and a way to send requests to its operation. */
interface Opened extends AsyncDisposable {
  sandbox: Sandbox;
  send(init: RequestInit): Promise<Response>;
}

async function overSocket(options: SandboxOptions): Promise<Opened> {
  const sandbox = await startSandbox({ port: 0, ...options });
  return {
    sandbox,
    send: (init) => fetch(sandbox.url + PATH, init),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

async function withoutSocket(options: SandboxOptions): Promise<Opened> {
  const sandbox = createSandbox(options);
  return {
    sandbox,
    send: (init) => sandbox.fetch(`http://sandbox.test${PATH}`, init),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

/** A request to generate a payment as a page of this origin sends it; without an origin, as a server does. */
function call(origin: string | undefined, { body = request() as object | string, headers = {} } = {}): RequestInit {
  return {
    method: 'POST',
    headers: {
      'x-api-key': API_KEY,
      'content-type': 'application/json',
      ...headers,
      ...(origin !== undefined && { origin }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** The preflight request for a page of this origin. */
function preflight(origin: string, headers: Record<string, string> = {}): RequestInit {
  const asked = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-api-key',
  };
  return { method: 'OPTIONS', headers: { origin, ...asked, ...headers } };
}

/** The headers of a response that are for browsers. */
function crossOriginHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name === 'vary' || name.startsWith('access-control-')));
}

const READABLE = {
  'access-control-allow-origin': DOCS,
  'access-control-expose-headers': 'x-request-id, x-sandbox-warning',
  vary: 'origin',
};

const CALLABLE = {
  'access-control-allow-origin': DOCS,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type, x-api-key, prefer',
  'access-control-max-age': '600',
  vary: 'origin',
};

describe.each([
  ['over a socket', overSocket],
  ['without a socket', withoutSocket],
])('%s,', (_way, open) => {
  test('a page of an allowed origin may read its payment, the request id and the warnings', async () => {
    await using opened = await open({ allowOrigins: ['http://shop.example:8080', DOCS] });
    const response = await opened.send(call(DOCS, { body: { ...request(), colour: 'red' } }));
    expect([response.status, crossOriginHeaders(response)]).toEqual([200, READABLE]);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(response.headers.get('x-sandbox-warning')).toBe('unknown property /colour is ignored');
  });

  test.each([
    [400, { body: '{' }],
    [401, { headers: { 'x-api-key': 'wrong' } }],
    [402, { body: request({ license_key: 'SANDB-EMPTY-00000-00000-00001' }) }],
    [403, { headers: { prefer: 'code=403' } }],
    [404, { body: request({ license_key: 'NONE' }) }],
    [413, { body: 'x'.repeat(1024 * 1024 + 1) }],
  ])('such a page may read why its request was refused with %i', async (status, given) => {
    await using opened = await open({ allowOrigins: [DOCS] });
    const response = await opened.send(call(DOCS, given));
    expect([response.status, crossOriginHeaders(response)]).toEqual([status, READABLE]);
  });

  test.each([
    ['another site', 'https://evil.example'],
    ['a site whose name begins alike', 'https://docs.example.evil.example'],
    ['a site within the site', 'https://a.docs.example'],
    ['another port', 'https://docs.example:8443'],
    ['the site without TLS', 'http://docs.example'],
    ['a file', 'null'],
    ['two origins at once', `${DOCS}, ${DOCS}`],
    ['what no browser writes', 'HTTPS://DOCS.EXAMPLE'],
    ['nothing', ''],
  ])('a page of %s may neither call nor read', async (_what, origin) => {
    await using opened = await open({ allowOrigins: [DOCS] });
    const response = await opened.send(call(origin));
    expect([response.status, crossOriginHeaders(response)]).toEqual([200, {}]);
    const asked = await opened.send(preflight(origin, { 'access-control-request-private-network': 'true' }));
    expect([asked.status, crossOriginHeaders(asked)]).toEqual([403, { vary: 'origin' }]);
  });

  test('a refusal names the flag that allows the origin', async () => {
    await using opened = await open({});
    const asked = await opened.send(preflight(DOCS));
    expect([asked.status, asked.headers.get('content-type')?.toLowerCase()]).toEqual([403, 'text/plain;charset=utf-8']);
    expect(await asked.text()).toBe(
      'Pages of "https://docs.example" may not call this sandbox; --allow-origin, in code allowOrigins, allows an origin.',
    );
  });

  test('a preflight request learns what a page of an allowed origin may send, and generates nothing', async () => {
    await using opened = await open({ allowOrigins: [DOCS] });
    const asked = await opened.send(preflight(DOCS));
    expect([asked.status, await asked.text(), crossOriginHeaders(asked)]).toEqual([204, '', CALLABLE]);
    expect([opened.sandbox.requests, await opened.sandbox.payments()]).toEqual([[], []]);
  });

  test('a preflight request for a private network is allowed', async () => {
    await using opened = await open({ allowOrigins: [DOCS] });
    const asked = await opened.send(preflight(DOCS, { 'access-control-request-private-network': 'true' }));
    expect(crossOriginHeaders(asked)).toEqual({ ...CALLABLE, 'access-control-allow-private-network': 'true' });
  });

  test('a page opened from a file may call where null is allowed', async () => {
    await using opened = await open({ allowOrigins: ['null'] });
    expect(crossOriginHeaders(await opened.send(call('null')))).toEqual({
      ...READABLE,
      'access-control-allow-origin': 'null',
    });
    expect((await opened.send(preflight('null'))).status).toBe(204);
    expect((await opened.send(preflight(DOCS))).status).toBe(403);
  });

  test('a client that is not a browser gets no headers for browsers', async () => {
    await using opened = await open({ allowOrigins: [DOCS] });
    for (const body of [request(), '{']) {
      expect(crossOriginHeaders(await opened.send(call(undefined, { body })))).toEqual({});
    }
  });

  test.each([
    ['without an origin', { 'access-control-request-method': 'POST' }],
    ['that asks for no method', { origin: DOCS }],
  ])('OPTIONS %s gets the usual 405', async (_what, headers: Record<string, string>) => {
    await using opened = await open({ allowOrigins: [DOCS] });
    const response = await opened.send({ method: 'OPTIONS', headers });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect(crossOriginHeaders(response)).toEqual({});
  });

  test('the control API, the dashboard and every other path stay closed to pages of an allowed origin', async () => {
    await using opened = await open({ allowOrigins: [DOCS, 'http://localhost:4000'] });
    const base = 'url' in opened.sandbox ? String(opened.sandbox.url) : 'http://localhost';
    for (const path of [
      '/',
      '/_sandbox/health',
      '/_sandbox/reset',
      '/_sandbox/openapi.json',
      '/pay/PAY-1',
      `${PATH}/`,
    ]) {
      for (const origin of [DOCS, 'http://localhost:4000']) {
        const asked = await opened.sandbox.fetch(base + path, preflight(origin));
        expect([path, asked.status, crossOriginHeaders(asked)]).toEqual([path, path === `${PATH}/` ? 404 : 405, {}]);
        const read = await opened.sandbox.fetch(base + path, { headers: { origin } });
        expect([path, crossOriginHeaders(read)]).toEqual([path, {}]);
      }
    }
  });
});

describe('pages of this machine', () => {
  const pages = [
    'http://localhost:4000',
    'https://localhost',
    'http://docs.localhost:4000',
    'http://127.0.0.1:4000',
    'https://127.8.9.10',
    'http://[::1]:4000',
  ];

  test.each(pages)('such as %s may call a sandbox that only this machine can reach', async (origin) => {
    await using sandbox = await startSandbox({ port: 0 });
    const readable = { ...READABLE, 'access-control-allow-origin': origin };
    expect(crossOriginHeaders(await fetch(sandbox.url + PATH, call(origin)))).toEqual(readable);
    expect((await fetch(sandbox.url + PATH, preflight(origin))).status).toBe(204);
  });

  test('may not call one that others can reach, unless their origin is allowed', async () => {
    await using sandbox = await startSandbox({ port: 0, host: '0.0.0.0', allowOrigins: ['http://localhost:4001'] });
    for (const origin of pages) expect((await fetch(sandbox.url + PATH, preflight(origin))).status).toBe(403);
    expect((await fetch(sandbox.url + PATH, preflight('http://localhost:4001'))).status).toBe(204);
  });

  test('may not call one that does not listen, since nobody knows who serves it', async () => {
    await using opened = await withoutSocket({});
    for (const origin of pages) expect((await opened.send(preflight(origin))).status).toBe(403);
  });

  test.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil-localhost',
    'http://192.168.1.1:4000',
    'http://0.0.0.0:4000',
    'http://[::2]',
    'http://localhost:4000/',
    'http://user@localhost:4000',
    'http://LOCALHOST:4000',
    'https://evil.example#.localhost',
    'ftp://localhost',
    'chrome-extension://localhost',
    'localhost:4000',
    'localhost',
    'null',
  ])('do not include %s', async (origin) => {
    await using sandbox = await startSandbox({ port: 0 });
    expect(crossOriginHeaders(await fetch(sandbox.url + PATH, call(origin)))).toEqual({});
    expect((await fetch(sandbox.url + PATH, preflight(origin))).status).toBe(403);
  });
});

describe('an allowed origin', () => {
  test.each([
    ['HTTPS://Docs.Example:443/', DOCS],
    [' https://docs.example ', DOCS],
    ['http://docs.example:80', 'http://docs.example'],
    ['https://dökumente.example', 'https://xn--dkumente-n4a.example'],
  ])('%s is the one that browsers write as %s', async (named, origin) => {
    await using opened = await withoutSocket({ allowOrigins: [named] });
    expect((await opened.send(preflight(origin))).status).toBe(204);
  });

  test('is still read after many reads (in Node 20, URL.canParse is not)', () => {
    const read = Array.from({ length: 50_000 }, () => readOrigin('https://dökumente.example'));
    expect(new Set(read)).toEqual(new Set(['https://xn--dkumente-n4a.example']));
  });

  test.each([
    '*',
    'https://*.docs.example',
    'docs.example',
    'docs.example:443',
    'https://docs.example/guides',
    'https://docs.example/?',
    'https://docs.example#',
    'https://user@docs.example',
    'ftp://docs.example',
    'file:///home/me/docs.html',
    'NULL',
    '',
  ])('%o is refused, with what was expected', async (named) => {
    const message = `allowOrigins: expected an http or https origin alone, such as https://docs.example, or null, got ${JSON.stringify(named)}.`;
    expect(() => createSandbox({ allowOrigins: [named] })).toThrow(new TypeError(message));
    await expect(startSandbox({ port: 0, allowOrigins: [DOCS, named] })).rejects.toThrow(message);
  });
});
