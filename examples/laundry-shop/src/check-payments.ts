import { type KGiTON, KGiTONError } from '@kgiton/sdk';
import { describeError } from './describe-error.js';
import type { Attempt, Order } from './orders.js';
import { type ReceiptsOptions, receivePayment } from './receive-payment.js';

export interface ChecksOptions extends ReceiptsOptions {
  kgiton: KGiTON;
  /** Returns milliseconds since the Unix epoch. */
  now: () => number;
}

/** How long a customer's page may wait for KGiTON, in milliseconds. */
const TIMEOUT = 2_000;
/** How often the shop asks about an order that customers look at, in milliseconds. */
const INTERVAL = 5_000;
/** The statuses of a payment that nobody has paid or can pay any more. */
const ENDED = ['expired', 'failed'] as const;

/**
 * Asks KGiTON about every payment of an order that may have been paid without the shop's knowledge, for example because
 * the shop was down for all attempts of the webhook. Returns the order as it is then.
 *
 * @throws {KGiTONError} when KGiTON does not respond
 */
export async function checkPayments(order: Order, options: ChecksOptions): Promise<Order> {
  const { kgiton, orders, now } = options;
  for (const { transactionId } of openAttempts(order)) {
    const status = await kgiton.partnerPayment.checkStatus(transactionId, { timeout: TIMEOUT, maxRetries: 0 });
    if (status.payment_status === 'paid') {
      await receivePayment({ ...status, paid_at: status.paid_at ?? new Date(now()).toISOString() }, options);
    }
    const ended = ENDED.find((value) => value === status.payment_status);
    if (ended) await orders.endAttempt(order.id, transactionId, ended);
  }
  return (await orders.find(order.id)) ?? order;
}

/**
 * Does the same for a customer who looks at the order: every few seconds at most, however many pages are open. If KGiTON
 * does not respond, the customer sees what the shop knows.
 */
export async function checkPaymentsForPage(order: Order, options: ChecksOptions): Promise<Order> {
  const { orders, now, log } = options;
  if (openAttempts(order).length === 0 || !(await orders.startCheck(order.id, now(), INTERVAL))) return order;
  try {
    return await checkPayments(order, options);
  } catch (error) {
    if (!(error instanceof KGiTONError)) throw error;
    log(`status of ${order.id}: ${describeError(error)}`);
    return order;
  }
}

/** A cancelled order has them, too: its code can be paid until it expires. */
function openAttempts({ paid, attempts }: Order): Attempt[] {
  return paid ? [] : attempts.filter(({ payment, ended }) => payment && !ended);
}
