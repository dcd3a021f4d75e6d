import type { Changes } from '../engine/changes.js';
import { SandboxError } from '../engine/sandbox-error.js';
import type { Courier } from '../webhooks/courier.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { DeliveryFilter } from './simulation.js';

/** Waits for a delivery. @throws {SandboxError} `timeout`, when none comes in time; it says what was tried */
export async function waitForDelivery(
  courier: Pick<Courier, 'deliveries'>,
  changes: Changes,
  { id, state = 'delivered', apiKey, timeout = 5_000 }: DeliveryFilter = {},
): Promise<Delivery> {
  const ended = AbortSignal.timeout(timeout);
  for (;;) {
    const mine = courier.deliveries.filter(
      (delivery) =>
        (id === undefined || delivery.paymentId === id || delivery.transactionId === id) &&
        (apiKey === undefined || delivery.apiKey === apiKey),
    );
    const found = mine.find((delivery) => delivery.state === state);
    if (found) return found;
    if (ended.aborted) throw new SandboxError('timeout', noDelivery(mine, state, timeout));
    await changes.next(ended);
  }
}

function noDelivery(deliveries: readonly Delivery[], state: string, timeout: number): string {
  const tried = deliveries.map(({ transactionId, state, attempts }) => {
    const results = attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${transactionId} is ${state} (${results || 'no attempt yet'})`;
  });
  return `No webhook became ${state} within ${timeout} ms: ${tried.join('; ') || 'none was sent; was the payment paid, and has it a webhook_url?'}`;
}
