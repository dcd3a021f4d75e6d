import type { Clock } from './clock.js';
import type { KGiTONError } from './errors.js';
import { networkFailure } from './network-failure.js';

/** Answers of these statuses can be otherwise a little later. */
const RETRYABLE_STATUSES = [429, 502, 503, 504];

/** Milliseconds: the longest that the first retry waits; each further one doubles it, up to {@link LONGEST_BACKOFF}. */
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 8_000;

/** Seconds: a server that asks for more is not waited for; the caller decides. */
const LONGEST_RETRY_AFTER = 60;

/** Seconds that an answer asks to wait: RFC 9110, section 10.2.3, a number or a date. */
export function retryAfter(headers: Headers, clock: Clock): number | undefined {
  const header = headers.get('retry-after') ?? '';
  const seconds = Number(header) || (Date.parse(header) - clock.now()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/**
 * Milliseconds to wait before the next attempt, or undefined if there is to be none: as long as the server asks for, else
 * exponential backoff with full jitter.
 */
export function retryDelay(error: KGiTONError, attempt: number, clock: Clock): number | undefined {
  const { statusCode, retryAfter, cause } = error;
  if (statusCode ? !RETRYABLE_STATUSES.includes(statusCode) : networkFailure(cause).isPermanent) return undefined;
  if (!retryAfter) return clock.random() * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 1));
  return retryAfter > LONGEST_RETRY_AFTER ? undefined : retryAfter * 1000;
}
