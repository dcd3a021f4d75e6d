import type {
  ErrorCode,
  ErrorResponse,
  PartnerPaymentResponse,
  PaymentStatusResponse,
  PaymentSuccessEvent,
  webhooks,
} from '@kgiton/contract';
import nodeFetch from 'node-fetch';
import { fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { DOCUMENT_YAML } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { outcomes } from '../../../test/support/document.js';
import { serve, text } from '../../../test/support/http-server.js';
import { checkOptions, createClient, type Fetch, type KGiTONClient, UnexpectedResponseError } from '../src/index.js';

const path = '/api/partner/payment/generate';
const statusPath = '/api/partner/payment/status/{transactionId}';
const transactionId = 'TRX-2026-001';
const apiKey = 'kgiton_your_api_key_here';
const body = {
  transaction_id: transactionId,
  amount: 50_000,
  license_key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
  payment_type: 'QRIS',
} as const;

describe('against the mock of the contract', () => {
  let prism: Prism;
  let client: KGiTONClient;
  beforeAll(async () => {
    prism = await startPrism({ document: DOCUMENT_YAML, logLevel: 'silent' });
    client = createClient({ apiKey, baseUrl: prism.url });
  });
  afterAll(() => prism.stop());

  test('a payment is data', async () => {
    const { data, error, response } = await client.POST(path, { body });
    expect(response.status).toBe(200);
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ payment_type: 'QRIS', qris: { qr_content: expect.stringMatching(/^000201/) } });
  });

  test('a status is data', async () => {
    const { data, error, response } = await client.GET(statusPath, { params: { path: { transactionId } } });
    expect(response.status).toBe(200);
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ transaction_id: transactionId, payment_status: expect.any(String) });
  });

  test.each(outcomes.filter(({ status }) => status >= 400))(
    '$name of $method is an error with its code',
    async ({ method, status, name }) => {
      const headers = { prefer: `code=${status}, example=${name}` };
      const { data, error, response } =
        method === 'GET'
          ? await client.GET(statusPath, { params: { path: { transactionId } }, headers })
          : await client.POST(path, { body, headers });
      expect(data).toBeUndefined();
      expect({ status: response.status, code: error?.code }).toEqual({ status, code: name });
    },
  );

  test('a wrong request is an error, not an exception', async () => {
    const { error, response } = await client.POST(path, { body: { ...body, amount: 999 } });
    expect({ status: response.status, success: error?.success }).toEqual({ status: 400, success: false });
  });
});

describe('the request', () => {
  async function sent(options: Partial<Parameters<typeof createClient>[0]>): Promise<Request> {
    const requests: Request[] = [];
    const client = createClient({
      apiKey,
      fetch: async (url, init) => {
        requests.push(new Request(url, init));
        return Response.json({ success: true });
      },
      ...options,
    });
    await client.POST(path, { body });
    return requests[0] as Request;
  }

  test('goes by default to the server in the contract, with the API key', async () => {
    const request = await sent({});
    expect(request.url).toBe(`https://api.kgiton.com${path}`);
    expect(request.headers.get('x-api-key')).toBe(apiKey);
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(await request.json()).toEqual(body);
  });

  test('goes to the given base URL, with or without a trailing slash', async () => {
    expect((await sent({ baseUrl: 'http://127.0.0.1:4010/' })).url).toBe(`http://127.0.0.1:4010${path}`);
  });

  test.each([
    ['an object', { 'x-trace': '1' }],
    ['pairs', [['x-trace', '1']] as [string, string][]],
    ['Headers', new Headers({ 'x-trace': '1' })],
  ])('carries headers given as %s', async (_form, given) => {
    expect((await sent({ headers: given })).headers.get('x-trace')).toBe('1');
  });

  test('carries the given headers, which cannot replace the API key', async () => {
    const { headers } = await sent({ headers: { 'x-trace': '1', 'X-Api-Key': 'kgiton_other' } });
    expect([headers.get('x-trace'), headers.get('x-api-key')]).toEqual(['1', apiKey]);
  });
});

describe.each<[string, Fetch]>([
  ['of the platform', globalThis.fetch],
  ['of undici', undiciFetch],
  ['of node-fetch', nodeFetch],
])('the fetch %s', (_whose, fetch) => {
  test('sends requests byte for byte, as middleware changed them, and returns data and errors', async () => {
    const seen: [string | undefined, string][] = [];
    await using server = await serve(async (request, response) => {
      seen.push([String(request.headers['x-trace']), await text(request)]);
      const [status, content] = seen.length === 1 ? [200, { success: true }] : [402, { code: 'INSUFFICIENT_TOKENS' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    });
    const client = createClient({ apiKey, baseUrl: server.url, fetch });
    const read: string[] = [];
    client.use({
      async onRequest({ request }) {
        read.push(await request.clone().text());
        return new Request(request, { headers: { ...Object.fromEntries(request.headers), 'x-trace': '1' } });
      },
    });
    const description = 'Cuci 5 kg – “kilat” 😀';
    expect((await client.POST(path, { body: { ...body, description } })).data).toEqual({ success: true });
    expect((await client.POST(path, { body })).error).toEqual({ code: 'INSUFFICIENT_TOKENS' });
    expect(seen).toEqual([
      ['1', JSON.stringify({ ...body, description })],
      ['1', JSON.stringify(body)],
    ]);
    expect(read).toEqual(seen.map(([, sent]) => sent));
  });
});

test('a fetch receives plain values, and null if there is no body', async () => {
  const seen: unknown[][] = [];
  const fetch: Fetch = (...given) => {
    seen.push(given);
    return Response.json({ success: true });
  };
  const client = createClient({ apiKey, fetch });
  await client.POST(path, { body });
  await client.GET(statusPath, { params: { path: { transactionId: 'TRX/2026 1' } } });
  const plain = { redirect: 'manual', signal: expect.any(AbortSignal) };
  const headers = { 'x-api-key': apiKey };
  const posted = { 'content-type': 'application/json', ...headers };
  expect(seen).toEqual([
    [`https://api.kgiton.com${path}`, { ...plain, method: 'POST', headers: posted, body: JSON.stringify(body) }],
    [
      'https://api.kgiton.com/api/partner/payment/status/TRX%2F2026%201',
      { ...plain, method: 'GET', headers, body: null },
    ],
  ]);
});

describe('a response that violates the contract', () => {
  test.each([
    [
      '502 without a body',
      new Response(null, { status: 502, headers: { 'content-length': '0' } }),
      /status 502 with an empty body/,
    ],
    ['500 with an empty body', new Response('', { status: 500 }), /status 500 with an empty body/],
    ['502 with a page', new Response('<html>Bad gateway</html>', { status: 502 }), /status 502 with "<html>/],
    ['500 with other JSON', Response.json({ error: 'oops' }, { status: 500 }), /status 500 with "\{/],
    ['200 with a page', new Response('<html>Log in</html>'), /status 200 with "<html>/],
    ['200 without success', Response.json({ code: 'INVALID_LICENSE' }), /status 200 with "\{/],
    ['200 with a list', Response.json([]), /status 200 with "\[\]/],
    ['200 that is cut off', new Response('{"success":tr'), /status 200 with "\{\\"success/],
    [
      '302 to elsewhere',
      new Response(null, { status: 302, headers: { location: 'https://example.com/' } }),
      /status 302 with a redirect to https:\/\/example.com\//,
    ],
  ])('(%s) rejects, and the message describes it', async (_name, response, message) => {
    const client = createClient({ apiKey, fetch: async () => response });
    const rejected = await client.POST(path, { body }).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(UnexpectedResponseError);
    expect((rejected as UnexpectedResponseError).message).toMatch(message);
    expect((rejected as UnexpectedResponseError).response.status).toBe(response.status);
  });
});

test('a Response whose methods are getters works, such as that of @hono/node-server', async () => {
  class OtherResponse extends Response {}
  const { text } = Response.prototype;
  Object.defineProperty(OtherResponse.prototype, 'text', { get: () => text });
  const client = createClient({ apiKey, fetch: async () => new OtherResponse('{"success":true}') });
  expect((await client.POST(path, { body })).data).toEqual({ success: true });
});

test('a redirect is not followed, so that the API key is not sent elsewhere', async () => {
  const seen: string[] = [];
  await using elsewhere = await serve((request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  });
  await using server = await serve((_request, response) => {
    response.writeHead(307, { location: elsewhere.url }).end();
  });
  const client = createClient({ apiKey, baseUrl: server.url });
  await expect(client.POST(path, { body })).rejects.toThrow(/a redirect to http:\/\/127/);
  expect(seen).toEqual([]);
});

test('a caller can ask for the text or a stream of a response', async () => {
  const client = createClient({ apiKey, fetch: async () => new Response('anything') });
  expect((await client.POST(path, { body, parseAs: 'text' })).data).toBe('anything');
  const { data } = await client.POST(path, { body, parseAs: 'stream' });
  expect(await new Response(data).text()).toBe('anything');
});

test('the error about a response that contains the API key does not show it, not even in part', async () => {
  for (const page of [`<p>${apiKey}`, `${'x'.repeat(80)}${apiKey}`]) {
    const client = createClient({ apiKey, fetch: async () => new Response(page, { status: 502 }) });
    const error = (await client.POST(path, { body }).catch((reason: unknown) => reason)) as Error;
    expect(error.message).toContain('[redacted');
    expect(error.message).not.toContain(apiKey.slice(0, 8));
  }
});

describe('createClient rejects', () => {
  test.each([
    // As in JavaScript, where an unset environment variable is not a type error.
    ['a missing API key', {} as { apiKey: string }, /Expected apiKey as KGiTON issued it/],
    ['an empty API key', { apiKey: '' }, /Expected apiKey as KGiTON issued it/],
    ['an API key with a line break', { apiKey: `${apiKey}\n` }, /without whitespace/],
    ['a base URL without a scheme', { apiKey, baseUrl: 'api.kgiton.com' }, /an http or https baseUrl/],
    ['a base URL that is not http', { apiKey, baseUrl: 'ftp://api.kgiton.com' }, /an http or https baseUrl/],
    ['a base URL with a password', { apiKey, baseUrl: 'https://u:kgiton_your@x.id' }, /without user/],
    ['the key in place of the base URL', { apiKey, baseUrl: apiKey }, /https baseUrl/],
    [
      'a header that cannot be sent',
      { apiKey, headers: { 'x-a': `${apiKey}\n\n${apiKey}` } },
      /headers that HTTP allows/,
    ],
    ['a base URL with a query', { apiKey, baseUrl: 'https://api.kgiton.com?a=1' }, /without user, query/],
  ])('%s, and says what was expected', (_given, options, message) => {
    expect(() => createClient(options)).toThrow(message);
    expect(() => createClient(options)).not.toThrow(/kgiton_your/);
  });
});

test('requests, responses and errors are typed by the contract', () => {
  type Result = Awaited<ReturnType<typeof post>>;
  const post = () => createClient({ apiKey }).POST(path, { body });
  expectTypeOf<NonNullable<Result['data']>>().toEqualTypeOf<PartnerPaymentResponse>();
  expectTypeOf<NonNullable<Result['error']>>().toExtend<ErrorResponse>();
  expectTypeOf<NonNullable<Result['error']>['code']>().toEqualTypeOf<string>();
  const ask = () => createClient({ apiKey }).GET(statusPath, { params: { path: { transactionId } } });
  type Status = Awaited<ReturnType<typeof ask>>;
  expectTypeOf<NonNullable<Status['data']>>().toEqualTypeOf<PaymentStatusResponse>();
  expectTypeOf<NonNullable<Status['error']>>().toExtend<ErrorResponse>();
  expectTypeOf<ErrorCode>().toExtend<NonNullable<Result['error']>['code']>();
  expectTypeOf<
    webhooks['payment.success']['post']['requestBody']['content']['application/json']
  >().toEqualTypeOf<PaymentSuccessEvent>();

  const client = createClient({ apiKey });
  // Never called: only the types matter.
  const mistakes = () => [
    // @ts-expect-error a path that the contract does not have
    client.POST('/api/partner/payment', { body }),
    // @ts-expect-error no transaction id
    client.GET(statusPath, { params: { path: {} } }),
    // @ts-expect-error a payment type that the contract does not have
    client.POST(path, { body: { ...body, payment_type: 'PAYLATER' } }),
    // @ts-expect-error an amount in a string
    client.POST(path, { body: { ...body, amount: '50000' } }),
    // @ts-expect-error no license key
    client.POST(path, { body: { transaction_id: 'TRX-1', amount: 50_000, payment_type: 'QRIS' } }),
  ];
  expect(mistakes).toBeTypeOf('function');
});

test('a base URL with a letter beyond ASCII is accepted however often it is checked', () => {
  // In Node 20, URL.canParse fails here once V8 has optimised it.
  for (let count = 0; count < 50_000; count++) checkOptions({ apiKey, baseUrl: 'https://dökumente.example' });
});
