import { responseExamples } from '@kgiton/contract';
import { KGiTON, PartnerPaymentType, type PaymentOf } from '@kgiton/sdk';
import { expect, test } from 'vitest';
import { checkPayments } from '../../../examples/laundry-shop/src/check-payments.js';
import { createMemoryOrders } from '../../../examples/laundry-shop/src/orders.js';

const error = { success: false, code: 'INTERNAL_ERROR', message: 'No.' };

/** An order with two open payments, and what KGiTON says of each: a status, or nothing but errors. */
async function check(first: 'pending' | undefined, second: 'pending' | 'paid' | undefined) {
  const orders = createMemoryOrders();
  const items = [{ id: 'cuci-lipat', name: 'Cuci lipat', price: 8_000, quantity: 5 }];
  const { id } = await orders.create({ customerName: 'Budi', items, total: 40_000 });
  const says = new Map([[id, first] as const, [`${id}-2`, second] as const]);
  for (const transactionId of says.keys()) {
    await orders.startAttempt(id, { transactionId, paymentType: PartnerPaymentType.QRIS, startedAt: 0 });
    const example = responseExamples.generatePayment[200].QRIS;
    await orders.savePayment(id, { ...example, transaction_id: transactionId, amount: 40_000 } as PaymentOf);
  }
  const log: string[] = [];
  const kgiton = new KGiTON({
    apiKey: 'kgiton_shop',
    async fetch(url) {
      const transaction_id = url.split('/').at(-1) ?? '';
      const status = says.get(transaction_id);
      if (!status) return Response.json(error, { status: 500 });
      return Response.json({ ...responseExamples.getPaymentStatus[200][status], transaction_id, amount: 40_000 });
    },
  });
  const order = await orders.find(id);
  if (!order) throw new Error('The order is gone.');
  const options = { kgiton, orders, now: Date.now, log: (line: string) => log.push(line), printReceipt: () => {} };
  return { id, log, checked: await checkPayments(order, options) };
}

test('a payment that KGiTON says nothing about hides no later one that was paid', async () => {
  const { id, log, checked } = await check(undefined, 'paid');
  expect(checked?.paid?.transactionId).toBe(`${id}-2`);
  expect(log).toEqual([expect.stringContaining('INTERNAL_ERROR')]);
});

test('an order is known only if KGiTON has spoken about each of its payments', async () => {
  expect((await check('pending', 'pending')).checked).toBeDefined();
  expect((await check('pending', undefined)).checked).toBeUndefined();
  expect((await check(undefined, 'pending')).checked).toBeUndefined();
});
