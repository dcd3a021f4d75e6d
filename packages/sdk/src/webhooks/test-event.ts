import { type PaymentSuccessEvent, TEST_WEBHOOK_SECRET, webhookExamples } from '@kgiton/contract';
import { sign } from './sign.js';

/**
 * Creates an event as KGiTON sends it, for tests of your handler: sign `JSON.stringify(event)` with {@link sign}. Each
 * event has its own `payment_id` and was paid just now, unless `overrides` sets them.
 *
 * @param secret the key of the event's deprecated `signature` property
 * @default secret the published test secret `whsec_test_kgiton`
 */
export function createTestEvent(
  overrides: Partial<PaymentSuccessEvent> = {},
  secret: string = TEST_WEBHOOK_SECRET,
): PaymentSuccessEvent {
  const { signature: _, ...example } = webhookExamples['payment.success'].QRIS;
  const { signature, ...properties } = overrides;
  const event = {
    ...example,
    payment_id: `PAY-TEST-${crypto.randomUUID()}`,
    paid_at: new Date().toISOString(),
    ...properties,
  };
  return { ...event, signature: signature ?? sign(JSON.stringify(event), secret) };
}
