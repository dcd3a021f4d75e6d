// What Node.js does faster than the web's own interfaces, or has alone. browser.ts has the same for a browser.
import { isUtf8 } from 'node:buffer';
import { createHash, createHmac, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { toPngBuffer } from 'lean-qr/extras/node_export';

export { isUtf8, randomInt, randomUUID, toPngBuffer as toPng };

/** The bytes of a text. A half of a surrogate pair becomes U+FFFD. */
export function toUtf8(text: string): Uint8Array {
  return Buffer.from(text);
}

/** The text of bytes, with its byte order mark if it has one. */
export function fromUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

export function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** Lowercase hex HMAC-SHA256, the contract's signature. */
export function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Whether a request can have a body that arrives piece by piece. */
export const sendsStreams = true;

export function fillRandom(bytes: Uint8Array): void {
  randomFillSync(bytes);
}

/** Lets as many listen to a signal as like. Node.js warns about more than ten. */
export function allowManyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
