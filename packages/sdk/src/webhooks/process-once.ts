import type { PaymentSuccessEvent } from '@kgiton/contract';
import type { PaymentStore } from './payment-store.js';

type Process = (event: PaymentSuccessEvent) => Promise<void>;

/**
 * Makes work that is done once for each payment. It is remembered after it was done, not before: a crash between them
 * repeats a payment and loses none. An event that comes while its payment is at work waits, and shares the result.
 */
export function processOnce(store: PaymentStore, work: (event: PaymentSuccessEvent) => unknown): Process {
  const running = new Map<string, Promise<void>>();

  async function process(event: PaymentSuccessEvent): Promise<void> {
    if (await store.has(event.payment_id)) return;
    await work(event);
    await store.add(event.payment_id);
  }

  return (event) => {
    const id = event.payment_id;
    const run = running.get(id) ?? process(event).finally(() => running.delete(id));
    running.set(id, run);
    return run;
  };
}
