/** A store rejects with it while its state cannot be reached. Whether the operation took effect is unknown. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError' as const;
}

/** By its name: a store may have been loaded as the other module format, with a class of its own. */
export function isStoreUnavailable(error: unknown): error is StoreUnavailableError {
  return error instanceof Error && error.name === 'StoreUnavailableError';
}
