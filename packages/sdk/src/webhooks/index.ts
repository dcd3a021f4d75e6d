export type { PaymentSuccessEvent } from '@kgiton/contract';
export type { NodeRequest } from './incoming.js';
export type { PaymentStore } from './payment-store.js';
export type { RawBody } from './raw-body.js';
export { sign } from './sign.js';
export { createTestEvent } from './test-event.js';
export { unwrap, type WebhookHeaders } from './unwrap.js';
export {
  type SignatureHeader,
  verifyWebhook,
  type WebhookSecret,
  type WebhookSignatureReason,
} from './verify-webhook.js';
export {
  createWebhookHandler,
  type NodeResponse,
  type WebhookHandler,
  type WebhookHandlerOptions,
} from './webhook-handler.js';
export { WebhookSignatureError } from './webhook-signature-error.js';
