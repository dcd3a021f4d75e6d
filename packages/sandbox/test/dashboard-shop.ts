import type { PartnerPaymentRequest } from '@kgiton/contract';
import { type HttpServer, serve } from '../../../test/support/http-server.js';
import { type RunningSandbox, startSandbox } from '../src/index.js';
import { PATH, request } from './requests.js';

export const LAUNDRY = 'kgiton_laundry';
export const BAKERY = 'kgiton_bakery_staging';

/** A bill for the checkout page. */
export const bill = {
  payment_type: 'CHECKOUT_PAGE',
  amount: 150_000,
  description: 'Laundry kiloan dan setrika',
  back_url: 'https://laundry.example/orders/1',
  customer_name: 'Budi Santoso',
  customer_email: 'budi@example.com',
  items: [
    { id: '1', name: 'Laundry 5kg', price: 100_000, quantity: 1 },
    { id: '2', name: 'Setrika ekspres', price: 25_000, quantity: 2 },
  ],
} satisfies Partial<PartnerPaymentRequest>;

/** Sends a body to the API of a sandbox that listens. */
export async function send(sandbox: { url: string }, body: string, apiKey?: string): Promise<Response> {
  return fetch(sandbox.url + PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey !== undefined && { 'x-api-key': apiKey }) },
    body,
  });
}

/** Creates a payment through the API, and gives its payment id. */
export async function order(
  sandbox: { url: string },
  transaction_id: string,
  properties: Partial<PartnerPaymentRequest> = {},
  apiKey = LAUNDRY,
): Promise<string> {
  const response = await send(sandbox, JSON.stringify(request({ transaction_id, ...properties })), apiKey);
  const body = await response.text();
  if (response.status !== 200) throw new Error(`Expected a payment ${transaction_id}, got ${response.status} ${body}`);
  return JSON.parse(body).payment_id;
}

/** A receiver that responds with the status in its path (`/200`, `/503`); on `/cut` it hangs up. */
export function startShop(): Promise<HttpServer> {
  return serve((incoming, response) => {
    const status = Number(incoming.url?.slice(1));
    incoming.resume().on('end', () => {
      if (status) response.writeHead(status).end();
      else incoming.socket.destroy();
    });
  });
}

/** A sandbox that has something of everything. */
export interface BusySandbox extends AsyncDisposable {
  sandbox: RunningSandbox;
  shop: HttpServer;
}

/** A morning's work of two shops: payments, webhooks and requests in every state. Nobody writes to it. */
export async function startBusySandbox(seed = 'a morning’s work'): Promise<BusySandbox> {
  const shop = await startShop();
  const sandbox = await startSandbox({ port: 0, seed });
  const webhook = (path: string) => ({ webhook_url: `${shop.url}/${path}` });
  /** Pays, and waits for so many attempts of the webhook. */
  const pay = async (id: string, attempts: number) => {
    const { paymentId } = await sandbox.pay(id);
    const made = () => sandbox.deliveries.find((one) => one.paymentId === paymentId)?.attempts.length ?? 0;
    while (made() < attempts) await sandbox.change(AbortSignal.timeout(100));
  };

  await order(sandbox, 'TRX-12', { amount: 1_250_000, ...webhook('200') });
  await pay('TRX-12', 1);
  await order(sandbox, 'TRX-10', { ...bill, ...webhook('cut') });
  await pay('TRX-10', 1);
  await sandbox.advance({ minutes: 81 });
  await sandbox.redeliver(sandbox.deliveries.find(({ transactionId }) => transactionId === 'TRX-10')?.id ?? '');
  await order(sandbox, 'TRX-11', { amount: 18_000 }, BAKERY);
  await sandbox.expire('TRX-11');
  await sandbox.advance({ minutes: 2 });
  await order(sandbox, 'TRX-9', { amount: 10_000_000, ...webhook('200') }, BAKERY);
  await sandbox.setFault({ kind: 'never' }, { apiKey: BAKERY });
  await sandbox.setFault({ kind: 'never' }, { apiKey: LAUNDRY, id: 'TRX-8' });
  await order(sandbox, 'TRX-8', webhook('200'));
  await pay('TRX-8', 0);
  await sandbox.setFault(undefined, { apiKey: LAUNDRY, id: 'TRX-8' });
  await order(sandbox, 'TRX-7', { ...bill, expiry_minutes: 5 });
  await sandbox.advance({ minutes: 6 });
  await sandbox.setFault({ kind: 'duplicate' }, { apiKey: LAUNDRY, id: 'TRX-6' });
  await order(sandbox, 'TRX-6', { amount: 75_500, ...webhook('204') });
  await pay('TRX-6', 2);
  await sandbox.setFault(undefined, { apiKey: LAUNDRY, id: 'TRX-6' });
  await order(sandbox, 'TRX-5', { amount: 32_000 });
  await order(sandbox, 'TRX-4', { amount: 99_000, ...webhook('503') });
  await pay('TRX-4', 1);
  await order(sandbox, 'TRX-3', bill);
  await sandbox.advance({ seconds: 30 });
  await order(sandbox, 'TRX-2-laundry-express-2026-11-23-0000001', { amount: 64_000, ...webhook('200') });
  await order(sandbox, 'TRX-1', webhook('200'));
  await sandbox.setFault({ kind: 'delayed', seconds: 90 }, { apiKey: LAUNDRY, id: 'TRX-1' });

  await send(sandbox, JSON.stringify(request()));
  await send(sandbox, JSON.stringify(request({ license_key: 'SANDB-EMPTY-00000-00000-00001' })), BAKERY);
  const wrong = { transaction_id: 'TRX 5', amount: '50000', payment_type: 'QRIS', webhook_url: 'laundry.example' };
  await send(sandbox, JSON.stringify(wrong), LAUNDRY);
  await send(sandbox, JSON.stringify({ ...request({ transaction_id: 'TRX-0' }), expire_minutes: 5 }), LAUNDRY);
  await sandbox.fail('TRX-0');
  await sandbox.setLicense({ key: 'SANDB-ACTIV-E0000-00000-00001', tokens: 3 }, LAUNDRY);
  // The bakery has gone ahead.
  await sandbox.advance({ minutes: 20 }, BAKERY);
  return {
    sandbox,
    shop,
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await shop[Symbol.asyncDispose]();
    },
  };
}
