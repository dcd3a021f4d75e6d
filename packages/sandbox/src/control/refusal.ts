import type { FieldError } from '@kgiton/contract';
import type { ErrorCode } from './generated/schemas.js';

/** What a refusal may say beside its message. */
interface Details {
  errors?: readonly FieldError[];
  /** Real seconds after which to try again. */
  retryAfter?: number;
}

/** Ends a request to the control API with an error response. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Details;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The refusal of a request that exceeds a rate limit. @param retryAfter real seconds */
export function tooManyRequests(retryAfter: number): Refusal {
  return new Refusal('RATE_LIMITED', `Too many requests; try again in ${retryAfter} s.`, { retryAfter });
}
