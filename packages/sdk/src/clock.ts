/** Time and chance, as retries and timeouts see them. Replaceable, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls back once after so many milliseconds; the function returned prevents it. */
  after(milliseconds: number, callback: () => void): () => void;
  /** A number from 0 up to 1, without 1. */
  random(): number;
}

/** Real time and real chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
