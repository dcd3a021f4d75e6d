import { UnexpectedResponseError } from '@kgiton/client';
import { type ErrorCode, type ErrorResponse, REQUEST_ID_HEADER } from '@kgiton/contract';
import type { Clock } from './clock.js';
import { type ErrorType, errorTypes } from './error-types.js';
import { type ErrorDetails, KGiTONError, NetworkError, RateLimitError, ServerError, TimeoutError } from './errors.js';
import { type Redact, safeCause } from './redact.js';
import { retryAfter } from './retry.js';

/** What is known when an attempt fails. */
export interface Attempt {
  /** Whether an earlier attempt may have created the payment. */
  mayExist: boolean;
  clock: Clock;
  redact: Redact;
}

/** The error of an error answer, be its code one of the contract, of a newer one, or of the SDK. */
export function errorOfAnswer(
  response: Response,
  { code, message, errors }: Pick<ErrorResponse, 'message' | 'errors'> & Pick<ErrorDetails, 'code'>,
  { mayExist, clock, redact }: Attempt,
): KGiTONError {
  const { ok, status, headers } = response;
  const known = Object.hasOwn(errorTypes, code) && errorTypes[code as ErrorCode];
  const unknown = status === 429 ? RateLimitError : status >= 500 ? ServerError : KGiTONError;
  return create(known || unknown, message ?? code, redact, {
    code,
    errors: errors?.map?.((error) => ({ path: redact(error?.path), message: redact(error?.message) })),
    statusCode: status,
    requestId: headers.get(REQUEST_ID_HEADER) ?? undefined,
    retryAfter: retryAfter(headers, clock),
    // By the contract a refusal settles the matter, but for 401, which comes before KGiTON looks for an earlier payment;
    // and its 5xx took nothing, though an earlier attempt may still run.
    outcomeUnknown: known ? mayExist && (status === 401 || status >= 500) : mayExist || ok || status >= 500,
  });
}

/** The error of an answer that is not of the contract, of none in time, or of none at all. */
export function errorOfException(exception: unknown, attempt: Attempt): KGiTONError {
  const { mayExist, redact } = attempt;
  if (exception instanceof UnexpectedResponseError) {
    return errorOfAnswer(exception.response, { code: 'UNEXPECTED_RESPONSE', message: exception.message }, attempt);
  }
  let reason = '?';
  let cause: unknown;
  try {
    reason = String(describe(exception) ?? exception);
    cause = safeCause(exception, redact);
  } catch {
    // What the given fetch threw cannot even be looked at: causes in a circle, a getter that throws.
  }
  const isTimeout = (exception as Error | undefined)?.name === 'TimeoutError';
  return create(isTimeout ? TimeoutError : NetworkError, `No whole answer: ${reason}.`, redact, {
    code: isTimeout ? 'TIMEOUT_ERROR' : 'NETWORK_ERROR',
    cause,
    outcomeUnknown: mayExist || !NEVER_SENT.test(reason),
  });
}

/** Failures to connect, as Node.js, Bun and Deno word them: the request cannot have reached anybody. */
const NEVER_SENT = /^(connect |getaddrinfo |ECONNREFUSED)|: client error \(Connect\): /i;

function create(type: ErrorType, message: string, redact: Redact, details: ErrorDetails): KGiTONError {
  const advice = details.outcomeUnknown
    ? ' The outcome is unknown: call again with the same transaction id to find out.'
    : '';
  return new type(redact(message) + advice, details);
}

/** What the innermost cause says: `fetch` itself says only that it failed. */
function describe(exception: unknown): unknown {
  const { cause, message, code } = Object(exception);
  return (cause && describe(cause)) || message || code;
}
