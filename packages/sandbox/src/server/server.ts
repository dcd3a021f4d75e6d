import { once } from 'node:events';
import { createServer as listenFor, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Generate } from '../payments/generate.js';
import { listenForGenerate } from '../payments/generate-listener.js';

/** Real milliseconds that a client has for its headers and for its whole request. */
export interface Patience {
  headers: number;
  request: number;
}

const PATIENCE: Patience = { headers: 10_000, request: 30_000 };

/** Real milliseconds from the end of the last answer until connections that are still open are cut. */
const GRACE = 1_000;

/** A request that came in whole is answered, also while the sandbox closes: the longest latency is a minute. */
const LONGEST_ANSWER = 65_000;

export interface SandboxServer {
  server: Server;
  /** Takes no new connection, answers the requests that came in whole, and ends. */
  drain(): Promise<void>;
}

/** The server of the sandbox, for Node. It does not listen yet. */
export function createServer(
  generate: Generate,
  fetch: (request: Request) => Promise<Response>,
  { headers, request }: Patience = PATIENCE,
): SandboxServer {
  const onGenerate = listenForGenerate(generate);
  const others = new Set<ServerResponse>();
  // A sandbox in a test runner leaves the Request and Response of that process alone.
  const onOther = getRequestListener(fetch, { overrideGlobalObjects: false });

  const options = {
    headersTimeout: headers,
    requestTimeout: request,
    connectionsCheckingInterval: Math.min(headers, request) / 4,
  };
  const server = listenFor(options, (incoming, outgoing) => {
    if (onGenerate.listen(incoming, outgoing)) return;
    others.add(outgoing);
    outgoing.once('close', () => others.delete(outgoing));
    onOther(incoming, outgoing);
  });

  return {
    server,
    async drain() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const impatience = AbortSignal.timeout(LONGEST_ANSWER);
      const pending = [...others].filter(({ req, closed }) => req.complete && !closed);
      const ends = pending.map((outgoing) => once(outgoing, 'close', { signal: impatience }).catch(() => {}));
      await Promise.all([onGenerate.drained(impatience), ...ends]);
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(cut);
    },
  };
}
