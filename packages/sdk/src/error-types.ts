import type { ErrorCode } from '@kgiton/contract';
import {
  AuthenticationError,
  ConflictError,
  type ErrorDetails,
  GatewayError,
  InsufficientTokensError,
  type KGiTONError,
  LicenseError,
  ServerError,
  TransactionNotFoundError,
  ValidationError,
} from './errors.js';

export type ErrorType = new (message: string, details: ErrorDetails) => KGiTONError;

/** The class for each error code of the contract. */
export const errorTypes: Record<ErrorCode, ErrorType> = {
  VALIDATION_ERROR: ValidationError,
  INVALID_PAYMENT_TYPE: ValidationError,
  INVALID_AMOUNT: ValidationError,
  AUTHENTICATION_ERROR: AuthenticationError,
  INSUFFICIENT_TOKENS: InsufficientTokensError,
  LICENSE_EXPIRED: LicenseError,
  INVALID_LICENSE: LicenseError,
  TRANSACTION_NOT_FOUND: TransactionNotFoundError,
  DUPLICATE_TRANSACTION: ConflictError,
  INTERNAL_ERROR: ServerError,
  GATEWAY_ERROR: GatewayError,
};
