// For runtimes without node:crypto. Web Crypto has only asynchronous HMAC, and verification must be synchronous.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The HMAC-SHA256 of the body, keyed with the secret, in lowercase hex. */
export function hmacSha256(body: string | ArrayBufferView, secret: string): string {
  const bytes =
    typeof body === 'string' ? utf8ToBytes(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return bytesToHex(hmac(sha256, utf8ToBytes(secret), bytes));
}

/** Whether two ASCII strings of equal length are equal. The time it takes does not reveal where they differ. */
export function isEqual(one: string, other: string): boolean {
  let difference = 0;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
