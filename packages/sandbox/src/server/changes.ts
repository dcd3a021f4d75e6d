/** Tells that something has changed, to whoever waits for it. */
export interface Changes {
  /** Something has changed. */
  notify(): void;
  /** Resolves at the next change, or when the signal aborts. */
  next(signal?: AbortSignal): Promise<void>;
}

export function createChanges(): Changes {
  const waiting = new Set<() => void>();
  return {
    notify() {
      for (const wake of waiting) wake();
    },
    next: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', wake);
        waiting.add(wake);
      }),
  };
}
