import { hmacSha256 } from '#hmac';
import { type RawBody, rawBytes } from './raw-body.js';

/**
 * Signs a body as KGiTON does: lowercase hex HMAC-SHA256 of its exact bytes, for the header `X-KGiTON-Signature`. For
 * tests of your webhook handler.
 *
 * @throws {TypeError} when the body is neither text nor bytes, or the secret is empty
 */
export function sign(rawBody: RawBody, secret: string): string {
  const body = rawBytes(rawBody);
  if (body === undefined)
    throw new TypeError(`Expected the body as text or bytes, got ${typeof rawBody}: JSON.stringify it.`);
  if (!secret) throw new TypeError('Expected a webhook secret, got none.');
  return hmacSha256(body, secret);
}
