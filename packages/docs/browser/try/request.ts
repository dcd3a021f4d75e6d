import data from 'site:try';

/** The response, or why there is none. */
export type Outcome =
  | { kind: 'response'; status: number; headers: [string, string][]; body: string; milliseconds: number }
  /** A sandbox is there, but rejects requests from this page. */
  | { kind: 'refused' }
  /** The browser lets no page like this one reach that address. */
  | { kind: 'forbidden'; by: Forbidden }
  /** The API key has a character that a header cannot carry; nothing was sent. */
  | { kind: 'bad-key' }
  /** No response within {@link TIMEOUT_SECONDS}. */
  | { kind: 'no-response' }
  /** The connection ended without a response. */
  | { kind: 'broken' }
  | { kind: 'no-sandbox' };

/** What a browser has against a request: https to http, no permission of the reader, a page that anybody may change. */
export type Forbidden = 'mixed-content' | 'permission' | 'plain-http';

/** The sandbox usually responds within milliseconds. */
export const TIMEOUT_SECONDS = 15;

/** A request to the API. */
export interface ApiRequest {
  method: 'GET' | 'POST';
  path: string;
  apiKey: string;
  body?: string;
}

/** Where requests go: to the sandbox in the page, or to one at an address. */
export interface Target {
  origin: string;
  fetch(request: Request): Promise<Response>;
  /** Why it did not respond. */
  explain(): Promise<Outcome>;
}

/** The origin of an address that the site's policy allows; undefined for any other. */
export function allowedOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  const isLocal = protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname);
  return isLocal || origin === data.hostedSandbox ? origin : undefined;
}

/** A sandbox at an address. */
export function remoteTarget(origin: string): Target {
  return {
    origin,
    fetch: (request) => fetch(request),
    async explain() {
      const by = await forbiddenBy(origin);
      if (by) return { kind: 'forbidden', by };
      return { kind: (await responds(origin)) ? 'refused' : 'no-sandbox' };
    },
  };
}

/** The headers of a request, as its code shows them. @throws {TypeError} for an API key that a header cannot carry */
export function headersOf({ apiKey, body }: ApiRequest): [string, string][] {
  const type: [string, string][] = body === undefined ? [] : [['content-type', 'application/json']];
  return [[data.apiKeyHeader, apiKey], ...type];
}

/** Sends a request. Never rejects. */
export async function send(target: Target, { method, path, ...rest }: ApiRequest): Promise<Outcome> {
  const started = performance.now();
  const signal = timeout();
  let request: Request;
  try {
    const headers = new Headers(headersOf({ method, path, ...rest }));
    request = new Request(target.origin + path, { method, headers, body: rest.body ?? null, signal });
  } catch {
    return { kind: 'bad-key' };
  }
  try {
    const response = await target.fetch(request);
    const body = await response.text();
    const milliseconds = Math.max(1, Math.round(performance.now() - started));
    const headers = data.headers.flatMap((name): [string, string][] => {
      const value = response.headers.get(name);
      return value ? [[name, value]] : [];
    });
    return { kind: 'response', status: response.status, headers, body, milliseconds };
  } catch {
    return signal.aborted ? { kind: 'no-response' } : target.explain();
  }
}

function timeout(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), TIMEOUT_SECONDS * 1000);
  return controller.signal;
}

/** Whether anything responds there, even if this page may not read it. */
async function responds(origin: string): Promise<boolean> {
  try {
    await fetch(origin, { mode: 'no-cors', signal: timeout() });
    return true;
  } catch {
    return false;
  }
}

/** The permission by which Chromium lets a page reach this computer, and its name before Chromium 145. */
const PERMISSIONS = ['loopback-network', 'local-network-access'];

/** What keeps this page from an address on this computer, as far as it can be known. */
async function forbiddenBy(origin: string): Promise<Forbidden | undefined> {
  const isOfThisComputer = location.protocol === 'file:' || allowedOrigin(location.href) !== undefined;
  if (isOfThisComputer || !origin.startsWith('http:')) return undefined;
  // Safari takes localhost for mixed content. It tells pages nothing of it, so it is known by its vendor.
  if (location.protocol === 'https:' && navigator.vendor.startsWith('Apple')) return 'mixed-content';
  const permission = (await Promise.all(PERMISSIONS.map(queryPermission))).find((one) => one !== undefined);
  if (!permission || permission.state === 'granted') return undefined;
  return isSecureContext ? 'permission' : 'plain-http';
}

async function queryPermission(name: string): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: name as PermissionName });
  } catch {
    // The browser has no such permission.
    return undefined;
  }
}
