import { randomInt } from 'node:crypto';
import type { PartnerPaymentType, PaymentItem, PaymentOf } from '@kgiton/sdk';

/** What a customer wants washed. */
export interface NewOrder {
  customerName: string;
  items: readonly PaymentItem[];
  /** Whole rupiah. */
  total: number;
}

/** One try to pay an order. There is a second one only when the first has expired. */
export interface Attempt {
  transactionId: string;
  paymentType: PartnerPaymentType;
  /** What KGiTON answered, once it has. */
  payment?: PaymentOf;
}

export interface Order extends NewOrder {
  id: string;
  /** The oldest first. */
  attempts: readonly Attempt[];
  /** When and by which transaction it was paid, once it is. */
  paid?: { at: string; transactionId: string };
}

/** The orders of the shop. Each method is one statement of SQL, or one transaction. */
export interface OrderStore {
  create(order: NewOrder): Promise<Order>;
  find(id: string): Promise<Order | undefined>;
  findByTransaction(transactionId: string): Promise<Order | undefined>;
  /** Writes an attempt down, unless there is one of this transaction id; gives the one that is there now. */
  startAttempt(orderId: string, attempt: Attempt): Promise<Attempt>;
  /** Adds KGiTON's answer to its attempt. */
  savePayment(orderId: string, payment: PaymentOf): Promise<void>;
  /** Removes an attempt that KGiTON refused. One that has a payment stays. */
  dropAttempt(orderId: string, transactionId: string): Promise<void>;
  /** Marks an order paid, if it is not; gives the order as it is now. */
  markPaid(orderId: string, paid: NonNullable<Order['paid']>): Promise<Order>;
}

/**
 * Orders in memory, which a restart forgets. A real shop keeps them in its database, with a unique index on
 * `transaction_id`.
 */
export function createMemoryOrders(): OrderStore {
  const orders = new Map<string, Order>();

  function change(id: string, update: (order: Order) => Partial<Order>): Order {
    const order = orders.get(id);
    if (!order) throw new Error(`There is no order ${id}.`);
    const changed = { ...order, ...update(order) };
    orders.set(id, changed);
    return changed;
  }

  return {
    async create(order) {
      const created: Order = { ...order, id: newOrderId(), attempts: [] };
      orders.set(created.id, created);
      return created;
    },
    find: async (id) => orders.get(id),
    findByTransaction: async (id) => [...orders.values()].find((order) => attemptOf(order, id)),
    async startAttempt(orderId, attempt) {
      const order = change(orderId, (order) =>
        attemptOf(order, attempt.transactionId) ? {} : { attempts: [...order.attempts, attempt] },
      );
      return attemptOf(order, attempt.transactionId) ?? attempt;
    },
    async savePayment(orderId, payment) {
      const { transaction_id: transactionId, payment_type: paymentType } = payment;
      change(orderId, (order) => ({
        attempts: [...without(order, transactionId), { transactionId, paymentType, payment }],
      }));
    },
    async dropAttempt(orderId, transactionId) {
      change(orderId, (order) =>
        attemptOf(order, transactionId)?.payment ? {} : { attempts: without(order, transactionId) },
      );
    },
    markPaid: async (orderId, paid) => change(orderId, (order) => (order.paid ? {} : { paid })),
  };
}

function attemptOf(order: Order, transactionId: string): Attempt | undefined {
  return order.attempts.find((attempt) => attempt.transactionId === transactionId);
}

function without(order: Order, transactionId: string): Attempt[] {
  return order.attempts.filter((attempt) => attempt.transactionId !== transactionId);
}

/** Letters and digits that nobody takes for others when an order is read out on the phone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * By chance, not counted: nobody can guess the page of another customer, and a shop that starts anew never gives KGiTON
 * a transaction id again.
 */
function newOrderId(): string {
  return `ORDER-${Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
}
