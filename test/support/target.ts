import { document } from './document.js';

/**
 * The server that the contract suite talks to.
 * - `mock` replays the examples of the contract and follows `Prefer`, but decides nothing by itself (Prism).
 * - `server` decides by the request, as KGiTON does, and knows nothing of `Prefer`.
 */
export interface Target {
  url: string;
  kind: 'mock' | 'server';
  apiKey: string;
  /** A license key with tokens. Without one, nothing that would cost a token is asked. */
  licenseKey: string | undefined;
  /** Whether it runs on this machine, so that its callbacks can reach us. */
  isLocal: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    target: Target;
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  body: Record<string, unknown> | undefined;
}

/** Sends a body to the path of the contract as a partner would: with the API key and as JSON, unless told otherwise. */
export async function send(
  target: Pick<Target, 'url' | 'apiKey'>,
  path: string,
  body: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Answer> {
  const all = {
    'content-type': 'application/json',
    [document.components.securitySchemes.ApiKey.name]: target.apiKey,
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(target.url + path, {
    method: 'POST',
    headers: sent,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
