import { hmacSha256 } from '#hmac';
import { type RawBody, rawBytes } from './raw-body.js';

/**
 * Signs a body as KGiTON does: the HMAC-SHA256 of its exact bytes in lowercase hex, for the `X-KGiTON-Signature`
 * header. For tests of your webhook handler.
 *
 * @throws {TypeError} if the body is neither a string nor bytes, or the secret is empty
 */
export function sign(rawBody: RawBody, secret: string): string {
  const body = rawBytes(rawBody);
  if (body === undefined)
    throw new TypeError(
      `Expected the body as a string or bytes, got ${typeof rawBody}: pass it through JSON.stringify.`,
    );
  if (!secret) throw new TypeError('Expected a webhook secret, got none.');
  return hmacSha256(body, secret);
}
