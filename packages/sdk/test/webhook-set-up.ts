import {
  createWebhookHandler,
  type PaymentSuccessEvent,
  sign,
  type WebhookHandlerOptions,
} from '../src/webhooks/index.js';

export const secret = 'whsec_test_kgiton';

/** A handler, with the events and errors that it passed on. */
export function setUp(options: Partial<WebhookHandlerOptions> = {}) {
  const events: PaymentSuccessEvent[] = [];
  const errors: unknown[] = [];
  const handler = createWebhookHandler({
    secret,
    onPaymentSuccess: (event) => events.push(event),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { handler, events, errors };
}

/** The webhook for an event, as KGiTON sends it. */
export function signed(event: object, key = secret): RequestInit {
  const body = JSON.stringify(event);
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, key) },
  };
}
