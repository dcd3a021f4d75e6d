import type { ErrorCode, errorCatalogue, FieldError } from '@kgiton/contract';

/** The codes of errors that the SDK finds by itself, beside the codes of the contract. */
export const SdkErrorCode = {
  /** No answer came: no connection, or it was cut. */
  NETWORK_ERROR: 'NETWORK_ERROR',
  /** No complete response came within `timeout`. */
  TIMEOUT_ERROR: 'TIMEOUT_ERROR',
  /**
   * An answer came that is not of the contract: empty, cut off, not JSON, a redirect, or a payment that lacks members or
   * is of another type than was asked for. The class tells 429 and 5xx.
   */
  UNEXPECTED_RESPONSE: 'UNEXPECTED_RESPONSE',
  /** The webhook is not proven to come from KGiTON. */
  WEBHOOK_SIGNATURE_ERROR: 'WEBHOOK_SIGNATURE_ERROR',
  /** The webhook is signed, but its body is no event in JSON, or lacks members of one. */
  WEBHOOK_PAYLOAD_ERROR: 'WEBHOOK_PAYLOAD_ERROR',
} as const;

/** A code that the SDK gives by itself. */
export type SdkErrorCode = keyof typeof SdkErrorCode;

/** Every code that a {@link KGiTONError} can have today. A newer server may send codes that are not listed here. */
export type KGiTONErrorCode = ErrorCode | SdkErrorCode;

/** What a {@link KGiTONError} knows beside its message. */
export type ErrorDetails = Partial<Omit<KGiTONError, 'name' | 'message' | 'stack'>> & Pick<KGiTONError, 'code'>;

/**
 * Every error of the SDK, with two exceptions: options that cannot work are a `TypeError`, and a call that you abort
 * rejects with the reason of your signal. No member ever holds the API key, the webhook secret or a whole license key.
 */
export class KGiTONError extends Error {
  /**
   * The name of the class, which bundlers do not change, and which is the same in the copies of this package that a
   * program can load: as a module, by `require`, and of another version.
   *
   * @internal
   */
  static readonly kgitonClass: string = 'KGiTONError';
  declare readonly name: string;
  /** Why it failed, for programs. A code of a newer server that this version does not know is here as it came. */
  declare readonly code: KGiTONErrorCode | (string & {});
  /** Whether the payment may exist although the call failed. Call again with the same transaction id to find out. */
  declare readonly outcomeUnknown: boolean;
  /** The HTTP status, if an answer came. */
  declare readonly statusCode?: number | undefined;
  /** KGiTON's id of the request, for questions to support, if an answer had one. */
  declare readonly requestId?: string | undefined;
  /** The members of the request that are wrong, if the code is `VALIDATION_ERROR` or its like. */
  declare readonly errors?: readonly FieldError[] | undefined;
  /** Seconds that the server asks to wait, if it does. */
  declare readonly retryAfter?: number | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message);
    const { kgitonClass } = new.target;
    for (const [name, value] of Object.entries({ name: kgitonClass, outcomeUnknown: false, ...details })) {
      if (value !== undefined) (this as Record<string, unknown>)[name] = value;
    }
  }

  // biome-ignore-start lint/complexity/noThisInStatic: it is the class that is asked for, which may be a derived one
  /** Whether it is an error of this class, be it of this copy of the package or of another one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that somebody derives has a name of ours, but is another one.
    if (!Object.hasOwn(this, 'kgitonClass')) return super[Symbol.hasInstance](value);
    let type = Object(value).constructor;
    while (type && type.kgitonClass !== this.kgitonClass) type = Object.getPrototypeOf(type);
    return !!type;
  }
  // biome-ignore-end lint/complexity/noThisInStatic: see above
}

/** The codes that the contract gives an HTTP status. */
type ErrorCodeOf<Status extends number> = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code]['status'] extends Status ? Code : never;
}[ErrorCode];

/** 400: something in the request is wrong; `errors` names the members. Mend it, then call again. */
export class ValidationError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'ValidationError';
  declare readonly name: 'ValidationError';
  declare readonly code: ErrorCodeOf<400>;
}

/** 401: the API key is missing or not known. */
export class AuthenticationError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'AuthenticationError';
  declare readonly name: 'AuthenticationError';
  declare readonly code: ErrorCodeOf<401>;
}

/** 402: the license key has no token left. Top it up, then call again. */
export class InsufficientTokensError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'InsufficientTokensError';
  declare readonly name: 'InsufficientTokensError';
  declare readonly code: ErrorCodeOf<402>;
}

/** 403 or 404: the license key has expired, or is none of yours. */
export class LicenseError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'LicenseError';
  declare readonly name: 'LicenseError';
  declare readonly code: ErrorCodeOf<403 | 404>;
}

/** 409: the transaction id was used before, for another payment. */
export class ConflictError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'ConflictError';
  declare readonly name: 'ConflictError';
  declare readonly code: ErrorCodeOf<409>;
}

/** 429: too many requests, also after the retries. `retryAfter` says for how long, if the server does. */
export class RateLimitError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'RateLimitError';
  declare readonly name: 'RateLimitError';
}

/** 5xx: the fault is not yours. */
export class ServerError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'ServerError';
  declare readonly name: 'ServerError' | 'GatewayError';
}

/** 502 `GATEWAY_ERROR`: the payment gateway failed, also after the retries. Nothing was taken. */
export class GatewayError extends ServerError {
  /** @internal */
  static override readonly kgitonClass = 'GatewayError';
  declare readonly name: 'GatewayError';
  declare readonly code: ErrorCodeOf<502>;
}

/** No answer came. `cause` says why. */
export class NetworkError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass: string = 'NetworkError';
  declare readonly name: 'NetworkError' | 'TimeoutError';
  declare readonly code: 'NETWORK_ERROR' | 'TIMEOUT_ERROR';
}

/** No complete response came within `timeout`. */
export class TimeoutError extends NetworkError {
  /** @internal */
  static override readonly kgitonClass = 'TimeoutError';
  declare readonly name: 'TimeoutError';
  declare readonly code: 'TIMEOUT_ERROR';
}
