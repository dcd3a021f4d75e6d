import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { operationRequests } from '@kgiton/contract';
import { readBody } from '../http/read-body.js';
import type { PaymentRoute } from '../payments/route.js';

const { path: PATH } = operationRequests.generatePayment;

/** Real milliseconds that a client has to send its headers, and its whole request. */
export interface ClientTimeouts {
  headers: number;
  request: number;
}

const TIMEOUTS: ClientTimeouts = { headers: 10_000, request: 30_000 };

/** Real milliseconds from the last response until connections that are still open are closed. */
const GRACE = 1_000;

/** Real milliseconds that closing waits for responses: the longest latency is a minute. */
const LONGEST_RESPONSE = 65_000;

export interface SandboxServer {
  server: Server;
  /** Accepts no new connections, responds to the requests that were received in whole, and ends. */
  drain(): Promise<void>;
}

/** The Node server of the sandbox. It does not listen yet. */
export function createServer(
  route: PaymentRoute,
  fetch: (request: Request) => Promise<Response>,
  { headers, request }: ClientTimeouts = TIMEOUTS,
): SandboxServer {
  const inFlight = new Set<ServerResponse>();
  // A sandbox in a test runner leaves the Request and Response of that process alone.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false });

  const options = {
    headersTimeout: headers,
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(headers, request) / 4,
  };
  const server = createHttpServer(options, (incoming, outgoing) => {
    inFlight.add(outgoing);
    outgoing.once('close', () => inFlight.delete(outgoing));
    if (isOperation(incoming.url ?? '')) respond(route, incoming, outgoing);
    else listener(incoming, outgoing);
  });

  return {
    server,
    async drain() {
      const closed = once(server, 'close');
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

function isOperation(url: string): boolean {
  return url === PATH || url.startsWith(`${PATH}?`);
}

/**
 * Passes Node's own requests to the operation. Making web-standard ones of them would cost more than everything else, and
 * every test of a partner waits for this (`npm run bench -- sandbox`).
 */
async function respond(route: PaymentRoute, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const { status, headers, body } = await route({
      method: incoming.method ?? '',
      origin: `http://${incoming.headers.host}`,
      header: (name) => incoming.headers[name] as string | undefined,
      readBody: () => readBody(incoming),
    });
    outgoing.writeHead(status, body === null ? headers : { ...headers, 'content-length': Buffer.byteLength(body) });
    outgoing.end(body);
  } catch (error) {
    if (incoming.complete) throw error;
    // The client disconnected before its request was complete.
    outgoing.destroy();
  }
}
