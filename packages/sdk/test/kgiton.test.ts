import { API_KEY_HEADER, SERVER_URL } from '@kgiton/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Fetch, KGiTON, type KGiTONOptions } from '../src/index.js';
import { apiKey, createKGiTON, payment } from './fixtures.js';
import { qrisPayment } from './scripted-server.js';

afterEach(() => vi.unstubAllEnvs());

/** The request that a client with these options sends. */
async function sent(options: KGiTONOptions, perCall = {}): Promise<Request> {
  const requests: Request[] = [];
  const fetch: Fetch = (url, init) => {
    requests.push(new Request(url, init));
    return Response.json(qrisPayment);
  };
  await new KGiTON({ apiKey, fetch, ...options }).partnerPayment.generateQris(payment, perCall);
  return requests[0] as Request;
}

describe('an omitted option', () => {
  test('comes from the environment, without surrounding whitespace', async () => {
    vi.stubEnv('KGITON_API_KEY', `  ${apiKey}\n`);
    vi.stubEnv('KGITON_BASE_URL', 'http://127.0.0.1:4020/');
    vi.stubEnv('KGITON_WEBHOOK_SECRET', 'whsec_from_environment');
    const request = await sent({ apiKey: undefined });
    expect(request.url).toBe('http://127.0.0.1:4020/api/partner/payment/generate');
    expect(request.headers.get(API_KEY_HEADER)).toBe(apiKey);
    expect(new KGiTON().webhookSecret()).toBe('whsec_from_environment');
  });

  test('counts as unset where the environment cannot be read, as in Deno without permission', () => {
    vi.stubEnv('KGITON_API_KEY', apiKey);
    const env = new Proxy(process.env, {
      get() {
        throw new Error('Requires env access');
      },
    });
    vi.stubGlobal('process', { env });
    try {
      expect(() => new KGiTON()).toThrow(/Expected an API key/);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('has a default: the server in the contract', async () => {
    vi.stubEnv('KGITON_BASE_URL', ' ');
    expect((await sent({})).url).toBe(`${SERVER_URL}/api/partner/payment/generate`);
  });

  test('in the environment is overridden by a given one', async () => {
    vi.stubEnv('KGITON_API_KEY', 'kgiton_of_the_environment');
    expect((await sent({})).headers.get(API_KEY_HEADER)).toBe(apiKey);
  });
});

describe('the request', () => {
  test('carries the headers of client and call, which cannot replace the API key', async () => {
    const { headers } = await sent(
      { headers: { 'x-a': '1', 'x-b': '1', [API_KEY_HEADER]: 'kgiton_other' } },
      { headers: new Headers({ 'x-b': '2', 'X-API-KEY': 'kgiton_another' }) },
    );
    expect([headers.get('x-a'), headers.get('x-b'), headers.get(API_KEY_HEADER)]).toEqual(['1', '2', apiKey]);
  });

  test('is sent with the current globalThis.fetch, so that tools can replace it', async () => {
    const kgiton = createKGiTON('http://127.0.0.1:9');
    vi.stubGlobal('fetch', async () => Response.json(qrisPayment));
    try {
      expect(await kgiton.partnerPayment.generateQris(payment)).toEqual(qrisPayment);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('new KGiTON() rejects, and says what is wrong:', () => {
  test.each<[string, KGiTONOptions | undefined, RegExp]>([
    ['no API key', undefined, /pass apiKey, or set KGITON_API_KEY/],
    ['an empty API key', { apiKey: '' }, /pass apiKey/],
    ['an API key with a line break', { apiKey: `${apiKey}\n` }, /without whitespace/],
    ['a base URL without a scheme', { apiKey, baseUrl: 'api.kgiton.com' }, /an http or https baseUrl/],
    ['a base URL with a query', { apiKey, baseUrl: 'https://x.id/?a' }, /baseUrl without user, query/],
    ['a timeout of 0', { apiKey, timeout: 0 }, /timeout from 1 to 2147483647, got 0/],
    ['an endless timeout', { apiKey, timeout: Number.POSITIVE_INFINITY }, /timeout.+got Infinity/],
    ['a negative number of retries', { apiKey, maxRetries: -1 }, /maxRetries from 0 to 100, got -1/],
    ['NaN retries', { apiKey, maxRetries: Number.NaN }, /maxRetries.+got NaN/],
    ['a timeout in a string', { apiKey, timeout: '5' as never }, /timeout from 1 to 2147483647, got '5'/],
    ['retries of null', { apiKey, maxRetries: null as never }, /maxRetries.+got null/],
    ['a fetch that is not a function', { apiKey, fetch: 'x' as never }, /Expected fetch to be a function/],
    ['a header that cannot be sent', { apiKey, headers: { 'x-a': 'a\nb' } }, /header/i],
  ])('%s', (_what, options, message) => {
    vi.stubEnv('KGITON_API_KEY', '');
    expect(() => new KGiTON(options)).toThrow(TypeError);
    expect(() => new KGiTON(options)).toThrow(message);
  });
});

describe('where anybody can read the API key', () => {
  test.each([
    ['a page', { document: {}, navigator: { userAgent: 'Mozilla/5.0 (Linux) Chrome/140' } }],
    ['a web worker', { navigator: { userAgent: 'Mozilla/5.0 (Linux) Firefox/140' } }],
    ['React Native', { navigator: { product: 'ReactNative' } }],
  ])('(%s) the constructor throws, unless dangerouslyAllowBrowser is set', (_where, globals) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    try {
      expect(() => new KGiTON({ apiKey })).toThrow(/in a browser.+call KGiTON from a server/i);
      expect(() => new KGiTON({ apiKey, dangerouslyAllowBrowser: true })).not.toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test.each([
    ...['Node.js/26', 'Deno/2.9', 'Bun/1.4', 'Cloudflare-Workers'],
    ...['ShopBackend/1.0 (like Mozilla/5.0)', 'ReactNativeBackend/1.0'],
  ])('%s is not a browser', (userAgent) => {
    vi.stubGlobal('navigator', { userAgent });
    try {
      expect(() => new KGiTON({ apiKey })).not.toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
