/** Tells that something has changed, to whoever waits for it. */
export interface Changes {
  /** Something has changed. */
  notify(): void;
  /** Resolves at the next change, or when the signal aborts. */
  next(signal?: AbortSignal): Promise<void>;
}

export function createChanges(): Changes {
  let waiting: (() => void)[] = [];
  return {
    notify() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next: (signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => {
          waiting = waiting.filter((other) => other !== wake);
          resolve();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(wake);
      }),
  };
}
