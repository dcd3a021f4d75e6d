import type { ServerResponse } from 'node:http';
import { startSandbox } from '@kgiton/sandbox';
import { expect } from 'vitest';
import { type HttpServer, serve, text } from '../support/http-server.js';
import type { Finished } from '../support/workspace.js';

/** The smoke program, for `createPartner`: by `import`, by `require`, and what both share. */
export const SMOKE_FILES = ['smoke.mjs', 'smoke.cjs', 'smoke-body.cjs'];

/** Gives the smoke program a server, and makes sure that it got to its end and that its retries sent the same bytes. */
export async function expectSmoke(start: (address: string) => Promise<Finished>): Promise<void> {
  await using server = await startSmokeServer();
  expect(await start(server.url)).toEqual({ exitCode: 0, output: expect.stringMatching(/^smoke ok$/m) });
  for (const id of ['CUT-AT-FIRST', 'BUSY-AT-FIRST']) {
    const bodies = server.bodiesOf(id);
    expect(bodies, `attempts of ${id}`).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
  }
}

interface SmokeServer extends HttpServer {
  /** The bodies that came for a transaction id, in order of arrival. */
  bodiesOf(transactionId: string): string[];
}

/**
 * KGiTON on a bad day: it responds as the contract says, but the transaction id decides whether it cuts the first response,
 * is busy at first, or never responds. Pages may call it.
 */
async function startSmokeServer(): Promise<SmokeServer> {
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
    const received = await fetch(api.url + request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': String(request.headers['x-api-key']) },
      body,
    });
    const payment = Buffer.from(await received.arrayBuffer());
    response.writeHead(received.status, {
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
