/**
 * An answer came, but not one of the contract: its body is empty, cut off, or not JSON of the expected form, or it is a
 * redirect, which is never followed. Mostly a proxy or gateway between you and KGiTON, or a wrong base URL. After a 5xx
 * the payment may exist all the same: send the same body again.
 */
export class UnexpectedResponseError extends Error {
  override name = 'UnexpectedResponseError' as const;
  /** The answer, with its status and headers. Its body has been read. */
  readonly response: Response;

  constructor(response: Response, got: string) {
    super(`Expected a JSON body of the contract, got status ${response.status} with ${got}.`);
    this.response = response;
  }
}

/**
 * Reads the body and makes sure that what the types promise is there: an object, `success` of an answer with 2xx, and
 * `code` of an error. Afterwards `json()` and `text()` of the response give what was read, so that the client can go on.
 *
 * @throws {UnexpectedResponseError} when it is not; it does not show the API key, should the answer hold it
 */
export async function readExpected(response: Response, apiKey: string): Promise<void> {
  const text = await response.text();
  const body = parse(text);
  if (response.ok ? body?.success !== true : typeof body?.code !== 'string') {
    const location = response.headers.get('location');
    const start = JSON.stringify(text.replaceAll(apiKey, '[redacted]').slice(0, 100));
    throw new UnexpectedResponseError(
      response,
      location ? `a redirect to ${location}` : text ? start : 'an empty body',
    );
  }
  // Not by assignment: the Response that @hono/node-server puts in place has getters of these names.
  Object.defineProperties(response, { text: { value: async () => text }, json: { value: async () => body } });
}

function parse(text: string): { success?: unknown; code?: unknown } | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
