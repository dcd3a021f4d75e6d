/** A body as received, before any parsing. A `Buffer` is an `ArrayBufferView`. */
export type RawBody = string | ArrayBuffer | ArrayBufferView;

/** The body as a string or bytes, without a copy; undefined for anything else, such as an object parsed from it. */
export function rawBytes(body: unknown): string | ArrayBufferView | undefined {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return body;
  // Not instanceof: test runners have a separate ArrayBuffer in each realm.
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]'
    ? new Uint8Array(body as ArrayBuffer)
    : undefined;
}
