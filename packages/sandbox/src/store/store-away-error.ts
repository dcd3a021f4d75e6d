/** A store rejects with it while its state cannot be reached. Whether the operation took effect is unknown. */
export class StoreAwayError extends Error {
  override name = 'StoreAwayError' as const;
}

/** By its name: a store may have been loaded as the other module format, with a class of its own. */
export function isStoreAway(error: unknown): error is StoreAwayError {
  return error instanceof Error && error.name === 'StoreAwayError';
}
