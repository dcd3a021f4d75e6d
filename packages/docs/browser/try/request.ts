import data from 'site:try';

/** What came back, or why nothing did. */
export type Outcome =
  | { kind: 'response'; status: number; headers: [string, string][]; body: string; milliseconds: number }
  /** A sandbox is there, but does not let this page in. */
  | { kind: 'refused' }
  /** The API key has a character that no header can hold; nothing was sent. */
  | { kind: 'bad-key' }
  /** Something is there, but says nothing for {@link LONGEST_SECONDS}. */
  | { kind: 'no-answer' }
  | { kind: 'no-sandbox' };

/** Seconds after which nobody waits any longer; the sandbox answers in some milliseconds. */
export const LONGEST_SECONDS = 15;

export interface Try {
  /** The base URL of the sandbox, on this computer. */
  sandbox: string;
  apiKey: string;
  body: string;
}

/** The origin of a sandbox on this computer; undefined for everything else. */
export function localOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  return protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname) ? origin : undefined;
}

/** Sends a request to the sandbox. Never rejects. */
export async function send({ sandbox, apiKey, body }: Try): Promise<Outcome> {
  const started = performance.now();
  const signal = longest();
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
    if (signal.aborted) return { kind: 'no-answer' };
    return { kind: (await answers(sandbox)) ? 'refused' : 'no-sandbox' };
  }
}

/** Aborts a request that takes longer. */
function longest(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), LONGEST_SECONDS * 1000);
  return controller.signal;
}

function headersFor(apiKey: string): Headers | undefined {
  try {
    return new Headers({ 'content-type': 'application/json', [data.apiKeyHeader]: apiKey });
  } catch {
    return undefined;
  }
}

/** Whether anything answers there, though this page may not read what. */
async function answers(sandbox: string): Promise<boolean> {
  try {
    await fetch(sandbox, { mode: 'no-cors', signal: longest() });
    return true;
  } catch {
    return false;
  }
}
