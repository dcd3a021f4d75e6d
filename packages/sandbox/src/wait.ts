/** Tells whoever waits for something that it has happened. */
export interface Events<Event> {
  notify(event: Event): void;
  /** Calls the listener with each event, until the returned function is called. */
  subscribe(listener: (event: Event) => void): () => void;
  /** Resolves with the next event that matches; with undefined when the signal aborts first. */
  next(matches: (event: Event) => boolean, signal?: AbortSignal): Promise<Event | undefined>;
}

export function createEvents<Event = void>(): Events<Event> {
  const listeners = new Set<(event: Event) => void>();
  const subscribe: Events<Event>['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    notify(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe,
    next: (matches, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve(undefined);
        const end = (event?: Event) => {
          unsubscribe();
          signal?.removeEventListener('abort', onAbort);
          resolve(event);
        };
        const onAbort = () => end();
        const unsubscribe = subscribe((event) => matches(event) && end(event));
        signal?.addEventListener('abort', onAbort);
      }),
  };
}

export interface Limits {
  /** Real milliseconds that the action may take. */
  milliseconds: number;
  /** Why the signal aborts when they are over. */
  reason?: unknown;
  /** Signals that end it before. */
  signals?: readonly AbortSignal[];
}

/**
 * Runs an action with a signal that aborts when its time is over, or with one of `signals`.
 *
 * Not `AbortSignal.any` and `AbortSignal.timeout`: their timers let the process exit, although whoever waits may have
 * nothing else that keeps it alive, and a signal that only listeners hold can be collected as garbage before it aborts.
 */
export async function withinLimits<Result>(
  { milliseconds, reason, signals = [] }: Limits,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), milliseconds);
  const endings = signals.map((signal) => ({ signal, onAbort: () => controller.abort(signal.reason) }));
  for (const { signal, onAbort } of endings) {
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  }
  try {
    return await action(controller.signal);
  } finally {
    clearTimeout(timer);
    for (const { signal, onAbort } of endings) signal.removeEventListener('abort', onAbort);
  }
}

/** What a promise resolves with; undefined if it has not after real milliseconds. */
export function inTime<Result>(milliseconds: number, promise: Promise<Result>): Promise<Result | undefined> {
  return withinLimits({ milliseconds }, (signal) => Promise.race([promise, waitUntil([signal]).then(() => undefined)]));
}

/** Rejects with the reason of a signal when it aborts. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Resolves when one of the signals aborts, or after real milliseconds. */
export function waitUntil(signals: readonly AbortSignal[], milliseconds?: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = milliseconds === undefined ? undefined : setTimeout(end, milliseconds);
    for (const signal of signals) {
      if (signal.aborted) return end();
      signal.addEventListener('abort', end);
    }
  });
}
