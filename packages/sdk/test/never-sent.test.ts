import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import nodeFetch from 'node-fetch';
import { type Dispatcher, EnvHttpProxyAgent, ProxyAgent, fetch as undiciFetch } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { selfSigned } from '../../../test/support/certificate.js';
import { startConnectProxy } from '../../../test/support/connect-proxy.js';
import { type Fetch, type KGiTONError, NetworkError } from '../src/index.js';
import { createKGiTON, payment, rejection } from './fixtures.js';
import { qrisPayment, startScriptedServer, succeed } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

/** The error of a call, and the number of attempts. */
async function failure(baseUrl: string, fetch: Fetch = globalThis.fetch): Promise<[KGiTONError, number]> {
  let attempts = 0;
  const counting: Fetch = (url, init) => {
    attempts++;
    return fetch(url, init);
  };
  const kgiton = createKGiTON(baseUrl, { fetch: counting, clock: createTestClock() });
  const error = await rejection<KGiTONError>(kgiton.partnerPayment.generateQris(payment));
  expect(error).toBeInstanceOf(NetworkError);
  return [error, attempts];
}

async function serveTls() {
  const certificate = await selfSigned();
  const requests: string[] = [];
  const server = createServer(certificate, (request, response) => {
    requests.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(qrisPayment));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...certificate,
    url: `https://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('if nothing was sent, the outcome is known, and there is no retry:', () => {
  test.each<[string, Fetch]>([
    ['the platform', globalThis.fetch],
    ['undici', undiciFetch],
    ['node-fetch', nodeFetch],
  ])('a certificate that %s does not trust, and the message says what to do', async (_whose, fetch) => {
    await using server = await serveTls();
    const [error, attempts] = await failure(server.url, fetch);
    expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: false });
    expect(error.message).toMatch(/self-signed certificate; name its authority in NODE_EXTRA_CA_CERTS\./);
    expect([attempts, server.requests]).toEqual([1, []]);
  });

  test('a server without TLS, and the message asks about the protocol', async () => {
    await using server = await startScriptedServer(succeed);
    const [error, attempts] = await failure(server.url.replace('http:', 'https:'));
    expect([error.outcomeUnknown, attempts]).toEqual([false, 1]);
    expect(error.message).toMatch(
      /^No complete response: .*wrong version number[^\n]*; is baseUrl http, not https\?\.$/i,
    );
  });

  test.each(['ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'])(
    'several addresses, none of which responds: %s',
    async (code) => {
      const cause = Object.assign(new AggregateError([]), { code });
      const [error] = await failure('http://127.0.0.1', () => Promise.reject(new TypeError('fetch failed', { cause })));
      expect([error.code, error.outcomeUnknown]).toEqual(['NETWORK_ERROR', false]);
    },
  );

  test('a port that fetch never connects to', async () => {
    const [error, attempts] = await failure('http://127.0.0.1:6000');
    expect([error.outcomeUnknown, attempts]).toEqual([false, 1]);
    expect(error.message).toBe('No complete response: bad port.');
  });

  test.each([
    ['undici', 'self signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['an incomplete chain', 'unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['an unknown authority', 'unable to get local issuer certificate', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', true],
    ['an expired certificate', 'certificate has expired', 'CERT_HAS_EXPIRED', false],
    ['a different host', "Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID', false],
    ['an unknown host name', 'getaddrinfo ENOTFOUND api.kgiton.con', 'ENOTFOUND', false],
    ['a URL', 'Invalid URL', 'ERR_INVALID_URL', false],
    ['Deno, a certificate', 'client error (Connect): invalid peer certificate: UnknownIssuer', undefined, false],
    ['Deno, a port', 'Fetch failed: Requests to port 6000 are blocked', undefined, false],
    ['Deno, a name', 'client error (Connect): dns error: Name or service not known (os error -2)', undefined, false],
  ])('%s: %s', async (_what, message, code, advises) => {
    const cause = Object.assign(new Error(message), { code });
    const [error, attempts] = await failure('https://a.id', () =>
      Promise.reject(new TypeError('fetch failed', { cause })),
    );
    expect([error.outcomeUnknown, attempts]).toEqual([false, 1]);
    expect(error.message.includes('NODE_EXTRA_CA_CERTS')).toBe(advises);
  });
});

test.each([
  ['a name server that does not respond', 'getaddrinfo EAI_AGAIN api.kgiton.com', 'EAI_AGAIN'],
  ['a server that is not there', 'connect ECONNREFUSED 127.0.0.1:443', 'ECONNREFUSED'],
])('%s means that nothing was sent either, but is temporary: there is a retry', async (_what, message, code) => {
  const cause = Object.assign(new Error(message), { code });
  const [error, attempts] = await failure('https://a.id', () =>
    Promise.reject(new TypeError('fetch failed', { cause })),
  );
  expect([error.outcomeUnknown, attempts]).toEqual([false, 3]);
});

test.each([
  ['a client certificate that the server rejects', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  ['a connection that is cut', 'ECONNRESET'],
])('%s leaves the outcome unknown, and there is a retry', async (_what, code) => {
  const [error, attempts] = await failure('https://a.id', () =>
    Promise.reject(Object.assign(new Error('read failed'), { code })),
  );
  expect([error.outcomeUnknown, attempts]).toEqual([true, 3]);
});

test('a failure to connect after a lost attempt leaves the outcome unknown', async () => {
  const causes = [new Error('read ECONNRESET'), new Error('getaddrinfo ENOTFOUND a.id')];
  let attempts = 0;
  const [error] = await failure('https://a.id', () => Promise.reject(causes[attempts++]));
  expect([error.outcomeUnknown, attempts]).toEqual([true, 2]);
});

/** The dispatcher, which is closed at the end of the test. */
function closed<D extends Dispatcher>(dispatcher: D): D {
  onTestFinished(() => dispatcher.destroy());
  return dispatcher;
}

describe('through a proxy', () => {
  test('that opens a tunnel, a payment succeeds, with or without TLS', async () => {
    await using proxy = await startConnectProxy();
    await using tls = await serveTls();
    await using plain = await startScriptedServer(succeed);
    const dispatcher = closed(new ProxyAgent({ uri: proxy.url, requestTls: { ca: tls.cert } }));
    const fetch: Fetch = (url, init) => undiciFetch(url, { ...init, dispatcher });
    for (const { url } of [tls, plain]) {
      expect(await createKGiTON(url, { fetch }).partnerPayment.generateQris(payment)).toEqual(qrisPayment);
    }
    expect(proxy.tunnels).toEqual([tls, plain].map(({ url }) => new URL(url).host));
  });

  test('from the environment, a payment succeeds', async () => {
    await using proxy = await startConnectProxy();
    await using tls = await serveTls();
    const dispatcher = closed(new EnvHttpProxyAgent({ httpsProxy: proxy.url, requestTls: { ca: tls.cert } }));
    const fetch: Fetch = (url, init) => undiciFetch(url, { ...init, dispatcher });
    expect(await createKGiTON(tls.url, { fetch }).partnerPayment.generateQris(payment)).toEqual(qrisPayment);
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('that rejects the tunnel, nothing was sent, and there is a retry', async () => {
    await using proxy = await startConnectProxy(502);
    const dispatcher = closed(new ProxyAgent(proxy.url));
    const [error, attempts] = await failure('https://a.id', (url, init) => undiciFetch(url, { ...init, dispatcher }));
    expect(error.message).toMatch(/502/);
    expect([error.outcomeUnknown, attempts, proxy.tunnels.length]).toEqual([false, 3, 3]);
  });
});
