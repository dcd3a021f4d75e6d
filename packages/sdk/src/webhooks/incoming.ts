import { type RawBody, rawBytes } from './raw-body.js';
import type { WebhookHeaders } from './unwrap.js';
import { WebhookSignatureError } from './webhook-signature-error.js';

/** A request, whatever server it comes from. */
export interface Incoming {
  method: string | undefined;
  headers: WebhookHeaders;
  /** The raw body; undefined if it is longer than `limit` bytes. */
  read(limit: number): Promise<RawBody | undefined>;
}

/** The parts of Node's `IncomingMessage` that are used. Express requests and raw Fastify requests have them. */
export interface NodeRequest {
  method?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The raw body, if something kept it: Google Cloud Functions, Nest, or the `verify` option of `express.json()`. */
  rawBody?: unknown;
  /** What a body parser such as `express.raw()` produced. */
  body?: unknown;
  /** Whether the stream has been read from. */
  readableDidRead: boolean;
  iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Uint8Array>;
}

export function fromWebRequest(request: Request): Incoming {
  const { method, headers } = request;
  return {
    method,
    headers,
    async read(limit) {
      if (request.bodyUsed) throw new WebhookSignatureError('body-parsed');
      // Every runtime can iterate over a body; only the DOM types do not say so.
      return request.body ? readBody(request.body as unknown as AsyncIterable<Uint8Array>, limit) : '';
    },
  };
}

export function fromNodeRequest(request: NodeRequest): Incoming {
  const { method, headers } = request;
  return {
    method,
    headers,
    async read(limit) {
      const { rawBody, body, readableDidRead } = request;
      for (const kept of [rawBody, body]) {
        const bytes = rawBytes(kept);
        // A string has at least as many bytes as code units: with too many code units, it has too many bytes.
        const length = (bytes as ArrayBufferView | undefined)?.byteLength ?? (bytes as string | undefined)?.length;
        if (length !== undefined) return length > limit ? undefined : bytes;
      }
      // Express 4 sets `{}` even if its parser did not handle the body, so `body` alone proves nothing.
      if (readableDidRead) throw new WebhookSignatureError('body-parsed');
      // The request must keep its connection, which the response and whoever logs its address need.
      return readBody(request.iterator({ destroyOnReturn: false }), limit);
    },
  };
}

/** All bytes of a stream; undefined as soon as there are more than `limit`, and the rest is not read. */
async function readBody(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<ArrayBuffer | undefined> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > limit) return undefined;
    kept.push(chunk);
  }
  return new Blob(kept as BlobPart[]).arrayBuffer();
}
