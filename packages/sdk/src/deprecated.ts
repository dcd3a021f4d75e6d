// What version 1.0.0 of KGiTON's Node SDK exported under other names. A bundler drops what is not used of it.
import { InsufficientTokensError, LicenseError } from './errors.js';
import { KGiTON } from './kgiton.js';
import type { KGiTONOptions } from './options.js';

/** @deprecated It is {@link KGiTONOptions} now. */
export type KGiTONConfig = KGiTONOptions;

/** @deprecated Write `new KGiTON(options)`. */
export function createKGiTON(options?: KGiTONOptions): KGiTON {
  return new KGiTON(options);
}

/** @deprecated It is {@link InsufficientTokensError} now. */
export { InsufficientTokensError as InsufficientTokenError };

/** @deprecated It is a {@link LicenseError} with `statusCode` 403 now: `LICENSE_EXPIRED`. */
export class AuthorizationError extends LicenseError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof LicenseError && value.statusCode === 403;
  }
}

/** @deprecated It is a {@link LicenseError} with `statusCode` 404 now: `INVALID_LICENSE`. */
export class NotFoundError extends LicenseError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof LicenseError && value.statusCode === 404;
  }
}
