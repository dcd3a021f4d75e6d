/**
 * The response violates the contract: its body is empty, cut off, or not the expected JSON, or it is a redirect, which
 * is never followed. The usual cause is a proxy or gateway between you and KGiTON, or a wrong base URL. After a 5xx the
 * payment may exist nevertheless: send the same body again.
 */
export class UnexpectedResponseError extends Error {
  override name = 'UnexpectedResponseError' as const;
  /** The response, with its status and headers. Its body has been read. */
  readonly response: Response;

  constructor(response: Response, got: string) {
    super(`Expected a JSON body of the contract, got status ${response.status} with ${got}.`);
    this.response = response;
  }
}

/**
 * Reads the body and checks that it is what the types promise: an object, with `success` for a 2xx status and `code`
 * for an error.
 *
 * @throws {UnexpectedResponseError} if it is not. The error does not show the API key, even if the response contains
 * it.
 * @internal for `@kgiton/sdk`
 */
export async function readExpected(response: Response, apiKey: string): Promise<{ text: string; body: unknown }> {
  const text = await response.text();
  const body = parse(text);
  if (response.ok ? body?.success === true : typeof body?.code === 'string') return { text, body };
  const location = response.headers.get('location');
  const start = JSON.stringify(text.replaceAll(apiKey, '[redacted]').slice(0, 100));
  throw new UnexpectedResponseError(response, location ? `a redirect to ${location}` : text ? start : 'an empty body');
}

function parse(text: string): { success?: unknown; code?: unknown } | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
