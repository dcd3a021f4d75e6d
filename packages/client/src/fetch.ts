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

/** The `fetch` of openapi-fetch, which gives a `Request`, over one that takes URL and init. */
export function sendBy(fetch: Fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const { url, method, headers, redirect, signal } = request;
    const body = (await request.text()) || null;
    return (await fetch(url, { method, headers: Object.fromEntries(headers), body, redirect, signal })) as Response;
  };
}
