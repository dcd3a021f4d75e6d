/**
 * An answer came, but not one of the contract: its body is empty, cut off, or not JSON of the expected form. Mostly a
 * proxy or gateway between you and KGiTON. After a 5xx the payment may exist all the same: send the same body again.
 */
export class UnexpectedResponseError extends Error {
  override name = 'UnexpectedResponseError' as const;
  /** The answer, with its status and headers. Its body has been read. */
  readonly response: Response;

  constructor(response: Response, text: string) {
    const body = text === '' ? 'an empty body' : `${JSON.stringify(text.slice(0, 100))}${text.length > 100 ? '…' : ''}`;
    super(`Expected a JSON body of the contract with status ${response.status}, got ${body}.`);
    this.response = response;
  }
}

/**
 * Makes sure that what the types promise is there: an object, and for an error one with a code.
 *
 * @throws {UnexpectedResponseError} when it is not
 */
export async function assertExpected(response: Response): Promise<void> {
  const text = await response.clone().text();
  const body = parse(text);
  const isObject = typeof body === 'object' && body !== null;
  if (!isObject || (!response.ok && !('code' in body && typeof body.code === 'string'))) {
    throw new UnexpectedResponseError(response, text);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
