export { type Fetch, type FetchInit, type FetchResponse, UnexpectedResponseError } from '@kgiton/client';
export {
  ErrorCode,
  type FieldError,
  type PartnerPaymentRequest,
  type PartnerPaymentResponse,
  PartnerPaymentType,
  type PaymentItem,
  PaymentStatus,
  type PaymentSuccessEvent,
  type QrisCode,
} from '@kgiton/contract';
export type { Clock } from './clock.js';
export {
  AuthorizationError,
  createKGiTON,
  InsufficientTokenError,
  type KGiTONConfig,
  NotFoundError,
} from './deprecated.js';
export {
  AuthenticationError,
  ConflictError,
  type ErrorDetails,
  GatewayError,
  InsufficientTokensError,
  KGiTONError,
  type KGiTONErrorCode,
  LicenseError,
  NetworkError,
  RateLimitError,
  SdkErrorCode,
  ServerError,
  TimeoutError,
  TransactionNotFoundError,
  ValidationError,
} from './errors.js';
export type { GeneratePaymentOptions, PaymentItemOptions } from './generated/options.js';
export { KGiTON, KGiTON as default } from './kgiton.js';
export type { Logger, LogLevel } from './logger.js';
export type { KGiTONOptions, RequestOptions } from './options.js';
export type {
  CheckoutPagePaymentResponse,
  PartnerPayment,
  PaymentOf,
  QrisPaymentResponse,
} from './partner-payment.js';
export type { PaymentStatusResponse } from './payment-status.js';
export type { ResponsePromise, WithResponse } from './response-promise.js';
export type { WaitForPaymentOptions } from './wait-for-payment.js';
export type { SignatureHeader, WebhookSecret, WebhookSignatureReason } from './webhooks/verify-webhook.js';
export { WebhookSignatureError } from './webhooks/webhook-signature-error.js';
