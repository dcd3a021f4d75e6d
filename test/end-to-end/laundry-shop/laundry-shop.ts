import { startSandbox } from '@kgiton/sandbox';
import { type Clock, KGiTON } from '@kgiton/sdk';
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
  /** The time of the shop's KGiTON client. @default the system's */
  clock?: Clock;
}

/** Starts the example together with a sandbox, as its README describes, but on free ports. */
export async function startShop({ licenseKey = LICENSE, lostResponses = 0, clock }: ShopOptions = {}) {
  const sandbox = await startSandbox({ port: 0 });
  const log: string[] = [];
  const receipts: string[] = [];
  let network: typeof fetch = fetch;
  let minutesLater = 0;
  let app: ReturnType<typeof createApp> | undefined;
  // The shop needs its own URL, so the app is created once the server listens.
  const server = await serve((request, response) => app?.(request, response));
  app = createApp({
    kgiton: new KGiTON({
      apiKey: API_KEY,
      baseUrl: sandbox.url,
      maxRetries: 0,
      clock,
      async fetch(request, init) {
        const response = await network(request, init);
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
    printReceipt: (receipt) => receipts.push(receipt),
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
    /** What customers take home. */
    receipts,
    /** Replaces the network between the shop and KGiTON. */
    useNetwork(replacement: typeof fetch): void {
      network = replacement;
    },
    /** How often the shop has asked for the status of a payment. */
    checks: () => sandbox.requests.filter(({ path }) => path.startsWith('/api/partner/payment/status/')).length,
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
    /** Lets KGiTON send no webhook for a payment, as if the shop were down for all of its attempts. */
    async loseWebhook(transactionId: string): Promise<void> {
      await sandbox.setFault({ kind: 'never' }, { id: transactionId, apiKey: API_KEY });
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

export type Shop = Awaited<ReturnType<typeof startShop>>;
