import type { Clock } from './clock.js';

/** The callbacks for each signal. They share one listener: Node.js warns about more than ten on a signal. */
const waiting = new WeakMap<EventTarget, Set<() => void>>();

function wake({ target }: Event): void {
  for (const callback of waiting.get(target as EventTarget) ?? []) callback();
}

/** Calls back when the signal aborts. The returned function cancels the call. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? new Set();
  waiting.set(signal, callbacks.add(callback));
  // Adding the same listener twice has no effect.
  signal.addEventListener('abort', wake);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) signal.removeEventListener('abort', wake);
  };
}

/**
 * A promise that is settled by whichever comes first: `start`, the callback that `start` returns when the time is up,
 * or the signal when it aborts. It then releases the clock and the signal.
 */
export function timed<T>(
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal | undefined,
  start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => () => void,
): Promise<T> {
  let release = () => {};
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    const cancel = clock.after(milliseconds, start(resolve, reject));
    const ignore = signal && onAbort(signal, abort);
    // A logger or a fetch may have aborted it since the last check.
    if (signal?.aborted) abort();
    release = () => {
      cancel();
      ignore?.();
    };
  }).finally(release);
}

/** Waits this many milliseconds, or rejects with the reason of the signal as soon as it aborts. */
export function sleep(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return timed<void>(milliseconds, clock, signal, (resolve) => resolve);
}

/**
 * Does the work, at most for `timeout` milliseconds. Rejects with the platform's `TimeoutError`, as
 * `AbortSignal.timeout()` does, or with the reason of `signal` if it aborts. Both abort the signal that the work
 * receives, and reject immediately, whether or not the work reacts.
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
