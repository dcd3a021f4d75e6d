import { SandboxError } from '../payments/sandbox-error.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Courier } from '../webhooks/dispatcher.js';
import type { DeliveryFilter } from './control.js';

/** Waits for a delivery. @throws {SandboxError} `timeout`, when none comes in time, or none can come any more; it says what was tried */
export async function waitForDelivery(
  courier: Pick<Courier, 'deliveries' | 'next'>,
  { id, state = 'delivered', apiKey, timeout = 5_000 }: DeliveryFilter = {},
): Promise<Delivery> {
  const isMine = (delivery: Delivery) =>
    (id === undefined || delivery.paymentId === id || delivery.transactionId === id) &&
    (apiKey === undefined || delivery.apiKey === apiKey);
  // Of one payment there is one webhook: when it has failed, or is withheld, nothing comes any more.
  const isOver = (delivery: Delivery) =>
    id !== undefined && state === 'delivered' && ['failed', 'withheld'].includes(delivery.state);
  const given = new AbortController();
  const begun = Date.now();
  // A timer that keeps the process alive: a script that waits here may have nothing else that does.
  const timer = setTimeout(() => given.abort(), timeout);
  const isAsked = (delivery: Delivery) => isMine(delivery) && (delivery.state === state || isOver(delivery));
  const found = await courier.next(isAsked, given.signal);
  clearTimeout(timer);
  if (found?.state === state) return found;
  throw new SandboxError('timeout', noDelivery(courier.deliveries.filter(isMine), state, Date.now() - begun));
}

function noDelivery(deliveries: readonly Delivery[], state: string, waited: number): string {
  const tried = deliveries.map(({ transactionId, state, attempts }) => {
    const results = attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${transactionId} is ${state} (${results || 'no attempt yet'})`;
  });
  return `No webhook became ${state} within ${waited} ms: ${tried.join('; ') || 'none was sent; was the payment paid, and has it a webhook_url?'}`;
}
