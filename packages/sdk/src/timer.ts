import type { Clock } from './clock.js';

/** What waits for each signal. One listener serves all: Node.js warns of more than ten on a signal. */
const waiting = new WeakMap<EventTarget, Set<() => void>>();

function wake({ target }: Event): void {
  for (const callback of waiting.get(target as EventTarget) ?? []) callback();
}

/** Calls back when the signal aborts; the function returned prevents it. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? new Set();
  waiting.set(signal, callbacks.add(callback));
  // A listener that is there already is not added again.
  signal.addEventListener('abort', wake);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) signal.removeEventListener('abort', wake);
  };
}

/**
 * A promise that `start` settles, or what `start` returns when the time is over, or the signal when it aborts: whichever
 * is first. Then it lets go of clock and signal.
 */
function timed<T>(
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => () => void,
): Promise<T> {
  let letGo = () => {};
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    const cancel = clock.after(milliseconds, start(resolve, reject));
    const ignore = signal && onAbort(signal, abort);
    // It may have been aborted by what was done since anybody looked: by a log, by a fetch.
    if (signal?.aborted) abort();
    letGo = () => {
      cancel();
      ignore?.();
    };
  }).finally(letGo);
}

/** Waits, or rejects with the reason of the signal as soon as it aborts. */
export function sleep(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return timed<void>(milliseconds, clock, signal, (resolve) => resolve);
}

/**
 * Does the work until the timeout (then it rejects with a `TimeoutError` of the platform, as `AbortSignal.timeout()` does)
 * or until `signal` aborts (then with its reason). Either aborts the signal that the work got; whether the work heeds
 * that or not, the rejection comes at once.
 */
export async function withDeadline<T>(
  timeout: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  try {
    return await timed<T>(timeout, clock, signal, (resolve, reject) => {
      work(controller.signal).then(resolve, reject);
      return () => reject(new DOMException(`timeout of ${timeout} ms`, 'TimeoutError'));
    });
  } catch (error) {
    controller.abort(error);
    throw error;
  }
}
