/** How much the store keeps of an account. The oldest is dropped first. */
export const MOST = { payments: 10_000, requests: 1_000, licenses: 1_000, faults: 10_000 };

/** How many attempts of a delivery are kept. */
export const MOST_ATTEMPTS = 100;

const MIB = 2 ** 20;

/** How many bytes of it: `payments` with their webhooks, `licenses` that were added. */
export const MOST_BYTES = { payments: 64 * MIB, requests: 8 * MIB, licenses: MIB, faults: 4 * MIB };
