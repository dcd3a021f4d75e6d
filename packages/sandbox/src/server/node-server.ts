import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as SocketServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { errorCatalogue } from '../control/generated/errors.js';
import type { ErrorCode, ErrorResponse } from '../control/generated/schemas.js';
import { tooManyRequests } from '../control/refusal.js';
import { CONTROL_PATH } from '../control/routes.js';
import type { Hosted } from '../hosted/hosted.js';
import type { Origins } from '../http/origins.js';
import { parseUrl } from '../http/parse-url.js';
import { readBody } from '../http/read-body.js';
import { operationAt } from '../payments/operations.js';
import type { PaymentRoute, RouteResult } from '../payments/route.js';

/** Real milliseconds that a client has to send its headers, and its whole request. */
export interface ClientTimeouts {
  headers: number;
  request: number;
}

const TIMEOUTS: ClientTimeouts = { headers: 10_000, request: 30_000 };

/** Real milliseconds from the last response until connections that are still open are closed. */
const GRACE = 1_000;

/** How often in a row no request has come, at intervals of so many real milliseconds, when no more are on their way. */
const QUIET = { times: 4, interval: 5 };

/** Real milliseconds that closing waits for responses: the longest latency is a minute. */
const LONGEST_RESPONSE = 65_000;

export interface ServerOptions extends Partial<ClientTimeouts> {
  /** Counts a request towards rate limits. Resolves with how long to wait if one is exceeded. */
  admit?: Hosted['admit'] | undefined;
}

export interface SandboxServer {
  server: Server;
  /** Accepts no new connections, responds to the requests that were received in whole, and ends. */
  drain(): Promise<void>;
}

/** The Node server of the sandbox. It does not listen yet. */
export function createServer(
  route: PaymentRoute,
  fetch: Parameters<typeof getRequestListener>[0],
  origins: Pick<Origins, 'isOwnName' | 'refusal'>,
  { admit, ...timeouts }: ServerOptions = {},
): SandboxServer {
  const { headers, request } = { ...TIMEOUTS, ...timeouts };
  const inFlight = new Set<ServerResponse>();
  let isDraining = false;
  let received = 0;
  // Almost every request names the same host.
  let latest = { host: '', isOwn: false };
  const isOwnHost = (host: string) => {
    if (host !== latest.host) latest = { host, isOwn: origins.isOwnName(hostnameOf(host)) };
    return latest.isOwn;
  };
  // A sandbox in a test runner leaves the Request and Response of that process alone.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false, hostname: 'localhost' });

  const options = {
    headersTimeout: headers,
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(headers, request) / 4,
  };
  const server = createHttpServer(options, (incoming, outgoing) => {
    received++;
    inFlight.add(outgoing);
    outgoing.on('close', forget);
    if (isDraining) closeAfter(outgoing);
    const { host = '' } = incoming.headers;
    // Browsers always name the host; HTTP/1.0 need not.
    if (host && !isOwnHost(host)) return refuse(FORBIDDEN, origins.refusal(hostnameOf(host)), incoming, outgoing);
    if (!admit) return handle(incoming, outgoing);
    const path = pathOf(incoming);
    const header = (name: string) => incoming.headers[name] as string | undefined;
    admit({ path, peer: incoming.socket.remoteAddress, header })
      .then((early) => {
        if (!early) return handle(incoming, outgoing);
        const { message } = tooManyRequests(early.seconds);
        refuse({ ...RATE_LIMITED, headers: { 'retry-after': String(early.seconds) } }, message, incoming, outgoing);
      })
      .catch(() => outgoing.destroy());
  });

  // One function for all: each request would otherwise make two.
  function forget(this: ServerResponse): void {
    inFlight.delete(this);
  }

  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { host = '' } = incoming.headers;
    // Node's own requests for the operations: making web-standard ones of them would cost more than everything else, and
    // every test of a partner waits for this (`npm run bench -- sandbox`).
    const responding = route({
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      origin: `http://${host}`,
      header: (name) => incoming.headers[name] as string | undefined,
      readBody: () => readBody(incoming),
      gone: () => closeSignal(outgoing),
    });
    if (responding) respond(responding, incoming, outgoing);
    else listener(incoming, outgoing);
  }

  /** Resolves when no more requests come. An interval takes longer if this process is busy, and they wait to be read. */
  async function quiet(): Promise<void> {
    for (let times = 0, before = received; times < QUIET.times; times++) {
      await delay(QUIET.interval);
      if (received > before) times = 0;
      before = received;
    }
  }

  return {
    server,
    async drain() {
      const closed = once(server, 'close');
      isDraining = true;
      inFlight.forEach(closeAfter);
      // Only stops listening, while an HTTP server also closes idle connections: requests may be on their way there.
      SocketServer.prototype.close.call(server);
      await Promise.race([closed, quiet()]);
      server.close();
      server.closeIdleConnections();
      const signal = AbortSignal.timeout(LONGEST_RESPONSE);
      const whole = [...inFlight].filter(({ req }) => req.complete);
      await Promise.all(whole.map((outgoing) => once(outgoing, 'close', { signal }).catch(() => {})));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** A signal that aborts when a connection closes. */
function closeSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once('close', () => controller.abort());
  if (outgoing.closed) controller.abort();
  return controller.signal;
}

/** Tells a client to send its next request on another connection, before this one is closed under it. */
function closeAfter(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('connection', 'close');
}

function hostnameOf(host: string): string | undefined {
  return parseUrl(`http://${host}`)?.hostname.replace(/\.$/, '');
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** Why a request is refused before anything looks at it. */
interface EarlyRefusal {
  status: number;
  code: ErrorCode;
  headers?: Readonly<Record<string, string>>;
}

/** Of a request that was sent to a foreign name. */
const FORBIDDEN: EarlyRefusal = { status: errorCatalogue.FORBIDDEN.status, code: 'FORBIDDEN' };

/** Of a request that exceeds a rate limit. */
const RATE_LIMITED: EarlyRefusal = { status: errorCatalogue.RATE_LIMITED.status, code: 'RATE_LIMITED' };

function refuse(
  { status, code, headers }: EarlyRefusal,
  message: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const path = pathOf(incoming);
  const isApi = path.startsWith(CONTROL_PATH) || operationAt(path) !== undefined;
  const error = { success: false, code, message } satisfies ErrorResponse;
  // The body stays unread.
  outgoing.writeHead(status, {
    ...headers,
    'content-type': isApi ? 'application/json' : 'text/plain; charset=UTF-8',
    connection: 'close',
  });
  outgoing.end(isApi ? JSON.stringify(error) : message);
}

async function respond(
  responding: Promise<RouteResult>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const result = await responding;
    // A reset socket discards what was received; one that is destroyed ends as usual.
    if (result.cut === 'reset') incoming.socket.resetAndDestroy();
    if (result.cut !== undefined) return void outgoing.destroy();
    const { status, headers, body } = result;
    if (body !== null) headers['content-length'] = String(Buffer.byteLength(body));
    outgoing.writeHead(status, headers).end(body);
  } catch (error) {
    if (incoming.complete) throw error;
    // The client disconnected before its request was complete.
    outgoing.destroy();
  }
}
