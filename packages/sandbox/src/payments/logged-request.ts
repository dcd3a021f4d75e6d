import type { FieldError } from '@kgiton/contract';
import type { RequestFault } from '../faults.js';

/** A request to the API with its response. */
export interface LoggedRequest {
  /** The request id of the response. */
  id: string;
  /** By the clock of its account: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  apiKey: string | undefined;
  method: string;
  /** Without its query; its first 200 characters. */
  path: string;
  /** The transaction that the request names, if it names one. */
  transactionId?: string | undefined;
  /** The body that was sent, its first 4,096 bytes. */
  body: string;
  /** Undefined if a fault kept the response from being sent. */
  status: number | undefined;
  /** The fault that was set for it. */
  fault?: RequestFault | undefined;
  /** The error code of the response, if it was an error. */
  code?: string | undefined;
  /** What was wrong with the request, property by property. */
  errors: readonly FieldError[];
  /** What was ignored, in words. */
  warnings: readonly string[];
}
