const MIB = 2 ** 20;

/** How many bytes the store keeps of an account: `payments` with their webhooks, `licenses` that were added. */
export const MAX_BYTES = { payments: 64 * MIB, requests: 8 * MIB, licenses: MIB, faults: 4 * MIB };
