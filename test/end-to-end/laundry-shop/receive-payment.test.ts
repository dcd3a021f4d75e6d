import { PartnerPaymentType } from '@kgiton/sdk';
import { expect, test } from 'vitest';
import { createMemoryOrders } from '../../../examples/laundry-shop/src/orders.js';
import { receivePayment } from '../../../examples/laundry-shop/src/receive-payment.js';

/** A shop with one order of 40,000 rupiah, and a payment for it that somebody has made. */
async function startCounter() {
  const orders = createMemoryOrders();
  const items = [{ id: 'cuci-lipat', name: 'Cuci lipat', price: 8_000, quantity: 5 }];
  const { id } = await orders.create({ customerName: 'Budi', items, total: 40_000 });
  for (const transactionId of [id, `${id}-2`]) {
    await orders.startAttempt(id, { transactionId, paymentType: PartnerPaymentType.QRIS, startedAt: 0 });
  }
  const log: string[] = [];
  const receipts: string[] = [];
  const options = {
    orders,
    log: (line: string) => log.push(line),
    printReceipt: (receipt: string) => receipts.push(receipt),
  };
  const paid = { transaction_id: id, amount: 40_000, paid_at: '2026-01-15T10:25:00Z' };
  return { id, orders, log, receipts, paid, receive: (change = {}) => receivePayment({ ...paid, ...change }, options) };
}

test('a payment marks its order as paid and prints one receipt', async () => {
  const { id, orders, log, receipts, receive } = await startCounter();
  await receive();
  expect((await orders.find(id))?.paid).toEqual({ at: '2026-01-15T10:25:00Z', transactionId: id });
  // Intl writes a no-break space after "Rp".
  expect(receipts.map((receipt) => receipt.replaceAll(/\s/g, ' '))).toEqual([
    `Struk ${id}: Rp 40.000, lunas 15 Januari 2026 pukul 17.25 WIB`,
  ]);
  expect(log).toEqual([]);
});

test('a payment that several webhooks and statuses report at the same moment prints one receipt', async () => {
  const { log, receipts, receive } = await startCounter();
  await Promise.all([receive(), receive(), receive()]);
  await receive({ paid_at: '2026-01-15T10:26:00Z' });
  expect(receipts).toHaveLength(1);
  expect(log).toEqual([]);
});

test('a second payment of an order prints no second receipt; the owner reads what to refund', async () => {
  const { id, orders, log, receipts, receive } = await startCounter();
  await receive();
  await receive({ transaction_id: `${id}-2` });
  expect((await orders.find(id))?.paid?.transactionId).toBe(id);
  expect(receipts).toHaveLength(1);
  expect(log).toEqual([`payment: ${id} was paid twice; refund ${id}-2`]);
});

test('a payment of a cancelled order prints no receipt; the owner reads, once, what to refund', async () => {
  const { id, orders, log, receipts, receive } = await startCounter();
  await orders.cancel(id);
  await receive();
  await receive();
  expect(receipts).toEqual([]);
  expect(log).toEqual([`payment: ${id} was paid after it was cancelled; refund ${id}`]);
});

test.each([
  ['of no order', { transaction_id: 'ORDER-NONE' }, () => 'payment: no order for transaction ORDER-NONE'],
  ['of another amount', { amount: 1_000 }, (id: string) => `payment: ${id} paid Rp 1000, expected Rp 40000`],
])('a payment %s marks nothing as paid and prints no receipt; the owner reads about it', async (_, change, line) => {
  const { id, orders, log, receipts, receive } = await startCounter();
  await receive(change);
  expect((await orders.find(id))?.paid).toBeUndefined();
  expect(receipts).toEqual([]);
  expect(log).toEqual([line(id)]);
});
