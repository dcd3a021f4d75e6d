/** The options of a request. They are plain values, so that the `fetch` of any library accepts them. */
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

/** Sends a request: `globalThis.fetch`, the `fetch` of undici or node-fetch, or any other with this signature. */
export type Fetch = (url: string, init: FetchInit) => FetchResponse | Promise<FetchResponse>;

/** Adapts a `fetch` that takes a URL and options to openapi-fetch, which passes a `Request`. */
export function sendBy(fetch: Fetch): (request: Request) => Promise<Response> {
  return async (request) => {
    const { url, method, headers, redirect, signal } = request;
    const body = (await request.text()) || null;
    return (await fetch(url, { method, headers: Object.fromEntries(headers), body, redirect, signal })) as Response;
  };
}
