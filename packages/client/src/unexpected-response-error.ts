/**
 * An answer came, but not one of the contract: its body is empty, cut off, or not JSON of the expected form, or it is a
 * redirect, which is never followed. Mostly a proxy or gateway between you and KGiTON, or a wrong base URL. After a 5xx
 * the payment may exist all the same: send the same body again.
 */
export class UnexpectedResponseError extends Error {
  override name = 'UnexpectedResponseError' as const;
  /** The answer, with its status and headers. Its body has been read. */
  readonly response: Response;

  constructor(response: Response, text: string) {
    const location = response.headers.get('location');
    const body = location ? `a redirect to ${location}` : text ? JSON.stringify(text.slice(0, 100)) : 'an empty body';
    super(`Expected a JSON body of the contract, got status ${response.status} with ${body}.`);
    this.response = response;
  }
}

/**
 * Reads the body and makes sure that what the types promise is there: an object, and for an error one with a code.
 * Afterwards `json()` and `text()` of the response give what was read, so that the client can go on with it.
 *
 * @throws {UnexpectedResponseError} when it is not
 */
export async function readExpected(response: Response): Promise<void> {
  const text = await response.text();
  const body = parse(text);
  const isExpected = typeof body === 'object' && body !== null && (response.ok || typeof body.code === 'string');
  if (!isExpected) throw new UnexpectedResponseError(response, text);
  response.text = async () => text;
  response.json = async () => body;
}

function parse(text: string): { code?: unknown } | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
