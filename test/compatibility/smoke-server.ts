import type { ServerResponse } from 'node:http';
import { startSandbox } from '@kgiton/sandbox';
import { type HttpServer, serve, text } from '../support/http-server.js';

export interface SmokeServer extends HttpServer {
  /** The bodies that came for a transaction id, in order of arrival. */
  bodiesOf(transactionId: string): string[];
}

/**
 * KGiTON on a bad day: it answers as the contract says, but the transaction id decides whether it cuts the first answer,
 * is busy at first, or never answers. Pages may call it.
 */
export async function startSmokeServer(): Promise<SmokeServer> {
  const api = await startSandbox({ port: 0 });
  const bodies: Record<string, string[]> = {};
  const server = await serve(async (request, response) => {
    response.setHeaders(cors);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const body = await text(request);
    const id = JSON.parse(body).transaction_id as string;
    const attempts = [...(bodies[id] ?? []), body];
    bodies[id] = attempts;
    if (id === 'NEVER-ANSWERED') return;
    const isFirst = attempts.length === 1;
    if (id === 'BUSY-AT-FIRST' && isFirst) return response.writeHead(503).end('Service Unavailable');
    const answer = await fetch(api.url + request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': String(request.headers['x-api-key']) },
      body,
    });
    const payment = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': payment.length,
      'x-request-id': `REQ-${id}`,
    });
    return id === 'CUT-AT-FIRST' && isFirst ? cut(response, payment) : response.end(payment);
  });
  return {
    url: server.url,
    bodiesOf: (transactionId) => bodies[transactionId] ?? [],
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await api[Symbol.asyncDispose]();
    },
  };
}

const cors = new Map([
  ['access-control-allow-origin', '*'],
  ['access-control-allow-headers', '*'],
  ['access-control-expose-headers', 'x-request-id'],
]);

/** Sends half of the body, then nothing but the end of the connection. */
function cut(response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
