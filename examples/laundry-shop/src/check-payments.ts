import { type KGiTON, KGiTONError, TransactionNotFoundError } from '@kgiton/sdk';
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

/** How long an attempt may be in-flight, in milliseconds: three requests of 30 seconds, and the pauses between them. */
const GENERATING = 120_000;

/**
 * Asks KGiTON about every payment of an order that may have been paid without the shop's knowledge, for example because
 * the shop was down for all attempts of the webhook. Returns the order as it is then; undefined if KGiTON did not say.
 */
export async function checkPayments(order: Order, options: ChecksOptions): Promise<Order | undefined> {
  const { orders, now, log } = options;
  // A payment that is being generated is unknown to KGiTON now, and payable in a moment.
  const isGenerating = order.attempts.some(({ payment, startedAt }) => !payment && now() - startedAt < GENERATING);
  const results = await Promise.allSettled(openAttempts(order).map((attempt) => checkPayment(order, attempt, options)));
  const current = (await orders.find(order.id)) ?? order;
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const unexpected = failures.find((reason) => !(reason instanceof KGiTONError));
  if (unexpected) throw unexpected;
  for (const reason of failures) log(`status of ${order.id}: ${describeError(reason)}`);
  return current.paid || (failures.length === 0 && !isGenerating) ? current : undefined;
}

async function checkPayment(order: Order, { transactionId, payment }: Attempt, options: ChecksOptions): Promise<void> {
  const { kgiton, orders, now } = options;
  try {
    const status = await kgiton.partnerPayment.checkStatus(transactionId, { timeout: TIMEOUT, maxRetries: 0 });
    if (status.payment_status === 'paid') {
      await receivePayment({ ...status, paid_at: status.paid_at ?? new Date(now()).toISOString() }, options);
    }
    const ended = ENDED.find((value) => value === status.payment_status);
    if (ended) await orders.endAttempt(order.id, transactionId, ended);
  } catch (error) {
    // KGiTON's response to generating was lost, and so was the request: there is no such payment.
    if (payment || !(error instanceof TransactionNotFoundError)) throw error;
  }
}

/**
 * Does the same for a customer who looks at the order: every few seconds at most, however many pages are open. If KGiTON
 * does not respond, the customer sees what the shop knows.
 */
export async function checkPaymentsForPage(order: Order, options: ChecksOptions): Promise<Order> {
  const { orders, now } = options;
  const isOpen = openAttempts(order).some(({ payment }) => payment);
  if (!isOpen || !(await orders.startCheck(order.id, now(), INTERVAL))) return order;
  return (await checkPayments(order, options)) ?? (await orders.find(order.id)) ?? order;
}

/** A cancelled order has them, too: its code can be paid until it expires. */
export function openAttempts({ paid, attempts }: Order): Attempt[] {
  return paid ? [] : attempts.filter(({ ended, isDisputed }) => !ended && !isDisputed);
}
