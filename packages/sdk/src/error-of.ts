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
  /** Whether an earlier attempt may have created the payment. */
  mayExist: boolean;
  clock: Clock;
  redact: Redact;
}

/** The error of an error answer, be its code one of the contract, of a newer one, or of the SDK. */
export function errorOfAnswer(
  { ok, status, headers }: Response,
  // The client made sure of the code alone.
  { code, message, errors }: { code: string; message?: unknown; errors?: unknown },
  { mayExist, clock, redact }: Attempt,
): KGiTONError {
  const known = Object.hasOwn(errorTypes, code) && errorTypes[code as ErrorCode];
  const unknown = status === 429 ? RateLimitError : status >= 500 ? ServerError : KGiTONError;
  const fields = [errors as FieldError[]].flat().filter((field) => isText(field?.path) && isText(field.message));
  const [first] = fields;
  const text = isText(message) ? message : code;
  const requestId = headers.get(REQUEST_ID_HEADER);
  return create(
    known || unknown,
    first && !saysItself(text, first) ? `${text} ${first.path}: ${first.message}` : text,
    redact,
    {
      code: redact(code),
      errors: first && fields.map((field) => ({ path: redact(field.path), message: redact(field.message) })),
      statusCode: status,
      requestId: requestId ? redact(requestId) : undefined,
      retryAfter: retryAfter(headers, clock),
      // By the contract a refusal settles the matter, but for 401, which comes before KGiTON looks for an earlier payment;
      // and its 5xx took nothing, though an earlier attempt may still run.
      outcomeUnknown: known ? mayExist && (status === 401 || status >= 500) : mayExist || ok || status >= 500,
    },
  );
}

/** The error of an answer that is not of the contract, of none in time, or of none at all. */
export function errorOfException(exception: unknown, attempt: Attempt): KGiTONError {
  if (exception instanceof UnexpectedResponseError) {
    return errorOfAnswer(exception.response, { code: 'UNEXPECTED_RESPONSE', message: exception.message }, attempt);
  }
  const { mayExist, redact } = attempt;
  let failure: Partial<NetworkFailure> = {};
  let cause: unknown;
  try {
    failure = networkFailure(exception);
    cause = safeCause(exception, redact);
  } catch {
    // What the given fetch threw cannot even be looked at: causes in a circle, a getter that throws.
  }
  const isTimeout = (exception as Error | undefined)?.name === 'TimeoutError';
  return create(isTimeout ? TimeoutError : NetworkError, `No complete response: ${failure.reason ?? '?'}.`, redact, {
    code: isTimeout ? 'TIMEOUT_ERROR' : 'NETWORK_ERROR',
    cause,
    outcomeUnknown: mayExist || !failure.isUnsent,
  });
}

function create(type: ErrorType, message: string, redact: Redact, details: ErrorDetails): KGiTONError {
  const advice = details.outcomeUnknown
    ? ' The outcome is unknown: call again with the same transaction id to find out.'
    : '';
  return new type(redact(message) + advice, details);
}

/** Whether a message names the field that is wrong, and what is wrong with it. */
function saysItself(text: string, { path, message }: FieldError): boolean {
  return text.includes(message) && text.includes(path.slice(path.lastIndexOf('/') + 1));
}

const isText = (value: unknown): value is string => typeof value === 'string';
