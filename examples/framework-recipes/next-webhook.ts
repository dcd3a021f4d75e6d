import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { receivePayment } from './orders.js';

// It reads the raw body itself. Exclude this path in middleware that asks for a login.
export const POST = createWebhookHandler({ onPaymentSuccess: receivePayment });
