import { unwrap, verifyWebhook, WebhookSignatureError } from '@kgiton/sdk/webhooks';

/** For whoever parses the body otherwise. */
export function isFromKGiTON(rawBody: string, signature: string | null, secret: string): boolean {
  return verifyWebhook(rawBody, signature, secret);
}

export async function POST(request: Request): Promise<Response> {
  try {
    const event = unwrap(await request.text(), request.headers);
    console.log(event.payment_id, event.amount);
    return new Response('OK');
  } catch (error) {
    return new Response('Refused', { status: error instanceof WebhookSignatureError ? 401 : 500 });
  }
}
