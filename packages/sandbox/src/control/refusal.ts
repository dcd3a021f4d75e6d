import type { FieldError } from '@kgiton/contract';
import type { ErrorCode } from './generated/schemas.js';

/** Ends a request to the control API with an error response. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: ErrorCode, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}
