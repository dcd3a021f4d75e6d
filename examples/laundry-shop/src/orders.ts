import { randomInt } from 'node:crypto';
import type { PartnerPaymentType, PaymentItem, PaymentOf } from '@kgiton/sdk';

/** An order as the customer places it. */
export interface NewOrder {
  customerName: string;
  items: readonly PaymentItem[];
  /** Whole rupiah. */
  total: number;
}

/** An attempt to pay an order. A new attempt starts only after the previous one has expired or failed. */
export interface Attempt {
  transactionId: string;
  paymentType: PartnerPaymentType;
  /** When the shop first sent the request, in milliseconds since the Unix epoch. */
  startedAt: number;
  /** KGiTON's response, once it has arrived. */
  payment?: PaymentOf;
  /** How it ended without money, according to KGiTON. Absent as long as the customer may still pay, or has paid. */
  ended?: 'expired' | 'failed';
  /** It was paid with another amount, and a person must look at it. */
  isDisputed?: true;
}

export interface Order extends NewOrder {
  id: string;
  /** Oldest first. */
  attempts: readonly Attempt[];
  /** When the order was paid, and by which transaction. Absent until then. */
  paid?: { at: string; transactionId: string };
  isCancelled?: true;
  /** When the shop last asked KGiTON about it, in milliseconds since the Unix epoch. */
  checkedAt?: number;
}

/** Stores the shop's orders. In SQL, each method is one statement or one transaction. */
export interface OrderStore {
  create(order: NewOrder): Promise<Order>;
  find(id: string): Promise<Order | undefined>;
  findByTransaction(transactionId: string): Promise<Order | undefined>;
  /**
   * Saves an attempt unless one with its transaction id exists. Returns the stored attempt; undefined if the order is paid
   * or cancelled.
   */
  startAttempt(orderId: string, attempt: Attempt): Promise<Attempt | undefined>;
  /** Adds KGiTON's response to its attempt. */
  savePayment(orderId: string, payment: PaymentOf): Promise<void>;
  /** Removes an attempt that KGiTON rejected, unless it has a payment. */
  dropAttempt(orderId: string, transactionId: string): Promise<void>;
  /** Saves that an attempt ended without money. */
  endAttempt(orderId: string, transactionId: string, ended: NonNullable<Attempt['ended']>): Promise<void>;
  /** Saves that an attempt was paid with another amount. Returns whether that is new. */
  disputeAttempt(orderId: string, transactionId: string): Promise<boolean>;
  /** Marks an order as paid unless it already is. Returns the order as it was before. */
  markPaid(orderId: string, paid: NonNullable<Order['paid']>): Promise<Order>;
  /** Cancels an order unless it is paid, or may be paid: an attempt is disputed. */
  cancel(orderId: string): Promise<void>;
  /** Saves when the shop asks about an order, unless it did so less than `interval` ms ago. Returns whether it may ask. */
  startCheck(orderId: string, at: number, interval: number): Promise<boolean>;
}

/**
 * Keeps orders in memory, so a restart loses them. A real shop stores them in its database, with a unique index on
 * `transaction_id`.
 */
export function createMemoryOrders(): OrderStore {
  const orders = new Map<string, Order>();

  function get(id: string): Order {
    const order = orders.get(id);
    if (!order) throw new Error(`Order ${id} does not exist.`);
    return order;
  }

  function update(id: string, change: (order: Order) => Partial<Order>): Order {
    const order = get(id);
    const updated = { ...order, ...change(order) };
    orders.set(id, updated);
    return updated;
  }

  function change(id: string, transactionId: string, changes: Partial<Attempt>): void {
    update(id, ({ attempts }) => ({
      attempts: attempts.map((attempt) =>
        attempt.transactionId === transactionId ? { ...attempt, ...changes } : attempt,
      ),
    }));
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
      const { paid, isCancelled } = get(orderId);
      if (paid || isCancelled) return undefined;
      const order = update(orderId, (order) =>
        attemptOf(order, attempt.transactionId) ? {} : { attempts: [...order.attempts, attempt] },
      );
      return attemptOf(order, attempt.transactionId);
    },
    async savePayment(orderId, payment) {
      change(orderId, payment.transaction_id, { payment });
    },
    async dropAttempt(orderId, transactionId) {
      update(orderId, (order) =>
        attemptOf(order, transactionId)?.payment ? {} : { attempts: without(order, transactionId) },
      );
    },
    async endAttempt(orderId, transactionId, ended) {
      change(orderId, transactionId, { ended });
    },
    async disputeAttempt(orderId, transactionId) {
      const isNew = !attemptOf(get(orderId), transactionId)?.isDisputed;
      change(orderId, transactionId, { isDisputed: true });
      return isNew;
    },
    async markPaid(orderId, paid) {
      const before = get(orderId);
      if (!before.paid) update(orderId, () => ({ paid }));
      return before;
    },
    async cancel(orderId) {
      update(orderId, (order) =>
        order.paid || order.attempts.some(({ isDisputed }) => isDisputed) ? {} : { isCancelled: true },
      );
    },
    async startCheck(orderId, at, interval) {
      const isDue = at - (get(orderId).checkedAt ?? 0) >= interval;
      if (isDue) update(orderId, () => ({ checkedAt: at }));
      return isDue;
    },
  };
}

function attemptOf(order: Order, transactionId: string): Attempt | undefined {
  return order.attempts.find((attempt) => attempt.transactionId === transactionId);
}

function without(order: Order, transactionId: string): Attempt[] {
  return order.attempts.filter((attempt) => attempt.transactionId !== transactionId);
}

/** Digits and letters that are not confused with one another when an order id is read out over the phone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Random rather than sequential: nobody can guess another customer's order page, and a restarted shop never
 * reuses a transaction id.
 */
function newOrderId(): string {
  return `ORDER-${Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
}
