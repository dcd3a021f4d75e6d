import { createWebhookHandler, type WebhookHandler } from '@kgiton/sdk/webhooks';
import { describeError } from './describe-error.js';
import { type ReceiptsOptions, receivePayment } from './receive-payment.js';

export interface WebhookOptions extends ReceiptsOptions {
  webhookSecret: string;
}

/** Handles KGiTON's payment webhooks. The SDK verifies the signature before the handler touches an order. */
export function createPaymentWebhook({ webhookSecret, ...options }: WebhookOptions): WebhookHandler {
  return createWebhookHandler({
    secret: webhookSecret,
    // KGiTON may send a webhook more than once, and this may run again after a crash: receivePayment is idempotent.
    onPaymentSuccess: (event) => receivePayment(event, options),
    onError: (error) => options.log(`webhook: ${describeError(error)}`),
  });
}
