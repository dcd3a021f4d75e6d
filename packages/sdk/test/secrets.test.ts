import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type FetchInit, KGiTON } from '../src/index.js';
import { redactAll } from '../src/redact.js';
import { unwrap } from '../src/webhooks/index.js';
import { apiKey, createKGiTON, licenseKey, payment, rejection } from './fixtures.js';
import { cut, fail, json, page, type Step, startScriptedServer, succeed } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

const webhookSecret = 'whsec_q8Zr5Lm2Xc9Vb4Nn7';
const secrets = [apiKey, webhookSecret, licenseKey];

/** Everything that logging this value could show. */
function shown(value: unknown): string {
  const error = value as Error;
  return [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
    error.message,
    error.stack,
  ].join('\n');
}

function expectNoSecret(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

test('inspecting the client shows no secret', () => {
  const kgiton = new KGiTON({ apiKey, webhookSecret: [webhookSecret, 'whsec_old_secret'], headers: { 'x-a': 'b' } });
  expectNoSecret(shown(kgiton));
  expectNoSecret(shown(kgiton.partnerPayment));
  expect(shown(kgiton)).not.toContain('whsec_old_secret');
  expect(kgiton.webhookSecret()).toEqual([webhookSecret, 'whsec_old_secret']);
});

const echo = `key ${apiKey}, license ${licenseKey}, other license ZZZZZ-11111-22222-33333-44444`;

describe('no error shows a secret, even if', () => {
  test.each<[string, Step]>([
    ['the server puts it in its message', json(404, { success: false, code: 'INVALID_LICENSE', message: echo })],
    [
      'the server puts it in the message of a property',
      json(400, { code: 'VALIDATION_ERROR', message: '', errors: [{ path: '/license_key', message: echo }] }),
    ],
    ['a proxy puts it in its page', page(502, echo)],
    ['the connection is cut', cut],
  ])('%s', async (_name, step) => {
    await using server = await startScriptedServer(step);
    const kgiton = createKGiTON(server.url, { webhookSecret, maxRetries: 0 });
    const text = shown(await rejection(kgiton.partnerPayment.generateQris(payment)));
    expectNoSecret(text);
    expect(text).not.toContain('ZZZZZ-11111');
  });

  test.each<[string, (request: FetchInit) => unknown]>([
    ['in its message', (request) => new Error(`failed with ${request.headers['x-api-key']}`)],
    ['in the request that it contains', (request) => Object.assign(new Error('failed'), { request, code: 'EFAIL' })],
    [
      'in the cause of its cause',
      (request) =>
        new Error('failed', { cause: new Error('inner', { cause: { headers: Object.entries(request.headers) } }) }),
    ],
    ['in a string', (request) => `failed with ${request.headers['x-api-key']}`],
    ['in a plain object', (request) => ({ key: request.headers['x-api-key'] })],
    [
      'under a symbol',
      (request) => Object.assign(new Error('failed'), { [Symbol('request')]: { key: request.headers['x-api-key'] } }),
    ],
    ['as its code', (request) => Object.assign(new Error('failed'), { code: { key: request.headers['x-api-key'] } })],
    [
      'as its name',
      (request) => Object.assign(new Error('failed', { cause: {} }), { name: request.headers['x-api-key'] }),
    ],
    ['in a property', (request) => Object.assign(new Error('failed'), { key: request.headers['x-api-key'] })],
  ])('a custom fetch throws it %s', async (_name, thrown) => {
    const kgiton = createKGiTON('https://api.kgiton.com', {
      maxRetries: 0,
      webhookSecret,
      fetch: async (_url, request) => {
        throw thrown(request);
      },
    });
    const error = await rejection(kgiton.partnerPayment.generateQris(payment));
    expectNoSecret(shown(error));
    expect(error).toMatchObject({ code: 'NETWORK_ERROR' });
  });

  test('the license key does not have KGiTON’s format', async () => {
    const odd = 'my-own-license-key';
    await using server = await startScriptedServer(
      json(404, { code: 'INVALID_LICENSE', message: `No license ${odd}.` }),
    );
    const error = await rejection(
      createKGiTON(server.url).partnerPayment.generateQris({ ...payment, licenseKey: odd }),
    );
    expect(error.message).toBe('No license [redacted].');
  });

  test.each<[string, Step, object]>([
    ['its code', json(403, { code: `SEEN_${apiKey}`, message: 'No.' }), { code: 'SEEN_[redacted]' }],
    ['its request id', fail(402, 'INSUFFICIENT_TOKENS', { 'x-request-id': apiKey }), { requestId: '[redacted]' }],
  ])('the server puts it in %s', async (_name, step, expected) => {
    await using server = await startScriptedServer(step);
    const error = await rejection(createKGiTON(server.url).partnerPayment.generateQris(payment));
    expectNoSecret(shown(error));
    expect(error).toMatchObject(expected);
  });

  test('an option is wrong', () => {
    for (const options of [{ apiKey: `${apiKey}\n` }, { apiKey, baseUrl: 'nowhere' }, { apiKey, timeout: -1 }]) {
      const build = () => new KGiTON({ webhookSecret, ...options });
      expect(build).toThrow(TypeError);
      expect(build).not.toThrow(apiKey);
    }
    try {
      unwrap('{}', 'a'.repeat(64), ` ${webhookSecret}`);
      expect.unreachable();
    } catch (error) {
      expectNoSecret(shown(error));
    }
  });
});

describe.each(['checkStatus', 'waitForPayment'] as const)('no error of %s shows a secret, even if', (method) => {
  test.each<[string, Step]>([
    ['the server puts it in its message', json(404, { code: 'TRANSACTION_NOT_FOUND', message: echo })],
    ['a proxy puts it in its page', page(403, echo)],
    ['a redirect contains it', (response) => response.writeHead(302, { location: `/?key=${apiKey}` }).end()],
    ['the server puts it in its code', json(403, { code: `SEEN_${apiKey}`, message: 'No.' })],
  ])('%s', async (_name, step) => {
    await using server = await startScriptedServer(step);
    const text = shown(await rejection(createKGiTON(server.url, { webhookSecret }).partnerPayment[method]('TRX-1')));
    expectNoSecret(text);
    expect(text).toContain('[redacted]');
  });
});

test('an error about a wrong header of a call does not quote it', async () => {
  const error = await rejection(
    createKGiTON('https://a.id').partnerPayment.generateQris(payment, { headers: { 'x-a': `${apiKey}\nb` } }),
  );
  expect(error).toBeInstanceOf(TypeError);
  expectNoSecret(shown(error));
});

test('an unsafe cause is reduced to its name, code, message and cause', async () => {
  const cause = Object.assign(new TypeError('reset', { cause: new Error('inner') }), {
    code: 'ECONNRESET',
    request: {},
  });
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(cause) });
  const error = await rejection(kgiton.partnerPayment.generateQris(payment));
  expect(error.cause).not.toBe(cause);
  expect(error.cause).toMatchObject({ name: 'TypeError', code: 'ECONNRESET', message: 'reset', cause: cause.cause });
});

test.each<[string, unknown, unknown]>([
  ['a string', `sent ${apiKey}`, 'sent [redacted]'],
  ['a harmless string', 'reset', 'reset'],
  ['a number', 7, '7'],
  ['an empty string', '', ''],
  ['zero', 0, 0],
])('the error keeps %s that a fetch throws as its cause, without secrets', async (_what, thrown, cause) => {
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(thrown) });
  const error = await rejection(kgiton.partnerPayment.generateQris(payment));
  expect(error.cause).toBe(cause);
  expectNoSecret(shown(error));
});

test.each<[string, Parameters<typeof redactAll>[0], string]>([
  ['a secret is redacted wherever it is', ['whsec_1'], '[redacted] and [redacted], whsec, AAAAA'],
  ['several are', ['whsec_1', 'AAAAA-'], '[redacted] and [redacted], whsec, AAAAA'],
  ['one of six characters is', ['whsec_'], '[redacted]1 and [redacted]1, whsec, AAAAA'],
  ['one of five characters is too short to be a secret', ['whsec'], 'whsec_1 and whsec_1, whsec, AAAAA'],
  ['an empty one is ignored', [''], 'whsec_1 and whsec_1, whsec, AAAAA'],
  ['one that is not set is ignored', [undefined], 'whsec_1 and whsec_1, whsec, AAAAA'],
])('of the given secrets, %s', (_what, secrets, redacted) => {
  expect(redactAll(secrets, 'whsec_1 and whsec_1, whsec, AAAAA')).toBe(redacted);
});

test('any license key is redacted, in upper or lower case, but nothing that only looks similar', () => {
  const text = `${licenseKey} ${licenseKey.toLowerCase()} AB12C-DE34F-GH56J-KL78M AB12C-DE34F-GH56J-KL78M-NP90QR`;
  expect(redactAll([], text)).toBe('[redacted] [redacted] AB12C-DE34F-GH56J-KL78M AB12C-DE34F-GH56J-KL78M-NP90QR');
});

test('a harmless cause is kept unchanged', async () => {
  const cause = Object.assign(new TypeError('fetch failed', { cause: new Error('ECONNRESET') }), { code: 'E' });
  const kgiton = createKGiTON('https://api.kgiton.com', { maxRetries: 0, fetch: () => Promise.reject(cause) });
  expect((await rejection(kgiton.partnerPayment.generateQris(payment))).cause).toBe(cause);
});

describe('the log', () => {
  async function logged(options: object, ...steps: [Step, ...Step[]]) {
    await using server = await startScriptedServer(...steps);
    const lines: string[] = [];
    const logger = {
      debug: (line: string) => lines.push(`debug ${line}`),
      warn: (line: string) => lines.push(`warn ${line}`),
    };
    const kgiton = createKGiTON(server.url, { clock: createTestClock(), webhookSecret, logger, ...options });
    await kgiton.partnerPayment.generateQris(payment).catch(() => {});
    return lines.map((line) => line.replace(server.url, 'URL'));
  }

  test('has a line for each attempt and each retry, without secrets', async () => {
    const lines = await logged({}, page(503, echo), succeed);
    expect(lines).toEqual([
      'debug kgiton: POST URL/api/partner/payment/generate: 503 in 0 ms, attempt 1, request id unknown',
      expect.stringMatching(/^warn kgiton: .+status 503.+Retrying in 250 ms\.$/),
      'debug kgiton: POST URL/api/partner/payment/generate: 200 in 0 ms, attempt 2, request id req_1',
    ]);
    expectNoSecret(lines.join());
  });

  test('says how long an attempt took', async () => {
    let now = 1_000;
    const clock = { ...createTestClock(), now: () => (now += 7) };
    expect(await logged({ clock }, succeed)).toEqual([expect.stringContaining(': 200 in 7 ms, attempt 1,')]);
  });

  test('has a line for each request for a status, without secrets', async () => {
    await using server = await startScriptedServer(page(503, echo), fail(404, 'TRANSACTION_NOT_FOUND'));
    const lines: string[] = [];
    const logger = { debug: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const { partnerPayment } = createKGiTON(server.url, { clock: createTestClock(), webhookSecret, logger });
    await rejection(partnerPayment.checkStatus(licenseKey));
    const line = `kgiton: GET ${server.url}/api/partner/payment/status/[redacted]:`;
    expect(lines).toEqual([
      `${line} 503 in 0 ms, attempt 1, request id unknown`,
      expect.stringMatching(/^kgiton: .+status 503.+Retrying in 250 ms\.$/),
      `${line} 404 in 0 ms, attempt 2, request id unknown`,
    ]);
    expectNoSecret(lines.join());
  });

  test('has only the retries at level warn, and nothing at level off', async () => {
    expect(await logged({ logLevel: 'warn' }, cut, succeed)).toEqual([expect.stringMatching(/^warn/)]);
    expect(await logged({ logLevel: 'off' }, cut, succeed)).toEqual([]);
  });

  test('is off by default', async () => {
    await using server = await startScriptedServer(page(503), succeed);
    const written: unknown[] = [];
    const { debug, warn } = console;
    console.debug = console.warn = (...line) => written.push(line);
    try {
      await createKGiTON(server.url, { clock: createTestClock() }).partnerPayment.generateQris(payment);
      expect(written).toEqual([]);
      await createKGiTON(server.url, { logLevel: 'debug' }).partnerPayment.generateQris(payment);
      expect(written).toHaveLength(1);
    } finally {
      Object.assign(console, { debug, warn });
    }
  });

  test('loses its line, but not the payment, if the logger throws', async () => {
    await using server = await startScriptedServer(succeed);
    const logger = {
      debug() {
        throw new Error('disk full');
      },
      warn: () => Promise.reject(new Error('disk full')),
    };
    await expect(createKGiTON(server.url, { logger }).partnerPayment.generateQris(payment)).resolves.toBeDefined();
  });
});
