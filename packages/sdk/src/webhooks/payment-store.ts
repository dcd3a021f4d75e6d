/**
 * Remembers which payments were processed, because a webhook can come more than once. A `Set` is one; one over your
 * database survives a restart and serves several processes.
 */
export interface PaymentStore {
  /** Whether the payment was processed. */
  has(paymentId: string): boolean | Promise<boolean>;
  /** Remembers that the payment was processed. What it gives is ignored. */
  add(paymentId: string): unknown;
}

/** More than KGiTON can still be trying to deliver to one process within the 81 minutes of its five attempts. */
const CAPACITY = 10_000;

/** The last 10,000 payments, in memory. */
export function createMemoryStore(): PaymentStore {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > CAPACITY && oldest !== undefined) ids.delete(oldest);
    },
  };
}
