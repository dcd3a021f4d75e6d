import { UnexpectedResponseError } from '@kgiton/client';
import { type ErrorCode, type FieldError, REQUEST_ID_HEADER } from '@kgiton/contract';
import type { Clock } from './clock.js';
import { type ErrorType, errorTypes } from './error-types.js';
import { type ErrorDetails, KGiTONError, NetworkError, RateLimitError, ServerError, TimeoutError } from './errors.js';
import { type NetworkFailure, networkFailure } from './network-failure.js';
import { type Redact, safeCause } from './redact.js';
import { retryAfter } from './retry.js';

/** What is known when an attempt fails. */
export interface Attempt {
  /** Whether the request changes nothing, so that its outcome is never unknown. */
  isSafe: boolean;
  /** Whether an earlier attempt may have created the payment. */
  mayExist: boolean;
  clock: Clock;
  redact: Redact;
}

/** The error for an error response, whether its code comes from the contract, a newer contract or the SDK. */
export function errorFromResponse(
  { ok, status, headers }: Response,
  // The client has checked only the code.
  { code, message, errors }: { code: string; message?: unknown; errors?: unknown },
  attempt: Attempt,
): KGiTONError {
  const { mayExist, clock, redact } = attempt;
  const known = Object.hasOwn(errorTypes, code) && errorTypes[code as ErrorCode];
  const unknown = status === 429 ? RateLimitError : status >= 500 ? ServerError : KGiTONError;
  const fields = [errors as FieldError[]].flat().filter((field) => isString(field?.path) && isString(field.message));
  const [first] = fields;
  const text = isString(message) ? message : code;
  const requestId = headers.get(REQUEST_ID_HEADER);
  return create(
    known || unknown,
    first && !mentions(text, first) ? `${text} ${first.path}: ${first.message}` : text,
    attempt,
    {
      code: redact(code),
      errors: first && fields.map((field) => ({ path: redact(field.path), message: redact(field.message) })),
      statusCode: status,
      requestId: requestId ? redact(requestId) : undefined,
      retryAfter: retryAfter(headers, clock),
      // By the contract a rejection is final, except 401, which KGiTON checks before it looks for an earlier payment.
      // A documented 5xx took nothing itself, but an earlier attempt may still be in flight.
      outcomeUnknown: known ? mayExist && (status === 401 || status >= 500) : mayExist || ok || status >= 500,
    },
  );
}

/** The error for a response that violates the contract, a timeout, or no response at all. */
export function errorFromException(exception: unknown, attempt: Attempt): KGiTONError {
  if (exception instanceof UnexpectedResponseError) {
    return errorFromResponse(exception.response, { code: 'UNEXPECTED_RESPONSE', message: exception.message }, attempt);
  }
  const { mayExist, redact } = attempt;
  let failure: Partial<NetworkFailure> = {};
  let cause: unknown;
  try {
    failure = networkFailure(exception);
    cause = safeCause(exception, redact);
  } catch {
    // What the given fetch threw cannot be inspected: its causes form a cycle, or a getter throws.
  }
  const isTimeout = (exception as Error | undefined)?.name === 'TimeoutError';
  return create(isTimeout ? TimeoutError : NetworkError, `No complete response: ${failure.reason ?? '?'}.`, attempt, {
    code: isTimeout ? 'TIMEOUT_ERROR' : 'NETWORK_ERROR',
    cause,
    outcomeUnknown: mayExist || !failure.isUnsent,
  });
}

function create(type: ErrorType, message: string, { isSafe, redact }: Attempt, details: ErrorDetails): KGiTONError {
  const outcomeUnknown = !isSafe && details.outcomeUnknown;
  const advice = outcomeUnknown
    ? ' The outcome is unknown: call again with the same transaction id, or ask with checkStatus.'
    : '';
  return new type(redact(message) + advice, { ...details, outcomeUnknown });
}

/** Whether a message already names the wrong property and what is wrong with it. */
function mentions(text: string, { path, message }: FieldError): boolean {
  return text.includes(message) && text.includes(path.slice(path.lastIndexOf('/') + 1));
}

const isString = (value: unknown): value is string => typeof value === 'string';
