import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import { createApp } from '../src/app.js';
import { createMemoryOrders } from '../src/orders.js';

/** Starts the shop and a sandbox on free ports. */
async function startShop() {
  const sandbox = await startSandbox({ port: 0 });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receipts: string[] = [];
  const app = createApp({
    kgiton: new KGiTON({ apiKey: 'kgiton_test', baseUrl: sandbox.url }),
    orders: createMemoryOrders(),
    webhookSecret: 'whsec_test_kgiton',
    licenseKey: 'SANDB-ACTIV-E0000-00000-00001',
    publicUrl,
    printReceipt: (receipt) => receipts.push(receipt),
  });
  server.on('request', app);

  const post = (path: string, form: Record<string, string>) =>
    fetch(publicUrl + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return {
    sandbox,
    receipts,
    /** Orders, chooses QRIS, and returns the id of the order, which is also that of the payment. */
    async order(): Promise<string> {
      const { headers } = await post('/orders', { name: 'Siti', 'cuci-lipat': '3' });
      await post(`${headers.get('location')}/pay`, { method: 'QRIS' });
      return headers.get('location')?.replace('/orders/', '') ?? '';
    },
    status: async (id: string) => (await fetch(`${publicUrl}/orders/${id}/status`)).json(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await sandbox.close();
    },
  };
}

test('a customer orders and pays with QRIS, and the order is marked as paid', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  assert.deepEqual(await shop.status(id), { state: 'waiting' });

  await shop.sandbox.pay(id); // stands in for the customer
  await shop.sandbox.waitForDelivery();
  assert.deepEqual(await shop.status(id), { state: 'paid' });
  assert.equal(shop.receipts.length, 1);
});

test('an order whose webhook never arrives is marked as paid when the customer looks at it', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.sandbox.setFault({ kind: 'never' });

  await shop.sandbox.pay(id);
  assert.deepEqual(await shop.status(id), { state: 'paid' });
  assert.equal(shop.receipts.length, 1);
});
