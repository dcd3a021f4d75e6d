import type { Clock } from './clock.js';
import type { KGiTONError } from './errors.js';
import { FIRST_BACKOFF, LONGEST_BACKOFF, LONGEST_RETRY_AFTER, RETRYABLE_STATUSES } from './generated/rules.js';
import { networkFailure } from './network-failure.js';

/** How long a response asks to wait, in seconds: RFC 9110, section 10.2.3, a number or a date. */
export function retryAfter(headers: Headers, clock: Clock): number | undefined {
  const header = headers.get('retry-after') ?? '';
  const seconds = Number(header) || (Date.parse(header) - clock.now()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/**
 * How long to wait before the next attempt, in milliseconds; undefined if there is none. As long as the server asks
 * for, otherwise exponential backoff with full jitter.
 */
export function retryDelay(error: KGiTONError, attempt: number, clock: Clock): number | undefined {
  const { statusCode, retryAfter, cause } = error;
  if (statusCode ? !RETRYABLE_STATUSES.includes(statusCode) : networkFailure(cause).isPermanent) return undefined;
  if (!retryAfter) return clock.random() * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 1));
  return retryAfter > LONGEST_RETRY_AFTER ? undefined : retryAfter * 1000;
}
