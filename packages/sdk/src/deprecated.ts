// What version 1.0.0 of KGiTON's Node SDK exported under other names. Bundlers drop what is not used.
import { InsufficientTokensError, LicenseError } from './errors.js';
import { KGiTON } from './kgiton.js';
import type { KGiTONOptions } from './options.js';

/** @deprecated Use {@link KGiTONOptions}. */
export type KGiTONConfig = KGiTONOptions;

/** @deprecated Use `new KGiTON(options)`. */
export function createKGiTON(options?: KGiTONOptions): KGiTON {
  return new KGiTON(options);
}

/** @deprecated Use {@link InsufficientTokensError}. */
export { InsufficientTokensError as InsufficientTokenError };

/** @deprecated Use {@link LicenseError} with `statusCode` 403: `LICENSE_EXPIRED`. */
export class AuthorizationError extends LicenseError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof LicenseError && value.statusCode === 403;
  }
}

/** @deprecated Use {@link LicenseError} with `statusCode` 404: `INVALID_LICENSE`. */
export class NotFoundError extends LicenseError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof LicenseError && value.statusCode === 404;
  }
}
