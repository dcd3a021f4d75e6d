import { type ErrorCode, type ErrorResponse, errorCatalogue, type FieldError } from '@kgiton/contract';
import { errorCatalogue as controlErrors } from '../control/generated/errors.js';
import type { ErrorResponse as ControlErrorResponse } from '../control/generated/schemas.js';
import { isStoreUnavailable } from '../store/store-unavailable-error.js';
import { errorExample } from './prefer.js';

/** How a connection ends without a response: closed as usual, or reset. */
export type Cut = 'closed' | 'reset';

/** A response of an operation, with what the request log says of it. */
export interface Outcome {
  status: number;
  /** JSON, unless `headers` say otherwise. */
  body: string;
  /** Headers of this response alone. */
  headers?: Readonly<Record<string, string>>;
  /** How the connection ends instead of the response. */
  cut?: Cut;
  code?: string | undefined;
  errors?: readonly FieldError[] | undefined;
  /** What was ignored, in words. */
  warnings?: readonly string[];
}

/** The documented error, with what is wrong in this request. */
export function refusal(code: ErrorCode, errors?: readonly FieldError[]): Outcome {
  const { errors: _, ...body } = errorExample(code).body as ErrorResponse;
  // The documented message is about the amount of the example.
  const amount = code === 'INVALID_AMOUNT' && errors?.find(({ path }) => path === '/amount');
  if (amount) body.message = `amount ${amount.message}.`;
  const text = JSON.stringify(errors ? { ...body, errors } : body);
  return { status: errorCatalogue[code].status, body: text, code, errors };
}

/** What a response says while the store is unavailable. */
export const STORE_UNAVAILABLE = {
  success: false,
  code: 'NOT_READY',
  message: 'The state of the sandbox cannot be reached. Whether the request took effect is unknown; send it again.',
} as const satisfies ControlErrorResponse;

/**
 * The response to an unexpected error. `INTERNAL_ERROR` says that no token was taken, which nobody knows while the store is
 * unavailable.
 */
export function failure(error: unknown): Outcome {
  if (!isStoreUnavailable(error)) return refusal('INTERNAL_ERROR');
  return {
    status: controlErrors.NOT_READY.status,
    code: STORE_UNAVAILABLE.code,
    body: JSON.stringify(STORE_UNAVAILABLE),
  };
}
