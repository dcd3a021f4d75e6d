import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Delay } from './hosted.js';

/** A number of events in a time. */
export interface Limit {
  name: string;
  /** How many events. */
  points: number;
  /** In how many real seconds. */
  duration: number;
}

/** Counts events by a key. */
export interface Limiter {
  /** Counts an event. Resolves with how long to wait if there were too many. */
  take(key: string): Promise<Delay | undefined>;
  /** Takes an event back. */
  giveBack(key: string): Promise<void>;
}

export interface LimiterOptions {
  onLimited(limit: string): void;
  onError(error: unknown): void;
}

/** Each process counts for itself: with several, as many times the limit get through. */
export function createLimiter({ name, points, duration }: Limit, { onLimited, onError }: LimiterOptions): Limiter {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return undefined;
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        onLimited(name);
        return { seconds: Math.max(Math.ceil(reason.msBeforeNext / 1000), 1) };
      }
    },
    async giveBack(key) {
      await limiter.reward(key).catch(onError);
    },
  };
}
