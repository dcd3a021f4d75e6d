import type { Clock } from './clock.js';

/** Resolves after so many milliseconds, or rejects with the reason of the signal as soon as it aborts. */
export interface Timer {
  elapsed: Promise<void>;
  /** Lets go of clock and signal. */
  cancel(): void;
}

export function startTimer(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Timer {
  let cancel = () => {};
  const elapsed = new Promise<void>((resolve, reject) => {
    const onAbort = () => reject(signal?.reason);
    const stop = clock.after(milliseconds, resolve);
    signal?.addEventListener('abort', onAbort);
    cancel = () => {
      stop();
      signal?.removeEventListener('abort', onAbort);
    };
  });
  return { elapsed, cancel };
}

/** Waits, unless the signal aborts. */
export async function sleep(milliseconds: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const timer = startTimer(milliseconds, clock, signal);
  await timer.elapsed.finally(timer.cancel);
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
  const timer = startTimer(timeout, clock, signal);
  const expired = timer.elapsed.then(() => {
    throw new DOMException(`timeout of ${timeout} ms`, 'TimeoutError');
  });
  try {
    return await Promise.race([work(controller.signal), expired]);
  } catch (error) {
    controller.abort(error);
    throw error;
  } finally {
    timer.cancel();
  }
}
