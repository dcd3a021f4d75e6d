/**
 * Remembers which payments were processed, because a webhook can arrive more than once. A `Set` works; a store backed
 * by your database survives restarts and serves several processes.
 */
export interface PaymentStore {
  /** Whether the payment was processed. */
  has(paymentId: string): boolean | Promise<boolean>;
  /** Remembers that the payment was processed. The return value is ignored. */
  add(paymentId: string): unknown;
}

/** More payments than KGiTON can be delivering to one process within the 81 minutes of its five attempts. */
const CAPACITY = 10_000;

/** Remembers the latest 10,000 payments, in memory. */
export function createMemoryStore(): PaymentStore {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      const [oldest = id] = ids;
      if (ids.size > CAPACITY) ids.delete(oldest);
    },
  };
}
