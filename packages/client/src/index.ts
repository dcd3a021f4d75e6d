import { API_KEY_HEADER, type paths, SERVER_URL } from '@kgiton/contract';
import createFetchClient, { type Client } from 'openapi-fetch';
import { type Fetch, sendBy } from './fetch.js';
import { readExpected } from './unexpected-response-error.js';

export { type Fetch, type FetchInit, type FetchResponse, PlainRequest } from './fetch.js';
export { UnexpectedResponseError } from './unexpected-response-error.js';

export interface CreateClientOptions {
  /** The partner's API key (`kgiton_…`). A secret of the server: never ship it to a browser. */
  apiKey: string;
  /**
   * Where the API is: an absolute `http` or `https` URL.
   * @default the server of the contract, `https://api.kgiton.com`
   */
  baseUrl?: string | undefined;
  /**
   * Sends the requests, as `fetch(url, init)`: that of the platform, of undici or of node-fetch, one that goes through a
   * proxy, or the sandbox's.
   * @default globalThis.fetch, as it is when a request is sent
   */
  fetch?: Fetch | undefined;
  /** Headers of every request. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
}

/** `openapi-fetch` over the contract: `POST`, and what else openapi-fetch offers, typed by path, body and status. */
export type KGiTONClient = Client<paths, 'application/json'>;

/**
 * Creates a client of the contract. A request resolves to `{ data, response }` or `{ error, response }`. It rejects when
 * no answer came, and with an {@link UnexpectedResponseError} when the answer is not one of the contract.
 *
 * @throws {TypeError} when an option cannot work. The message never quotes it: it may be, or hold, a key.
 */
export function createClient({
  apiKey,
  baseUrl = SERVER_URL,
  fetch = (url, init) => globalThis.fetch(url, init),
  headers,
}: CreateClientOptions): KGiTONClient {
  assertApiKey(apiKey);
  assertBaseUrl(baseUrl);
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers: withApiKey(headers, apiKey),
    // fetch would carry the API key on to wherever a redirect points.
    redirect: 'manual',
    fetch: sendBy(fetch),
  });
  client.use({
    onResponse: ({ response, options }) =>
      // Whoever asks for a blob or a stream gets it unread; an error is always JSON.
      options.parseAs === 'json' || !response.ok ? readExpected(response, apiKey) : undefined,
  });
  return client;
}

function assertApiKey(apiKey: unknown): asserts apiKey is string {
  if (typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)) return;
  throw new TypeError('Expected apiKey as KGiTON issued it (kgiton_...), without white space.');
}

function assertBaseUrl(baseUrl: string): void {
  if (URL.canParse(baseUrl) && /^https?:\/\/[^\s?#@]+$/i.test(baseUrl)) return;
  throw new TypeError('Expected an http or https baseUrl without user, query and fragment.');
}

/**
 * The headers of a request, with the API key whatever they say of it.
 *
 * @throws {TypeError} when one cannot be sent; the platform's own error would quote its value
 * @internal for `@kgiton/sdk`
 */
export function withApiKey(headers: CreateClientOptions['headers'], apiKey: string): Headers {
  try {
    const all = new Headers(headers);
    all.set(API_KEY_HEADER, apiKey);
    return all;
  } catch {
    throw new TypeError('Expected headers that HTTP allows.');
  }
}
