import { randomUUID } from 'node:crypto';
import type { PaymentSuccessEvent } from '@kgiton/sdk/webhooks';

// It stands for your database, with the two rules that count: an order is there before its payment is generated, and
// payment_id is unique.

export interface Order {
  /** The transaction id of its payment. */
  id: string;
  /** Whole rupiah. */
  amount: number;
  isPaid: boolean;
}

const orders = new Map<string, Order>();
const payments = new Set<string>();

export async function placeOrder(amount: number): Promise<Order> {
  const order = { id: randomUUID(), amount, isPaid: false };
  orders.set(order.id, order);
  return order;
}

export async function findOrder(id: string): Promise<Order | undefined> {
  return orders.get(id);
}

/** Counts each payment once. In your database: INSERT, and UPDATE of the order, in one transaction. */
export async function receivePayment(event: PaymentSuccessEvent): Promise<void> {
  if (payments.has(event.payment_id)) return;
  payments.add(event.payment_id);
  const order = orders.get(event.transaction_id);
  if (order?.amount === event.amount) order.isPaid = true;
  else console.warn('A person has to look at', event.payment_id);
  console.log('Counted', event.payment_id);
}
