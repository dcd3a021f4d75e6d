/** How much a store keeps of one account. The oldest is dropped first. */
export const MAX_PER_ACCOUNT = { payments: 10_000, requests: 1_000, licenses: 1_000, faults: 10_000 } as const;

/** How many attempts of a delivery a store keeps: the latest ones. */
export const MAX_ATTEMPTS = 100;
