import { document } from './document.js';

/**
 * The server that the contract suite talks to.
 * - `mock` replays the examples of the contract and follows `Prefer`, but decides nothing by itself (Prism).
 * - `server` decides by the request, as KGiTON does, and ignores `Prefer`.
 */
export interface Target {
  url: string;
  kind: 'mock' | 'server';
  apiKey: string;
  /** A license key with tokens. Without one, the suite sends nothing that costs a token. */
  licenseKey: string | undefined;
  /** Whether it runs on this machine, so that its callbacks can reach us. */
  isLocal: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    target: Target;
  }
}

export interface TargetResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  body: Record<string, unknown> | undefined;
}

export interface TargetRequest {
  /** @default 'POST' */
  method?: string;
  path: string;
  /** Sent as JSON, unless it is a string. */
  body?: unknown;
  /** Headers to send; undefined leaves the usual one out. */
  headers?: Record<string, string | undefined>;
}

/** Sends a request as a partner does: with the API key, and a body as JSON, unless `headers` differ. */
export async function send(
  { url, apiKey, apiKeyHeader = document.components.securitySchemes.ApiKey.name }: Sender,
  { method = 'POST', path, body, headers = {} }: TargetRequest,
): Promise<TargetResponse> {
  const type = method === 'POST' ? { 'content-type': 'application/json' } : {};
  const all = { ...type, [apiKeyHeader]: apiKey, ...headers };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(url + path, {
    method,
    headers: sent,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

type Sender = Pick<Target, 'url' | 'apiKey'> & {
  /** @default the header that the contract names */
  apiKeyHeader?: string;
};

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
