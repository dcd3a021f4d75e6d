/** A body as it came, before anything parsed it. A `Buffer` is an `ArrayBufferView`. */
export type RawBody = string | ArrayBuffer | ArrayBufferView;

/** The body as text or bytes, not copied; undefined for anything else, above all an object that was parsed from it. */
export function rawBytes(body: unknown): string | ArrayBufferView | undefined {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return body;
  // Not instanceof: test runners have an ArrayBuffer of their own in each of their worlds.
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]'
    ? new Uint8Array(body as ArrayBuffer)
    : undefined;
}
