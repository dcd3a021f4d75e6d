// Where there is no node:crypto: Web Crypto knows HMAC only asynchronously, and verifying has to be synchronous.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Lowercase hex HMAC-SHA256 of the body under the secret. */
export function hmacSha256(body: string | ArrayBufferView, secret: string): string {
  const bytes =
    typeof body === 'string' ? utf8ToBytes(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return bytesToHex(hmac(sha256, utf8ToBytes(secret), bytes));
}

/** Whether two ASCII strings of one length are equal, in a time that does not tell where they differ. */
export function isEqual(one: string, other: string): boolean {
  let difference = 0;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
