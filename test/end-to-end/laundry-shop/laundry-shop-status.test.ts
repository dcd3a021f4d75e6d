import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { expect, test } from 'vitest';
import { type Shop, startShop, WEBHOOK_SECRET } from './laundry-shop.js';

const QRIS = { method: 'QRIS' };

/** Orders, and chooses QRIS. Returns the id of the order, which is also that of its first payment. */
async function startPayment(shop: Shop): Promise<string> {
  const id = await shop.order();
  await shop.post(`/orders/${id}/pay`, QRIS);
  return id;
}

const cancel = (shop: Shop, id: string) => shop.post(`/orders/${id}/cancel`, {});
const transactions = async (shop: Shop) => (await shop.sandbox.payments()).map((payment) => payment.transactionId);

test('an order whose webhook never arrives is paid when the customer looks at it, with one receipt', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  await shop.pay(id);
  expect(await shop.page(`/orders/${id}`)).toContain('Lunas');
  expect(await shop.state(id)).toBe('paid');
  expect(shop.receipts).toEqual([expect.stringContaining(id)]);
  expect(shop.log).toEqual([]);
});

test('a webhook that arrives while the shop asks changes nothing: one receipt', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  await shop.pay(id);
  const body = JSON.stringify(createTestEvent({ transaction_id: id, amount: 40_000 }));
  const headers = { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, WEBHOOK_SECRET) };
  const webhook = () => fetch(`${shop.url}/webhook/payment`, { method: 'POST', body, headers });
  const responses = await Promise.all([webhook(), shop.page(`/orders/${id}`), webhook(), cancel(shop, id)]);
  expect([responses[0].status, responses[2].status]).toEqual([200, 200]);
  expect(await shop.state(id)).toBe('paid');
  expect(shop.receipts).toHaveLength(1);
  expect(shop.log).toEqual([]);
});

test('however many pages are open, the shop asks once in a few seconds, and no more once the payment is over', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  const look = () => Promise.all(Array.from({ length: 5 }, () => [shop.state(id), shop.page(`/orders/${id}`)]).flat());
  await look();
  expect(shop.checks()).toBe(1);
  await shop.wait(1);
  await look();
  expect(shop.checks()).toBe(2);
  await shop.wait(30);
  await look();
  expect(await shop.state(id)).toBe('expired');
  expect(shop.checks()).toBe(3);
  await shop.wait(1);
  await look();
  expect(shop.checks()).toBe(3);
});

test('an order without a payment, and one that is paid, is not asked about', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  await shop.page(`/orders/${id}`);
  await shop.post(`/orders/${id}/pay`, QRIS);
  await shop.pay(id);
  await shop.sandbox.waitForDelivery({ id });
  await shop.page(`/orders/${id}`);
  expect(shop.checks()).toBe(0);
});

test('while KGiTON cannot be reached, the order page shows what the shop knows, and the owner reads why', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  shop.useNetwork(async () => {
    throw new TypeError('fetch failed');
  });
  expect(await shop.page(`/orders/${id}`)).toContain('Menunggu pembayaran');
  expect(shop.log).toEqual([expect.stringContaining(`status of ${id}: NETWORK_ERROR`)]);
});

test('a KGiTON that never responds holds up the order page for two seconds at most', async () => {
  const timeouts: number[] = [];
  let isHanging = false;
  await using shop = await startShop({
    clock: {
      now: Date.now,
      random: Math.random,
      // Lets the time of a request that hangs pass at once.
      after(milliseconds, callback) {
        if (!isHanging) return () => {};
        timeouts.push(milliseconds);
        queueMicrotask(callback);
        return () => {};
      },
    },
  });
  const id = await startPayment(shop);
  isHanging = true;
  shop.useNetwork((_, init) => new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject())));
  expect(await shop.page(`/orders/${id}`)).toContain('Menunggu pembayaran');
  expect(timeouts).toEqual([2_000]);
  expect(shop.log).toEqual([expect.stringContaining(`status of ${id}: TIMEOUT`)]);
});

test('an order that is not paid can be cancelled, and not paid after that', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  expect((await cancel(shop, id)).headers.get('location')).toBe(`/orders/${id}`);
  expect(await shop.page(`/orders/${id}`)).toContain('Pesanan dibatalkan');
  expect(await shop.page(`/orders/${id}`)).not.toContain('<form');
  // The form may still be open in another tab.
  expect((await shop.post(`/orders/${id}/pay`, QRIS)).headers.get('location')).toBe(`/orders/${id}`);
  expect(await transactions(shop)).toEqual([]);
  expect(shop.checks()).toBe(0);
});

test('an order that turns out paid is not cancelled, even if the shop has asked a moment before', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  expect(await shop.state(id)).toBe('waiting');
  await shop.pay(id);
  await cancel(shop, id);
  expect(await shop.state(id)).toBe('paid');
  expect(shop.receipts).toHaveLength(1);
  await cancel(shop, id);
  expect(await shop.state(id)).toBe('paid');
});

test('while KGiTON cannot be reached, no order with a payment is cancelled', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  shop.useNetwork(async () => {
    throw new TypeError('fetch failed');
  });
  const response = await cancel(shop, id);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('Pesanan belum dibatalkan');
  expect(await shop.state(id)).toBe('waiting');
});

test.each(['its webhook', 'its status'])(
  'money that arrives for a cancelled order is noticed by %s: the owner refunds it, and the customer is told',
  async (notice) => {
    await using shop = await startShop();
    const id = await startPayment(shop);
    await cancel(shop, id);
    expect(await shop.page(`/orders/${id}`)).toContain('Jangan gunakan lagi kode');
    if (notice === 'its status') await shop.loseWebhook(id);
    await shop.pay(id);
    if (notice === 'its webhook') await shop.sandbox.waitForDelivery({ id });
    await shop.wait(1);
    expect(await shop.page(`/orders/${id}`)).toContain('Kami akan mengembalikannya');
    expect(shop.log).toEqual([`payment: ${id} was paid after it was cancelled; refund ${id}`]);
    expect(shop.receipts).toEqual([]);
  },
);

test('a payment that the gateway rejects is over, and the customer starts a new one', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.sandbox.fail(id);
  expect(await shop.page(`/orders/${id}`)).toContain('Pembayaran gagal');
  await shop.post(`/orders/${id}/pay`, QRIS);
  expect(await shop.state(id)).toBe('waiting');
  expect(await transactions(shop)).toEqual([id, `${id}-2`]);
});

test('before a customer pays a second time, the shop asks about the first payment', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  await shop.pay(id);
  await shop.wait(31);
  expect((await shop.post(`/orders/${id}/pay`, QRIS)).headers.get('location')).toBe(`/orders/${id}`);
  expect(await transactions(shop)).toEqual([id]);
  expect(await shop.state(id)).toBe('paid');
});

test('a customer pays no second time because the shop has asked a moment before the first payment', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  await shop.wait(29.95);
  expect(await shop.state(id)).toBe('waiting');
  await shop.pay(id);
  await shop.wait(0.05);
  expect((await shop.post(`/orders/${id}/pay`, QRIS)).headers.get('location')).toBe(`/orders/${id}`);
  expect(await transactions(shop)).toEqual([id]);
  expect(await shop.state(id)).toBe('paid');
});

test('while KGiTON says nothing about the first payment, no second one is started', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.wait(31);
  shop.useNetwork(async (url, init) => {
    if (String(url).includes('/status/')) throw new TypeError('fetch failed');
    return fetch(url, init);
  });
  const response = await shop.post(`/orders/${id}/pay`, QRIS);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('Jangan bayar lagi dulu')]);
  expect(await transactions(shop)).toEqual([id]);
  shop.useNetwork(fetch);
  await shop.post(`/orders/${id}/pay`, QRIS);
  expect(await transactions(shop)).toEqual([id, `${id}-2`]);
});

test('an order that was paid with another amount is neither cancelled nor paid again, and the owner reads it once', async () => {
  await using shop = await startShop();
  const id = await startPayment(shop);
  await shop.loseWebhook(id);
  await shop.pay(id);
  shop.useNetwork(async (url, init) => {
    const response = await fetch(url, init);
    return Response.json({ ...(await response.json()), amount: 39_000 }, { status: response.status });
  });
  expect(await shop.page(`/orders/${id}`)).toContain('Jangan bayar lagi, hubungi kami');
  await cancel(shop, id);
  await shop.wait(31);
  await shop.post(`/orders/${id}/pay`, QRIS);
  expect(await shop.state(id)).toBe('disputed');
  expect(await transactions(shop)).toEqual([id]);
  expect(shop.log).toEqual([`payment: ${id} paid Rp 39000, expected Rp 40000`]);
});

test('an order whose payment is being generated is not cancelled, and a cancelled order generates none', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  let goOn = () => {};
  shop.useNetwork(async (url, init) => {
    if (init?.method === 'POST') {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    return fetch(url, init);
  });
  const paying = shop.post(`/orders/${id}/pay`, { method: 'CHECKOUT_PAGE' });
  await expect.poll(async () => (await cancel(shop, id)).status).toBe(503);
  goOn();
  expect((await paying).headers.get('location')).toContain('/pay/PAY-');
  expect(await shop.state(id)).toBe('waiting');
});

test('an order whose response to generating was lost can be cancelled once no request can be in-flight', async () => {
  await using shop = await startShop();
  const id = await shop.order();
  shop.useNetwork(async () => {
    throw new TypeError('fetch failed');
  });
  await shop.post(`/orders/${id}/pay`, QRIS);
  shop.useNetwork(fetch);
  expect((await cancel(shop, id)).status).toBe(503);
  await shop.wait(3);
  expect((await cancel(shop, id)).status).toBe(303);
  expect(await shop.state(id)).toBe('cancelled');
});
