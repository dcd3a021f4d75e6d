import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebhookHandler, verifyWebhook } from '@kgiton/sdk/webhooks';
import express from 'express';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../../test/support/certificate.js';
import { serve } from '../../../test/support/http-server.js';
import { checkHandler } from '../src/cli/check-webhook/check.js';
import { hmac } from '../src/platform/node.js';
import type { Send } from '../src/webhooks/send.js';
import { runIn } from './command.js';

const secret = 'whsec_test_kgiton';
const options = { secret, transactionId: 'TRX-2026-001', amount: 50_000 };

const sdk = () => createWebhookHandler({ secret, onPaymentSuccess() {}, onError() {} });

/** What is wrong with a handler: name, verdict and mistake of each case. */
async function wrong(url: string, send: Send = fetch) {
  const results = await checkHandler(url, send, options);
  return results
    .filter(({ verdict }) => !['passed', 'unproven', 'untried', 'unseen'].includes(verdict))
    .map(({ name, verdict, mistake, fix }) => ({ name, verdict, mistake, fix }));
}

describe('check-webhook against real frameworks', () => {
  const LARGE = {
    name: 'a large body',
    verdict: 'advice',
    mistake: 'body-limit',
    fix: expect.stringContaining('no promised limit'),
  };

  test('Express with the SDK’s handler passes in full', async () => {
    const app = express().post('/', sdk().node);
    await using server = await serve(app);
    expect(await wrong(server.url)).toEqual([]);
  });

  test('Express with express.raw() passes, with advice about its limit of 100 KB', async () => {
    const app = express().post('/', express.raw({ type: '*/*' }), (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : '';
      response.sendStatus(verifyWebhook(body, request.headers['x-kgiton-signature'], secret) ? 200 : 401);
    });
    await using server = await serve(app);
    expect(await wrong(server.url)).toEqual([LARGE]);
  });

  test('Express with express.json() before the SDK’s handler: a parser runs first', async () => {
    const app = express().use(express.json()).post('/', sdk().node);
    await using server = await serve(app);
    expect(await wrong(server.url)).toEqual([
      expect.objectContaining({ name: 'a valid webhook', mistake: 'parsed-body', verdict: 'failed' }),
    ]);
  });

  test('Express with express.json() and the HMAC of an object: a parser runs first', async () => {
    const app = express()
      .use(express.json())
      .post('/', (request, response) => {
        response.sendStatus(hmac(request.body, secret) === request.headers['x-kgiton-signature'] ? 200 : 401);
      })
      .use(((_error, _request, response, _next) => {
        response.sendStatus((_error as { status?: number }).status ?? 500);
      }) as express.ErrorRequestHandler);
    await using server = await serve(app);
    expect(await wrong(server.url)).toEqual([
      expect.objectContaining({ name: 'a valid webhook', mistake: 'parsed-body' }),
    ]);
  });

  test('Express with express.json() and JSON.stringify(): each rewritten body, and the default limit', async () => {
    const app = express()
      .use(express.json())
      .post('/', (request, response) => {
        const given = request.headers['x-kgiton-signature'];
        response.sendStatus(hmac(JSON.stringify(request.body ?? {}), secret) === given ? 200 : 401);
      });
    await using server = await serve(app);
    const found = await wrong(server.url);
    expect(found.map(({ mistake }) => mistake)).toEqual([...Array(5).fill('reserialized-body'), 'body-limit']);
    expect(found.at(-1)).toMatchObject(LARGE);
  });

  test('Fastify with its parser and JSON.stringify(): each rewritten body', async () => {
    const app = fastify().post('/', async (request, reply) => {
      const isRight = hmac(JSON.stringify(request.body), secret) === request.headers['x-kgiton-signature'];
      return reply.code(isRight ? 200 : 401).send();
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      expect(new Set((await wrong(url)).map(({ mistake }) => mistake))).toEqual(new Set(['reserialized-body']));
    } finally {
      await app.close();
    }
  });
});

describe('check-webhook without a response', () => {
  test('says that a server is there whose certificate is not trusted, and tests it with that certificate', async () => {
    const { key, cert } = await selfSigned();
    const server = createServer({ key, cert }, sdk().node).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = join(tmpdir(), `kgiton-check-webhook-${process.pid}.pem`);
    try {
      const [found] = await wrong(url);
      expect(found).toMatchObject({ name: 'a valid webhook', mistake: 'untrusted-certificate' });
      expect(found?.fix).toContain(
        'A server is there, but its TLS certificate is not trusted (self-signed certificate).',
      );
      await writeFile(file, cert);
      expect((await runIn({ NODE_EXTRA_CA_CERTS: file }, 'check-webhook', url)).code).toBe(0);
      const otherName = url.replace('127.0.0.1', 'localhost');
      const { stdout } = await runIn({ NODE_EXTRA_CA_CERTS: file }, 'check-webhook', otherName, '--json');
      expect(JSON.parse(stdout)[0]).toMatchObject({ mistake: 'invalid-certificate' });
      const [plain] = await wrong(url.replace('https', 'http'));
      expect(plain).toMatchObject({ mistake: 'closed', fix: expect.stringContaining('Does it expect https://?') });
    } finally {
      server.closeAllConnections();
      server.close();
      await rm(file, { force: true });
    }
  });

  test('says that a server does not speak TLS', async () => {
    await using server = await serve((_request, response) => response.end());
    const [found] = await wrong(server.url.replace('http', 'https'));
    expect(found).toMatchObject({ mistake: 'no-tls', fix: expect.stringContaining('use http:// for this address') });
  });

  test('goes on after a large body that is cut off: the next case shows that the handler is alive', async () => {
    const handler = sdk();
    await using server = await serve((request, response) => {
      if (Number(request.headers['content-length']) > 100_000) return request.socket.destroy();
      return handler.node(request, response);
    });
    const results = await checkHandler(server.url, fetch, options);
    expect(results.filter(({ verdict }) => verdict !== 'passed').map(({ name }) => name)).toEqual([
      'a large body',
      'each payment is counted once',
    ]);
    expect(results).toContainEqual(expect.objectContaining({ name: 'a large body', mistake: 'body-limit' }));
  });

  test('says that a handler accepts a GET, as advice', async () => {
    const handler = sdk();
    const found = await wrong('http://shop.test', async (request) =>
      request.method === 'GET' ? new Response('Hello') : handler(request),
    );
    expect(found).toEqual([expect.objectContaining({ name: 'a GET', verdict: 'advice' })]);
  });
});

describe('what a receiver sends never controls the terminal', () => {
  const HOSTILE = '\u001b[2J\r\n\u009b31m\u202e\u2028';

  test.each<[string, Send]>([
    ['the address of a redirect', async () => Response.redirect(`http://shop.test/\u009b31m\u202e`)],
    [
      'the challenge of a login',
      async () => new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="\u009b31m"' } }),
    ],
    ['the text of a refusal', async () => new Response(`csrf ${HOSTILE}`, { status: 403 })],
    [
      'an error, such as the names of a certificate',
      async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(HOSTILE), { code: 'CERT_HAS_EXPIRED' }) });
      },
    ],
  ])('%s', async (_, send) => {
    const results = await checkHandler('http://shop.test', send, options);
    expect(results[0]?.mistake).toBeDefined();
    expect(results.flatMap((result) => Object.values(result)).join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
