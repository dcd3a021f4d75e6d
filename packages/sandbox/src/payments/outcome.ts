import { type ErrorCode, type ErrorResponse, errorCatalogue, type FieldError } from '@kgiton/contract';
import { errorExample } from './prefer.js';

/** A response of an operation, with what the request log says of it. */
export interface Outcome {
  status: number;
  /** JSON. */
  body: string;
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
