import { API_KEY_HEADER, type paths, SERVER_URL } from '@kgiton/contract';
import createFetchClient, { type Client, type ClientOptions, mergeHeaders } from 'openapi-fetch';
import { assertExpected } from './unexpected-response-error.js';

export { UnexpectedResponseError } from './unexpected-response-error.js';

export interface CreateClientOptions {
  /** The partner's API key (`kgiton_…`). A secret of the server: never ship it to a browser. */
  apiKey: string;
  /**
   * Where the API is: an absolute `http` or `https` URL.
   * @default the server of the contract, `https://api.kgiton.com`
   */
  baseUrl?: string;
  /**
   * Sends the requests.
   * @default globalThis.fetch
   */
  fetch?: ClientOptions['fetch'];
  /** Headers of every request. They cannot replace the API key. */
  headers?: ClientOptions['headers'];
}

/** `openapi-fetch` over the contract: `POST`, and what else openapi-fetch offers, typed by path, body and status. */
export type KGiTONClient = Client<paths, 'application/json'>;

/**
 * Creates a client of the contract. A request resolves to `{ data, response }` or `{ error, response }`. It rejects when
 * no answer came, and with an {@link UnexpectedResponseError} when the answer is not one of the contract.
 *
 * @throws {TypeError} when the API key or the base URL cannot work. The message never holds the key.
 */
export function createClient({ apiKey, baseUrl = SERVER_URL, fetch, headers }: CreateClientOptions): KGiTONClient {
  assertApiKey(apiKey);
  assertBaseUrl(baseUrl);
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers: mergeHeaders(headers, { [API_KEY_HEADER]: apiKey }),
    ...(fetch && { fetch }),
  });
  client.use({ onResponse: ({ response }) => assertExpected(response) });
  return client;
}

function assertApiKey(apiKey: unknown): asserts apiKey is string {
  if (typeof apiKey !== 'string' || apiKey === '') {
    throw new TypeError(
      'createClient: expected apiKey, the API key that KGiTON issued (kgiton_…); it is missing or empty.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new TypeError(
      'createClient: expected apiKey without spaces, line breaks or non-ASCII characters; trim it where it is read.',
    );
  }
}

function assertBaseUrl(baseUrl: string): void {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new TypeError(
      `createClient: expected baseUrl to be an absolute http or https URL such as ${SERVER_URL}, got ${JSON.stringify(baseUrl)}.`,
    );
  }
}
