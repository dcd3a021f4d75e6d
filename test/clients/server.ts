import { startSandbox } from '@kgiton/sandbox';
import type { HttpServer } from '../support/http-server.js';
import { type PassingResponse, startMutatingProxy } from '../support/mutating-proxy.js';
import { cases } from './cases.js';

/** A request of a client, and what it got. */
interface Exchange {
  request: Record<string, unknown>;
  response: PassingResponse;
}

export interface CaseServer extends HttpServer {
  /** Requests and responses since the last call. */
  takeExchanges(): Exchange[];
}

/** The sandbox, behind a proxy that changes its responses as the cases want. */
export async function startCaseServer(): Promise<CaseServer> {
  const sandbox = await startSandbox({ port: 0 });
  let exchanges: Exchange[] = [];
  const proxy = await startMutatingProxy(sandbox.url, (response, request) => {
    const mutate = cases.find(({ name }) => String(request.transaction_id).startsWith(`${name}-`))?.mutate;
    const passing = mutate ? mutate(response) : response;
    exchanges.push({ request, response: passing });
    return passing;
  });
  return {
    url: proxy.url,
    takeExchanges() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}
