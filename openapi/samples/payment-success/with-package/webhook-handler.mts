// Receives webhooks from KGiTON. Install and run:
// npm install @kgiton/sdk
// npx tsx webhook-handler.mts
import { createServer } from 'node:http';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';

const port = Number(process.env.PORT ?? 3000);

// Verifies the signature over the raw body in constant time (401 if it is wrong), and calls
// onPaymentSuccess once for each payment. Pass `store` to keep that record in your database.
const webhook = createWebhookHandler({
  secret: process.env.KGITON_WEBHOOK_SECRET,
  onPaymentSuccess(event) {
    // Move slow work to a queue: KGiTON waits 30 seconds for the response.
    console.log('Paid:', event.transaction_id, event.amount);
  },
});

createServer(webhook.node).listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
