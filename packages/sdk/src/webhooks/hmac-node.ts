import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The HMAC-SHA256 of the body, keyed with the secret, in lowercase hex. Uses the OpenSSL or BoringSSL of the runtime.
 */
export function hmacSha256(body: string | ArrayBufferView, secret: string): string {
  return createHmac('sha256', secret)
    .update(body as NodeJS.ArrayBufferView)
    .digest('hex');
}

/** Whether two ASCII strings of equal length are equal. The time it takes does not reveal where they differ. */
export function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
