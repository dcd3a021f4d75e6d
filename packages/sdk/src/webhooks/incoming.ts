import { type RawBody, rawBytes } from './raw-body.js';
import { readBody } from './read-body.js';
import type { WebhookHeaders } from './unwrap.js';
import { WebhookSignatureError } from './webhook-signature-error.js';

/** A request, whichever server it came from. */
export interface Incoming {
  method: string | undefined;
  headers: WebhookHeaders;
  /** The raw body; undefined if it is longer than `limit` bytes. */
  read(limit: number): Promise<RawBody | undefined>;
}

/** The parts of Node's `IncomingMessage` that are used. Requests of Express and raw requests of Fastify have them. */
export interface NodeRequest {
  method?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as it came, where it was kept: by Google's functions, by Nest, by a `verify` of `express.json()`. */
  rawBody?: unknown;
  /** What a body parser such as `express.raw()` left. */
  body?: unknown;
  /** Whether somebody has read of the stream. */
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
      // Every runtime can iterate over a body, which the types of the DOM do not know.
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
        // A text has at least as many bytes as code units, so one that has too many of these has too many of those.
        const length = (bytes as ArrayBufferView | undefined)?.byteLength ?? (bytes as string | undefined)?.length;
        if (length !== undefined) return length > limit ? undefined : bytes;
      }
      // A parser that left the body to others sets `{}` all the same, as Express 4's does.
      if (readableDidRead) throw new WebhookSignatureError('body-parsed');
      // The connection has to live on for the answer.
      return readBody(request.iterator({ destroyOnReturn: false }), limit);
    },
  };
}
