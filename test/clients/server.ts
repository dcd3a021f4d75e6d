import { startSandbox } from '@kgiton/sandbox';
import { type PassingAnswer, startFaultProxy } from '../support/fault-proxy.js';
import type { HttpServer } from '../support/http-server.js';
import { cases } from './cases.js';

/** A request of a client, and what it got. */
interface Exchange {
  request: Record<string, unknown>;
  answer: PassingAnswer;
}

export interface CaseServer extends HttpServer {
  /** What was asked and answered since this was last called. */
  takeExchanges(): Exchange[];
}

/** The sandbox, behind a proxy that changes its answers as the cases want. */
export async function startCaseServer(): Promise<CaseServer> {
  const sandbox = await startSandbox({ port: 0 });
  let exchanges: Exchange[] = [];
  const proxy = await startFaultProxy(sandbox.url, (answer, request) => {
    const fault = cases.find(({ name }) => String(request.transaction_id).startsWith(`${name}-`))?.fault;
    const passing = fault ? fault(answer) : answer;
    exchanges.push({ request, answer: passing });
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
