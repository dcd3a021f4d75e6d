import { startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import { createApp } from '../../../examples/laundry-shop/src/app.js';
import { createMemoryOrders } from '../../../examples/laundry-shop/src/orders.js';
import { serve } from '../../support/http-server.js';

export const WEBHOOK_SECRET = 'whsec_test_kgiton';
const API_KEY = 'kgiton_laundry_shop';
const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

export interface ShopOptions {
  licenseKey?: string;
  /** How many of KGiTON's answers never reach the shop. */
  loseAnswers?: number;
}

/** Starts the example and a sandbox beside it, as its README says, but on free ports. */
export async function startShop({ licenseKey = LICENSE, loseAnswers = 0 }: ShopOptions = {}) {
  const sandbox = await startSandbox({ port: 0 });
  const log: string[] = [];
  let minutesLater = 0;
  let app: ReturnType<typeof createApp> | undefined;
  // The shop has to know its own address, so it is made once that is known.
  const server = await serve((request, response) => app?.(request, response));
  app = createApp({
    kgiton: new KGiTON({
      apiKey: API_KEY,
      baseUrl: sandbox.url,
      maxRetries: 0,
      async fetch(request, init) {
        const answer = await fetch(request, init);
        if (loseAnswers-- > 0) throw new TypeError('The connection was cut.');
        return answer;
      },
    }),
    orders: createMemoryOrders(),
    webhookSecret: WEBHOOK_SECRET,
    licenseKey,
    publicUrl: server.url,
    now: () => Date.now() + minutesLater * 60_000,
    log: (line) => log.push(line),
  });

  const post = (path: string, form: Record<string, string>) =>
    fetch(server.url + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  return {
    url: server.url,
    sandbox,
    apiKey: API_KEY,
    licenseKey,
    /** What the owner of the shop reads. */
    log,
    post,
    /** Creates an order as the form does, and gives its id. */
    async order(form: Record<string, string> = {}): Promise<string> {
      const { headers } = await post('/orders', { name: 'Budi Santoso', 'cuci-lipat': '5', ...form });
      return headers.get('location')?.replace('/orders/', '') ?? '';
    },
    state: async (order: string) => (await (await fetch(`${server.url}/orders/${order}/status`)).json()).state,
    page: async (path: string) => (await fetch(server.url + path)).text(),
    /** Lets minutes pass, for the shop and for KGiTON. */
    async wait(minutes: number): Promise<void> {
      minutesLater += minutes;
      await sandbox.advance({ minutes });
    },
    /** What the customer does in the app of a bank. */
    async pay(transactionId: string): Promise<void> {
      await sandbox.pay(transactionId);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

export type Shop = Awaited<ReturnType<typeof startShop>>;
