// Receives webhooks from KGiTON. Install @kgiton/sdk, then run: npx tsx webhook-handler.mts
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.
import { createServer } from 'node:http';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';

const secret = process.env.KGITON_WEBHOOK_SECRET;
if (!secret) {
  console.error('Set KGITON_WEBHOOK_SECRET.');
  process.exit(1);
}
const port = Number(process.env.PORT || 3000);

// Verifies the signature over the raw body in constant time (401 if it is wrong), and calls
// onPaymentSuccess once for each payment. Pass `store` to keep that record in your database.
const webhook = createWebhookHandler({
  secret,
  onPaymentSuccess(event) {
    // Move slow work to a queue: KGiTON waits 30 seconds for the response.
    console.log('Paid:', event.transaction_id, event.amount);
  },
});

createServer(webhook.node).listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
