import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lowercase hex HMAC-SHA256 of the body under the secret, by the runtime's own OpenSSL or BoringSSL. */
export function hmacSha256(body: string | ArrayBufferView, secret: string): string {
  return createHmac('sha256', secret)
    .update(body as NodeJS.ArrayBufferView)
    .digest('hex');
}

/** Whether two ASCII strings of one length are equal, in a time that does not tell where they differ. */
export function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
