import { createWebhookHandler } from '@kgiton/sdk/webhooks';

export const dynamic = 'force-dynamic';

const paid: string[] = [];

export const POST = createWebhookHandler({
  secret: 'whsec_test_kgiton',
  onPaymentSuccess: ({ transaction_id }) => paid.push(transaction_id),
});

export function GET(): Response {
  return Response.json({ paid });
}
