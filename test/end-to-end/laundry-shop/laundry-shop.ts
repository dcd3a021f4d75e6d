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
  /** How many of KGiTON's responses never reach the shop. @default 0 */
  lostResponses?: number;
}

/** Starts the example together with a sandbox, as its README describes, but on free ports. */
export async function startShop({ licenseKey = LICENSE, lostResponses = 0 }: ShopOptions = {}) {
  const sandbox = await startSandbox({ port: 0 });
  const log: string[] = [];
  let minutesLater = 0;
  let app: ReturnType<typeof createApp> | undefined;
  // The shop needs its own URL, so the app is created once the server listens.
  const server = await serve((request, response) => app?.(request, response));
  app = createApp({
    kgiton: new KGiTON({
      apiKey: API_KEY,
      baseUrl: sandbox.url,
      maxRetries: 0,
      async fetch(request, init) {
        const response = await fetch(request, init);
        if (lostResponses-- > 0) throw new TypeError('The connection was closed.');
        return response;
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
    /** What the shop owner reads. */
    log,
    post,
    /** Creates an order as the form does, and returns its id. */
    async order(form: Record<string, string> = {}): Promise<string> {
      const { headers } = await post('/orders', { name: 'Budi Santoso', 'cuci-lipat': '5', ...form });
      return headers.get('location')?.replace('/orders/', '') ?? '';
    },
    state: async (order: string) => (await (await fetch(`${server.url}/orders/${order}/status`)).json()).state,
    page: async (path: string) => (await fetch(server.url + path)).text(),
    /** Advances the clocks of the shop and of KGiTON. */
    async wait(minutes: number): Promise<void> {
      minutesLater += minutes;
      await sandbox.advance({ minutes });
    },
    /** Pays as the customer does in a banking app. */
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
