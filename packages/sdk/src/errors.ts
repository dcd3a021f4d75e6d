import type { ErrorCode, errorCatalogue, FieldError } from '@kgiton/contract';
import { SdkErrorCode as codes } from './generated/rules.js';

/** The codes of errors that the SDK itself detects, in addition to the codes of the contract. */
export const SdkErrorCode = codes;

/** The code of an error that the SDK itself detects. */
export type SdkErrorCode = keyof typeof SdkErrorCode;

/** Every code that a {@link KGiTONError} currently has. A newer server may send codes that are not listed here. */
export type KGiTONErrorCode = ErrorCode | SdkErrorCode;

/** The properties of a {@link KGiTONError} besides its message. */
export type ErrorDetails = Partial<Omit<KGiTONError, 'name' | 'message' | 'stack'>> & Pick<KGiTONError, 'code'>;

/**
 * The class of every error of the SDK, with two exceptions: invalid options throw a `TypeError`, and a call that you
 * abort rejects with the reason of your signal. No property ever contains the API key, the webhook secret or a whole
 * license key.
 */
export class KGiTONError extends Error {
  /**
   * The name of the class. Bundlers do not change it, and it is the same in every copy of this package that a program
   * may load: as a module, with `require`, or in another version.
   *
   * @internal
   */
  static readonly kgitonClass: string = 'KGiTONError';
  declare readonly name: string;
  /** Why it failed, for programs. An unknown code from a newer server is passed on unchanged. */
  declare readonly code: KGiTONErrorCode | (string & {});
  /**
   * Whether the payment may exist even though the call failed. To find out, call again with the same transaction id, or
   * ask with `checkStatus`. Never true for `checkStatus` and `waitForPayment`, which change nothing.
   */
  declare readonly outcomeUnknown: boolean;
  /** The HTTP status, if there was a response. */
  declare readonly statusCode?: number | undefined;
  /** KGiTON's id of the request, if a response had one. Quote it when you contact support. */
  declare readonly requestId?: string | undefined;
  /** The properties of the request that are wrong, for `VALIDATION_ERROR` and similar codes. */
  declare readonly errors?: readonly FieldError[] | undefined;
  /** How long the server asks to wait, in seconds, if it does. */
  declare readonly retryAfter?: number | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message);
    const { kgitonClass } = new.target;
    for (const [name, value] of Object.entries({ name: kgitonClass, outcomeUnknown: false, ...details })) {
      if (value !== undefined) (this as Record<string, unknown>)[name] = value;
    }
  }

  // biome-ignore-start lint/complexity/noThisInStatic: `this` is the class after instanceof, which may be a subclass
  /** Whether it is an error of this class, from this copy of the package or another one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass of a user inherits our class name, but is a different class.
    if (!Object.hasOwn(this, 'kgitonClass')) return super[Symbol.hasInstance](value);
    let type = Object(value).constructor;
    while (type && type.kgitonClass !== this.kgitonClass) type = Object.getPrototypeOf(type);
    return !!type;
  }
  // biome-ignore-end lint/complexity/noThisInStatic: see above
}

/** The codes that the contract assigns to an HTTP status. */
type ErrorCodeOf<Status extends number> = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code]['status'] extends Status ? Code : never;
}[ErrorCode];

/** 400: the request is wrong. Correct the properties that `errors` names, then call again. */
export class ValidationError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'ValidationError';
  declare readonly name: 'ValidationError';
  declare readonly code: ErrorCodeOf<400>;
}

/** 401: the API key is missing or unknown. */
export class AuthenticationError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'AuthenticationError';
  declare readonly name: 'AuthenticationError';
  declare readonly code: ErrorCodeOf<401>;
}

/** 402: the license key has no tokens left. Top it up, then call again. */
export class InsufficientTokensError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'InsufficientTokensError';
  declare readonly name: 'InsufficientTokensError';
  declare readonly code: ErrorCodeOf<402>;
}

/** 404 of a status: no payment with this transaction id was generated with this API key. */
export class TransactionNotFoundError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'TransactionNotFoundError';
  declare readonly name: 'TransactionNotFoundError';
  declare readonly code: 'TRANSACTION_NOT_FOUND';
}

/** 403 or 404: the license key has expired, or is not one of yours. */
export class LicenseError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'LicenseError';
  declare readonly name: 'LicenseError';
  declare readonly code: Exclude<ErrorCodeOf<403 | 404>, 'TRANSACTION_NOT_FOUND'>;
}

/** 409: the transaction id was already used for a different payment. */
export class ConflictError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'ConflictError';
  declare readonly name: 'ConflictError';
  declare readonly code: ErrorCodeOf<409>;
}

/** 429: too many requests, even after the retries. `retryAfter` says how long to wait, if the server does. */
export class RateLimitError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'RateLimitError';
  declare readonly name: 'RateLimitError';
}

/** 5xx: the server failed; your request is not at fault. */
export class ServerError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'ServerError';
  declare readonly name: 'ServerError' | 'GatewayError';
}

/** 502 `GATEWAY_ERROR`: the payment gateway failed, even after the retries. No token was taken. */
export class GatewayError extends ServerError {
  /** @internal */
  static override readonly kgitonClass = 'GatewayError';
  declare readonly name: 'GatewayError';
  declare readonly code: ErrorCodeOf<502>;
}

/** No response arrived. `cause` says why. */
export class NetworkError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'NetworkError';
  declare readonly name: 'NetworkError' | 'TimeoutError';
  declare readonly code: 'NETWORK_ERROR' | 'TIMEOUT_ERROR';
}

/** No complete response arrived within `timeout`. */
export class TimeoutError extends NetworkError {
  /** @internal */
  static override readonly kgitonClass = 'TimeoutError';
  declare readonly name: 'TimeoutError';
  declare readonly code: 'TIMEOUT_ERROR';
}
