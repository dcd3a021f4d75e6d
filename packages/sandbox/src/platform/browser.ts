// The same as node.ts, for a browser. Not by Web Crypto: that is asynchronous, and pages over plain http or from a file
// have no more of it than random values.
import { hmac as keyedDigest } from '@noble/hashes/hmac.js';
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Bitmap2D, ImageDataOptions } from 'lean-qr';

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export function sha256(text: string): Uint8Array {
  return digest(toUtf8(text));
}

export function hmac(text: string, secret: string): string {
  return bytesToHex(keyedDigest(digest, toUtf8(secret), toUtf8(text)));
}

/** Firefox and Safari take a stream for a text. */
export const sendsStreams = (() => {
  let isRead = false;
  const init = {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      isRead = true;
      return 'half' as const;
    },
  };
  return !new Request('https://stream.invalid', init).headers.has('content-type') && isRead;
})();

export function fillRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
}

/** A whole number from 0, below another. Each is as likely as the others. */
export function randomInt(below: number): number {
  const [random] = crypto.getRandomValues(new Uint32Array(1)) as unknown as [number];
  const fair = 2 ** 32 - (2 ** 32 % below);
  return random < fair ? random % below : randomInt(below);
}

/** As version 4 of RFC 9562. A page over plain http has no `crypto.randomUUID`. */
export function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const [version, variant] = [bytes[6] ?? 0, bytes[8] ?? 0];
  bytes[6] = (version & 0x0f) | 0x40;
  bytes[8] = (variant & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A browser does not count them. */
export function allowManyListeners(): void {}

/** A QR code as a PNG, drawn on a canvas. */
export function toPng(code: Bitmap2D, options: ImageDataOptions & { scale?: number }): Uint8Array {
  const [, base64 = ''] = code.toDataURL(options).split(',');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
