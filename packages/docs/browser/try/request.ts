import data from 'site:try';

/** The response, or why there is none. */
export type Outcome =
  | { kind: 'response'; status: number; headers: [string, string][]; body: string; milliseconds: number }
  /** A sandbox is there, but rejects requests from this page. */
  | { kind: 'refused' }
  /** The API key has a character that a header cannot carry; nothing was sent. */
  | { kind: 'bad-key' }
  /** No response within {@link TIMEOUT_SECONDS}. */
  | { kind: 'no-response' }
  | { kind: 'no-sandbox' };

/** The sandbox usually responds within milliseconds. */
export const TIMEOUT_SECONDS = 15;

export interface Try {
  /** The base URL of the sandbox, on this computer. */
  sandbox: string;
  apiKey: string;
  body: string;
}

/** The origin of an address on this computer; undefined for any other. */
export function localOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  return protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname) ? origin : undefined;
}

/** Sends a request to the sandbox. Never rejects. */
export async function send({ sandbox, apiKey, body }: Try): Promise<Outcome> {
  const started = performance.now();
  const signal = timeout();
  const headers = headersFor(apiKey);
  if (!headers) return { kind: 'bad-key' };
  try {
    const response = await fetch(sandbox + data.endpoint, {
      method: 'POST',
      headers,
      body,
      signal,
    });
    const text = await response.text();
    const milliseconds = Math.max(1, Math.round(performance.now() - started));
    const shown = data.headers.flatMap((name): [string, string][] => {
      const value = response.headers.get(name);
      return value ? [[name, value]] : [];
    });
    return { kind: 'response', status: response.status, headers: shown, body: text, milliseconds };
  } catch {
    if (signal.aborted) return { kind: 'no-response' };
    return { kind: (await responds(sandbox)) ? 'refused' : 'no-sandbox' };
  }
}

function timeout(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), TIMEOUT_SECONDS * 1000);
  return controller.signal;
}

function headersFor(apiKey: string): Headers | undefined {
  try {
    return new Headers({ 'content-type': 'application/json', [data.apiKeyHeader]: apiKey });
  } catch {
    return undefined;
  }
}

/** Whether anything responds there, even if this page may not read it. */
async function responds(sandbox: string): Promise<boolean> {
  try {
    await fetch(sandbox, { mode: 'no-cors', signal: timeout() });
    return true;
  } catch {
    return false;
  }
}
