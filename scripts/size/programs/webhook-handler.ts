import { createWebhookHandler } from '@kgiton/sdk/webhooks';

export const POST = createWebhookHandler({
  onPaymentSuccess: (event) => console.log(event.payment_id, event.amount),
});
