import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import { createApp } from '../src/app.js';
import { createMemoryOrders } from '../src/orders.js';

test('a customer orders and pays with QRIS, and the order is marked as paid', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = createApp({
    kgiton: new KGiTON({ apiKey: 'kgiton_test', baseUrl: sandbox.url }),
    orders: createMemoryOrders(),
    webhookSecret: 'whsec_test_kgiton',
    licenseKey: 'SANDB-ACTIV-E0000-00000-00001',
    publicUrl,
  });
  server.on('request', app);

  const post = (path: string, form: Record<string, string>) =>
    fetch(publicUrl + path, { method: 'POST', body: new URLSearchParams(form) });
  const { url } = await post('/orders', { name: 'Siti', 'cuci-lipat': '3' });
  const order = new URL(url).pathname;
  const status = async () => (await fetch(`${publicUrl + order}/status`)).json();

  await post(`${order}/pay`, { method: 'QRIS' });
  assert.deepEqual(await status(), { state: 'waiting' });

  await sandbox.pay(order.replace('/orders/', '')); // stands in for the customer
  await sandbox.waitForDelivery();
  assert.deepEqual(await status(), { state: 'paid' });

  server.close();
  server.closeAllConnections();
});
