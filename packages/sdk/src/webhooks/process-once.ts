import { type PaymentSuccessEvent, WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import type { PaymentStore } from './payment-store.js';

type Process = (event: PaymentSuccessEvent) => Promise<void>;

/** Milliseconds after which KGiTON gives a delivery up: whoever is at work for longer is waited for no more. */
const LONGEST_DELIVERY = WEBHOOK_TIMEOUT_SECONDS * 1000;

/**
 * Makes work that is done once for each payment. It is remembered after it was done, not before: a crash between them
 * repeats a payment and loses none. An event that comes while its payment is at work waits, and shares the result; but
 * work that hangs does not hold up the next delivery, which does it afresh.
 */
export function processOnce(store: PaymentStore, work: (event: PaymentSuccessEvent) => unknown): Process {
  const running = new Map<string, { since: number; done: Promise<void> }>();

  async function process(event: PaymentSuccessEvent): Promise<void> {
    if (await store.has(event.payment_id)) return;
    await work(event);
    await store.add(event.payment_id);
  }

  return async (event) => {
    const id = event.payment_id;
    let run = running.get(id);
    if (!run || Date.now() - run.since >= LONGEST_DELIVERY) {
      run = { since: Date.now(), done: process(event) };
      running.set(id, run);
    }
    try {
      await run.done;
    } finally {
      if (running.get(id) === run) running.delete(id);
    }
  };
}
