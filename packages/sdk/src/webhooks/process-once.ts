import { type PaymentSuccessEvent, WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import type { PaymentStore } from './payment-store.js';

type Process = (event: PaymentSuccessEvent) => Promise<void>;

/** How long KGiTON waits for a delivery, in milliseconds. Work that runs longer is no longer waited for. */
const LONGEST_DELIVERY = WEBHOOK_TIMEOUT_SECONDS * 1000;

/**
 * Wraps work so that it runs once for each payment. The payment is stored after the work, not before: a crash in
 * between repeats the work, and loses no payment. An event that arrives while the work for its payment is in flight
 * waits and shares the result. Work that hangs does not block the next delivery, which runs it again.
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
