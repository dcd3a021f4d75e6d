import type { paths } from '@kgiton/contract';
import createFetchClient, { type Client } from 'openapi-fetch';
import { sendBy } from './fetch.js';
import { type CreateClientOptions, checkOptions } from './options.js';
import { readExpected } from './unexpected-response-error.js';

export type { Fetch, FetchInit, FetchResponse } from './fetch.js';
export { type CreateClientOptions, checkOptions, withApiKey } from './options.js';
export { readExpected, UnexpectedResponseError } from './unexpected-response-error.js';

/** `openapi-fetch` for the contract: `POST` and the rest of openapi-fetch, typed by path, body and status. */
export type KGiTONClient = Client<paths, 'application/json'>;

/**
 * Creates a client for the contract. A request resolves to `{ data, response }` or `{ error, response }`. It rejects if
 * there is no response, and with an {@link UnexpectedResponseError} if the response violates the contract.
 *
 * @throws {TypeError} if an option is invalid. The message never quotes the option, which may be or contain a key.
 */
export function createClient(options: CreateClientOptions): KGiTONClient {
  const { apiKey, baseUrl, fetch, headers } = checkOptions(options);
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers,
    // If fetch followed a redirect, it would send the API key to the redirect's target.
    redirect: 'manual',
    fetch: sendBy(fetch),
  });
  client.use({
    async onResponse({ response, options: { parseAs } }) {
      // A caller who asks for a blob or a stream gets it unread. An error is always JSON.
      if (parseAs !== 'json' && response.ok) return;
      const { text, body } = await readExpected(response, apiKey);
      // The client continues with what was read. Not by assignment: the Response of @hono/node-server has getters with
      // these names.
      Object.defineProperties(response, { text: { value: async () => text }, json: { value: async () => body } });
    },
  });
  return client;
}
