import type { OrderStore } from './orders.js';
import { formatRupiah, formatTime } from './pages/format.js';

/** A payment that KGiTON reports as paid. */
export interface PaidPayment {
  transaction_id: string;
  /** Whole rupiah. */
  amount: number;
  /** RFC 3339. */
  paid_at: string;
}

export interface ReceiptsOptions {
  orders: OrderStore;
  /** Logs a line for the shop owner. */
  log: (line: string) => void;
  /** Prints a receipt for the customer. */
  printReceipt: (receipt: string) => void;
}

/**
 * Marks the order of a payment as paid and prints its receipt. Nothing else does: the webhook and the status both end up
 * here, perhaps at the same moment, and any number of times. The store lets only the first one through.
 */
export async function receivePayment(
  { transaction_id, amount, paid_at }: PaidPayment,
  { orders, log, printReceipt }: ReceiptsOptions,
): Promise<void> {
  const order = await orders.findByTransaction(transaction_id);
  // A person must look at these. An error would not help: it would only make KGiTON send its webhook again.
  if (!order) return log(`payment: no order for transaction ${transaction_id}`);
  if (amount !== order.total) {
    const isNew = await orders.disputeAttempt(order.id, transaction_id);
    if (isNew) log(`payment: ${transaction_id} paid Rp ${amount}, expected Rp ${order.total}`);
    return;
  }

  // The payment may already count as expired in the shop. Money that arrived still counts.
  const before = await orders.markPaid(order.id, { at: paid_at, transactionId: transaction_id });
  if (!before.paid && !before.isCancelled) {
    printReceipt(`Struk ${order.id}: ${formatRupiah(amount)}, lunas ${formatTime(paid_at)}`);
  } else if (!before.paid) {
    log(`payment: ${order.id} was paid after it was cancelled; refund ${transaction_id}`);
  } else if (before.paid.transactionId !== transaction_id) {
    log(`payment: ${order.id} was paid twice; refund ${transaction_id}`);
  }
}
