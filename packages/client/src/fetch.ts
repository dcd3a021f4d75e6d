/** How a request is sent. All of it is plain, so that the `fetch` of any library takes it. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  /** JSON, or null if the request has no body. */
  body: string | null;
  redirect: 'error' | 'follow' | 'manual';
  signal: AbortSignal;
}

/** The parts of a `Response` that are used. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Sends a request: `globalThis.fetch`, those of undici and node-fetch, and any other of this form. */
export type Fetch = (url: string, init: FetchInit) => FetchResponse | Promise<FetchResponse>;

/**
 * What openapi-fetch may make of a call in place of a `Request`, which costs more than all the rest of a call. Middleware
 * that reads or replaces the request needs a real one.
 *
 * @internal for `@kgiton/sdk`
 */
export class PlainRequest {
  declare readonly body: string | null;
  readonly url: string;

  constructor(url: string, init: RequestInit) {
    Object.assign(this, init);
    this.url = url;
  }
}

/** The `fetch` of openapi-fetch, which gives a `Request`, over one that takes URL and init. */
export function sendBy(fetch: Fetch): (request: Request | PlainRequest) => Promise<Response> {
  return async (request) => {
    const { url, method, headers, redirect, signal } = request as Request;
    const body = 'text' in request ? (await request.text()) || null : request.body;
    const init = { method, headers: Object.fromEntries(headers), body, redirect, signal };
    return (await fetch(url, init)) as Response;
  };
}
