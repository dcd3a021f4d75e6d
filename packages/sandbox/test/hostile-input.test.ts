import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { validateErrorResponse, validatePartnerPaymentResponse } from '@kgiton/contract/validators';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/spread.js';
import { createSandbox, type RunningSandbox, startSandbox } from '../src/index.js';
import { caughtUp, generate, PATH, post, request, STATUS_PATH } from './requests.js';

describe('whatever the body, the response follows the contract:', () => {
  const deep = (open: string, close: string) => `${open.repeat(20_000)}${close.repeat(20_000)}`;
  const valid = JSON.stringify(request());
  test.each<[string, BodyInit, number]>([
    ['nothing', '', 400],
    ['invalid JSON', '{"amount":', 400],
    ['JSON and something after it', `${valid} x`, 400],
    ['null', 'null', 400],
    ['an array', '[]', 400],
    ['a string', '"x"', 400],
    ['a byte order mark before it', `\ufeff${valid}`, 200],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400],
    ['arrays in arrays in arrays', deep('[', ']'), 400],
    ['a deep unknown property', `${valid.slice(0, -1)},"x":${deep('[', ']')}}`, 200],
    [
      'unknown properties in unknown properties',
      `${valid.slice(0, -1)},"x":${deep('{"a":', '}').replace('}', '1}')}}`,
      200,
    ],
    [
      'a deep unknown property beside an e-mail address',
      `${valid.slice(0, -1)},"customer_email":"a@b.id","x":${deep('[', ']')}}`,
      200,
    ],
    ['__proto__', `${valid.slice(0, -1)},"__proto__":{"amount":1},"constructor":{"prototype":1}}`, 200],
    ['a huge number', valid.replace('50000', '1e400'), 400],
    ['a number past 2^53', valid.replace('50000', '9007199254740993'), 400],
    ['a number with many digits', valid.replace('50000', `5${'0'.repeat(5_000)}`), 400],
    ['a whole number written as a fraction', valid.replace('50000', '50000.0'), 200],
    ['NUL and lone surrogates', `${valid.slice(0, -1)},"description":"\\u0000\\ud800"}`, 200],
    ['a property twice, of which the last counts', `${valid.slice(0, -1)},"amount":60000}`, 200],
    ['100,000 invalid items', `${valid.slice(0, -1)},"items":[${'{},'.repeat(99_999)}{}]}`, 400],
    [
      '20,000 unknown properties',
      `${valid.slice(0, -1)},${Array.from({ length: 20_000 }, (_, i) => `"m${i}":1`).join()}}`,
      200,
    ],
  ])('%s', async (_what, body, status) => {
    const sandbox = createSandbox();
    const response = await post(sandbox, body);
    expect(response.status).toBe(status);
    const content = await response.json();
    expect(status === 200 ? validatePartnerPaymentResponse(content) : validateErrorResponse(content)).toEqual([]);
    expect((await generate(sandbox, request())).status).toBe(200);
  });

  test('a body of 30,000 values is read, one of more is not', async () => {
    const sandbox = createSandbox();
    const numbers = (count: number) => ({ ...request(), more: Array(count).fill(0) });
    // The object, its four properties, and the list: each begins with a brace, a comma or a bracket.
    expect((await generate(sandbox, numbers(30_000 - 6))).status).toBe(200);
    const { status, body } = await generate(sandbox, numbers(30_000));
    expect([status, body.code, body.errors]).toEqual([
      400,
      'VALIDATION_ERROR',
      [{ path: '', message: 'must have at most 30000 values' }],
    ]);
    // What looks like values is none in a string.
    expect((await generate(sandbox, { ...request(), more: '\\",[{'.repeat(50_000) })).status).toBe(200);
  });

  test.each(['gzip', 'br', 'deflate, gzip'])('a body in %s is refused with what is wrong', async (encoding) => {
    const sandbox = createSandbox();
    const response = await post(sandbox, gzipSync(valid), { 'content-encoding': encoding });
    const message = 'must be sent without content-encoding';
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'VALIDATION_ERROR', errors: [{ path: '', message }] }),
    ]);
    const reply = await sandbox.fetch('http://sandbox.test/_sandbox/clock/advance', {
      method: 'POST',
      body: gzipSync('{"minutes":1}'),
      headers: { 'content-encoding': encoding },
    });
    expect([reply.status, await reply.json()]).toEqual([
      400,
      { success: false, code: 'INVALID_REQUEST', message: `The body ${message}.` },
    ]);
    expect((await post(sandbox, valid, { 'content-encoding': 'identity' })).status).toBe(200);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])(
    'JSON as %o is refused',
    async (type) => {
      const response = await post(createSandbox(), JSON.stringify(request()), { 'content-type': type });
      expect([response.status, (await response.json()).code]).toEqual([400, 'VALIDATION_ERROR']);
    },
  );

  test.each(['application/json; charset=utf-8', 'Application/JSON'])('JSON as %s is accepted', async (type) => {
    expect((await post(createSandbox(), JSON.stringify(request()), { 'content-type': type })).status).toBe(200);
  });

  test('a body over 1 MiB is 413; one of exactly 1 MiB is read', async () => {
    const limit = 1024 * 1024;
    const valid = JSON.stringify(request());
    expect((await post(createSandbox(), valid.padEnd(limit))).status).toBe(200);
    expect((await post(createSandbox(), valid.padEnd(limit + 1))).status).toBe(413);
    const stream = new Blob([valid.padEnd(limit + 1)]).stream();
    const streamed = new Request(`http://sandbox.test${PATH}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect((await createSandbox().fetch(streamed)).status).toBe(413);
  });
});

test('any request gets a response of the contract, and the invariants hold', async () => {
  const sandbox = createSandbox({ licenses: { 'MINE-1': 300 } });
  /** Mostly valid, sometimes anything. */
  const mostly = <T>(right: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 12, arbitrary: right as fc.Arbitrary<unknown> }, fc.anything());
  const near = fc.record(
    {
      transaction_id: mostly(fc.stringMatching(/^[A-Z]{1,2}$/)),
      amount: mostly(fc.integer({ min: 900, max: 10_000_100 })),
      license_key: mostly(fc.constant('MINE-1')),
      payment_type: mostly(fc.constantFrom('QRIS', 'CHECKOUT_PAGE')),
      expiry_minutes: mostly(fc.integer({ min: 0, max: 1_500 })),
      webhook_url: mostly(fc.webUrl()),
      items: mostly(fc.constant([])),
      customer_email: mostly(fc.emailAddress()),
      description: mostly(fc.string({ unit: 'binary' })),
    },
    { requiredKeys: ['transaction_id', 'amount', 'license_key', 'payment_type'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: fc.jsonValue() }),
      async (body) => {
        const { status, body: content } = await generate(sandbox, body);
        expect([200, 400, 402, 404, 409]).toContain(status);
        expect(status === 200 ? validatePartnerPaymentResponse(content) : validateErrorResponse(content)).toEqual([]);
      },
    ),
    runs(2_000),
  );
  const payments = await sandbox.payments();
  const license = await sandbox.license('MINE-1', 'kgiton_test');
  expect(payments.length).toBeGreaterThan(20);
  expect(license?.tokens).toBe(300 - payments.length);
  expect(new Set(payments.map(({ transactionId }) => transactionId)).size).toBe(payments.length);
});

describe('over a socket', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  const open = () => connect(Number(new URL(sandbox.url).port), '127.0.0.1').on('error', () => {});

  /** Writes raw bytes, and returns what comes back until the other side closes, or has sent so many responses. */
  async function raw(bytes: string, responses = Number.POSITIVE_INFINITY): Promise<string> {
    const socket = open();
    let received = '';
    socket.write(bytes);
    await new Promise<void>((resolve) => {
      socket.once('close', resolve);
      socket.on('data', (data) => {
        received += data;
        if (received.split('HTTP/1.1 ').length > responses) resolve();
      });
    });
    socket.destroy();
    return received;
  }

  const body = JSON.stringify(request());
  const head = `POST ${PATH} HTTP/1.1\r\nhost: localhost\r\nx-api-key: kgiton_a\r\ncontent-type: application/json\r\n`;

  test('pipelined requests get their responses in order', async () => {
    const one = `${head}content-length: ${body.length}\r\n\r\n${body}`;
    const bad = `${head}content-length: 2\r\n\r\n{}`;
    const responses = await raw(one + bad + one, 3);
    expect(responses.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  test.each([
    ['chunked', { body: new Blob([JSON.stringify(request())]).stream(), duplex: 'half' }, 200],
    ['chunked and over 1 MiB', { body: new Blob(['x'.repeat(1024 * 1024 + 1)]).stream(), duplex: 'half' }, 413],
    ['a POST without a body', {}, 400],
  ])('%s gets the right response', async (_what, init, status) => {
    const headers = { 'x-api-key': 'kgiton_a', 'content-type': 'application/json' };
    const response = await fetch(sandbox.url + PATH, { method: 'POST', headers, ...init } as RequestInit);
    expect(response.status).toBe(status);
  });

  test.each([
    [PATH, 'POST, OPTIONS'],
    [`${STATUS_PATH}TRX-1`, 'GET, OPTIONS'],
    ['/', 'GET, HEAD'],
    ['/_sandbox/health', 'GET, HEAD'],
    ['/_sandbox/licenses/KEY', 'GET, HEAD, PATCH'],
    ['/_sandbox/faults', 'GET, HEAD, PUT, DELETE'],
    ['/_sandbox/openapi.json', 'GET, HEAD'],
    ['/pay/PAY-1', 'GET, HEAD'],
    ['/pay/PAY-1/pay', 'POST'],
    ['/qr/PAY-1.png', 'GET, HEAD'],
  ])('%s has the methods %s, and says so when another is used', async (path, allow) => {
    for (const method of ['TRACE', 'PROPFIND', 'QUERY', 'OPTIONS', 'DELETE', 'PUT', 'PATCH', 'POST', 'GET']) {
      if (allow.includes(method) && !(method === 'OPTIONS' && path.startsWith('/api/'))) continue;
      const received = await raw(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
      expect.soft(received, method).toMatch(/^HTTP\/1\.1 405 /);
      expect.soft(/^allow: (.*)\r$/im.exec(received)?.[1], method).toBe(allow);
    }
    const nowhere = await raw('TRACE /nowhere HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    expect(nowhere).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('a body in more than 10,000 chunks is read no further', async () => {
    const chunked = `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`;
    const pieces = (count: number) => `${'1\r\n \r\n'.repeat(count)}2\r\n{}\r\n0\r\n\r\n`;
    expect(await raw(chunked + pieces(9_000))).toMatch(/^HTTP\/1\.1 400 /);
    const received = await raw(chunked + pieces(10_000));
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toContain('must have at most 1048576 bytes, in at most 10000 chunks');
  });

  test.each([
    ['is not HTTP', 'hello\r\n\r\n'],
    ['promises more than it sends', `${head}content-length: 1000\r\n\r\n{`],
    ['breaks off in the head', head],
    ['has an invalid length', `${head}content-length: x\r\n\r\n`],
    ['has invalid chunks', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`],
    ['has no host', `POST ${PATH} HTTP/1.1\r\n\r\n`],
    ['asks for an invalid URL', 'GET http://[ HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ])('a request that %s harms nobody else', async (_what, bytes) => {
    const socket = open();
    socket.write(bytes);
    await caughtUp(sandbox);
    socket.destroy();
    const response = await fetch(sandbox.url + PATH, { method: 'POST', headers: { 'x-api-key': 'kgiton_a' } });
    expect(response.status).toBe(400);
  });
});
