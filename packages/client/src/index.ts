import type { paths } from '@kgiton/contract';
import createFetchClient, { type Client } from 'openapi-fetch';
import { sendBy } from './fetch.js';
import { type CreateClientOptions, checkOptions } from './options.js';
import { readExpected } from './unexpected-response-error.js';

export type { Fetch, FetchInit, FetchResponse } from './fetch.js';
export { type CreateClientOptions, checkOptions, withApiKey } from './options.js';
export { readExpected, UnexpectedResponseError } from './unexpected-response-error.js';

/** `openapi-fetch` over the contract: `POST`, and what else openapi-fetch offers, typed by path, body and status. */
export type KGiTONClient = Client<paths, 'application/json'>;

/**
 * Creates a client of the contract. A request resolves to `{ data, response }` or `{ error, response }`. It rejects when
 * no answer came, and with an {@link UnexpectedResponseError} when the answer is not one of the contract.
 *
 * @throws {TypeError} when an option cannot work. The message never quotes it: it may be, or hold, a key.
 */
export function createClient(options: CreateClientOptions): KGiTONClient {
  const { apiKey, baseUrl, fetch, headers } = checkOptions(options);
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers,
    // fetch would carry the API key on to wherever a redirect points.
    redirect: 'manual',
    fetch: sendBy(fetch),
  });
  client.use({
    async onResponse({ response, options: { parseAs } }) {
      // Whoever asks for a blob or a stream gets it unread; an error is always JSON.
      if (parseAs !== 'json' && response.ok) return;
      const { text, body } = await readExpected(response, apiKey);
      // The client goes on with what was read. Not by assignment: the Response that @hono/node-server puts in place has
      // getters of these names.
      Object.defineProperties(response, { text: { value: async () => text }, json: { value: async () => body } });
    },
  });
  return client;
}
