import { API_KEY_HEADER, SERVER_URL } from '@kgiton/contract';
import type { Fetch } from './fetch.js';

export interface CreateClientOptions {
  /** The partner's API key (`kgiton_…`). Keep it on your server: never ship it to a browser. */
  apiKey: string;
  /**
   * The base URL of the API: an absolute `http` or `https` URL.
   * @default the server in the contract, `https://api.kgiton.com`
   */
  baseUrl?: string | undefined;
  /**
   * Sends the requests, as `fetch(url, init)`: the platform's, undici's or node-fetch's, one that uses a proxy, or the
   * sandbox's.
   * @default globalThis.fetch, looked up when a request is sent
   */
  fetch?: Fetch | undefined;
  /** Headers to send with every request. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
}

/**
 * The options, validated and completed with defaults.
 *
 * @throws {TypeError} if an option is invalid. The message never quotes the option, which may be or contain a key.
 * @internal for `@kgiton/sdk`
 */
export function checkOptions({
  apiKey,
  baseUrl = SERVER_URL,
  fetch = (url, init) => globalThis.fetch(url, init),
  headers,
}: CreateClientOptions) {
  assertApiKey(apiKey);
  assertBaseUrl(baseUrl);
  if (typeof fetch !== 'function') throw new TypeError('Expected fetch to be a function.');
  return { apiKey, baseUrl: baseUrl.replace(/\/$/, ''), fetch, headers: withApiKey(headers, apiKey) };
}

function assertApiKey(apiKey: unknown): asserts apiKey is string {
  if (typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)) return;
  throw new TypeError('Expected apiKey as KGiTON issued it (kgiton_...), without whitespace.');
}

function assertBaseUrl(baseUrl: string): void {
  try {
    // Not URL.canParse, which Node 20 gets wrong for Latin-1 text once V8 has optimised the call.
    if (new URL(baseUrl) && /^https?:\/\/[^\s?#@]+$/i.test(baseUrl)) return;
  } catch {
    // The same message as for any other.
  }
  throw new TypeError('Expected an http or https baseUrl without user, query and fragment.');
}

/**
 * The headers of a request, with the API key, which they cannot replace.
 *
 * @throws {TypeError} if one cannot be sent. The platform's own error would quote its value.
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
