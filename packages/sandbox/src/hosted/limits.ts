/// <reference path="./rate-limiter-memory.d.ts" />
// Alone: the others of the package load databases, of which bundlers warn.
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import type { RateLimit, RateLimiter, Store } from '../store/store.js';
import type { Delay } from './hosted.js';

/** Counts events by a key. */
export interface Limiter {
  /** Counts an event. Resolves with how long to wait if there were too many. */
  take(key: string): Promise<Delay | undefined>;
  /** Takes an event back. */
  giveBack(key: string): Promise<void>;
}

export interface LimiterOptions {
  store: Pick<Store, 'limiter'>;
  onLimited(limit: string): void;
  onError(error: unknown): void;
}

/** While the store cannot be reached, nothing is refused: what a request needs of it fails anyway. */
export function createLimiter(limit: RateLimit, { store, onLimited, onError }: LimiterOptions): Limiter {
  const { name, points, duration } = limit;
  const limiter: RateLimiter = store.limiter?.(limit) ?? new RateLimiterMemory({ keyPrefix: name, points, duration });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (reason) {
        if (typeof reason !== 'object' || reason === null || !('msBeforeNext' in reason)) return void onError(reason);
        onLimited(name);
        return { seconds: Math.max(Math.ceil(Number(reason.msBeforeNext) / 1000), 1) };
      }
    },
    async giveBack(key) {
      await limiter.reward(key).catch(onError);
    },
  };
}
