import { startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import type { HttpServer } from '../support/http-server.js';
import { type PassingResponse, startMutatingProxy } from '../support/mutating-proxy.js';
import { cases, LICENSE, transactionIdOf } from './cases.js';

/** A request of a client, and what it got. */
interface Exchange {
  request: Record<string, unknown>;
  response: PassingResponse;
}

export interface CaseServer extends HttpServer {
  /** Generates the payments that the cases ask for, and pays those that are to be paid. */
  generatePayments(apiKey: string): Promise<void>;
  /** Requests and responses since the last call. */
  takeExchanges(): Exchange[];
}

/** The sandbox, behind a proxy that changes its responses as the cases want. */
export async function startCaseServer(): Promise<CaseServer> {
  const sandbox = await startSandbox({ port: 0 });
  let exchanges: Exchange[] = [];
  const proxy = await startMutatingProxy(sandbox.url, (response, request) => {
    // A request for a status has no body, but its response names the transaction.
    const id = request.transaction_id ?? response.body.transaction_id;
    const mutate = cases.find((wanted) => wanted.mutate && transactionIdOf(wanted) === id)?.mutate;
    const passing = mutate ? mutate(response) : response;
    exchanges.push({ request, response: passing });
    return passing;
  });
  return {
    url: proxy.url,
    async generatePayments(apiKey) {
      const { partnerPayment } = new KGiTON({ apiKey, baseUrl: sandbox.url });
      for (const wanted of cases.filter(({ payment }) => payment)) {
        const transactionId = transactionIdOf(wanted);
        await partnerPayment.generateQris({ transactionId, amount: 50_000, licenseKey: LICENSE });
        if (wanted.payment === 'paid') await sandbox.pay(transactionId, apiKey);
      }
    },
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
