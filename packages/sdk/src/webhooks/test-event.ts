import { type PaymentSuccessEvent, TEST_WEBHOOK_SECRET, webhookExamples } from '@kgiton/contract';
import { sign } from './sign.js';

/**
 * An event as KGiTON sends it, to try your handler with: sign `JSON.stringify(event)` with {@link sign}. Each one has a
 * `payment_id` of its own and was paid now, unless `overrides` say otherwise.
 *
 * @param secret what the event's deprecated `signature` member is made with
 * @default secret the published test secret `whsec_test_kgiton`
 */
export function createTestEvent(
  overrides: Partial<PaymentSuccessEvent> = {},
  secret: string = TEST_WEBHOOK_SECRET,
): PaymentSuccessEvent {
  const { signature: _, ...example } = webhookExamples['payment.success'].QRIS;
  const { signature, ...members } = overrides;
  const event = {
    ...example,
    payment_id: `PAY-TEST-${crypto.randomUUID()}`,
    paid_at: new Date().toISOString(),
    ...members,
  };
  return { ...event, signature: signature ?? sign(JSON.stringify(event), secret) };
}
