import { WEBHOOK_RETRY_MINUTES } from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import type { Payment } from '../payments/payment.js';
import type { Delivery, DeliveryAttempt } from './delivery.js';
import { DEFAULT_DELAY_SECONDS, DEFAULT_SLOW_SECONDS, type WebhookFault } from './faults.js';
import { createUnderWay } from './in-flight.js';
import { messageOf } from './payload.js';
import { isAcknowledged, postWebhook, type Send } from './send.js';

/** Delivers webhooks. */
export interface Courier {
  /** Every delivery, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /**
   * Starts to deliver the event of a payment that was paid. Does nothing without a `webhook_url`. Gives what resolves
   * when the first attempt has come to its end, if it is made now.
   */
  announce(payment: Payment, fault?: WebhookFault): Promise<void>;
  /** Delivers once more, now: the same bytes, and apart from the schedule. */
  redeliver(id: string): Promise<Delivery | undefined>;
  /** Resolves when the attempts under way now, for an API key or at all, have come to their end. */
  settled(apiKey?: string): Promise<void>;
  /** A delivery that matches, now or as soon as there is one; none, when the signal aborts before. */
  next(matches: (delivery: Delivery) => boolean, signal: AbortSignal): Promise<Delivery | undefined>;
  /** Forgets the delivery of a payment. */
  forget(paymentId: string): void;
  /** Forgets the deliveries of an API key, or all, and gives up the attempts under way. */
  reset(apiKey?: string): void;
  /** Gives up the attempts under way. From then on nothing is sent any more. */
  close(): void;
}

export interface CourierOptions {
  clocks: Clocks;
  secret: string;
  send: Send;
  /** Told of every attempt. */
  onAttempt(delivery: Delivery, attempt: DeliveryAttempt): void;
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** A delivery with what nobody else sees of it. */
interface Job {
  delivery: Delivery & { attempts: DeliveryAttempt[] };
  /** How often the schedule has had its turn. */
  rounds: number;
  /** Takes the next attempt off the schedule. */
  cancel?: (() => void) | undefined;
}

export function createCourier({ clocks, secret, send, onAttempt, onFault }: CourierOptions): Courier {
  // Which are kept, the store decides, with their payments.
  const jobs = new Map<string, Job>();
  const underWay = createUnderWay(onFault);
  const waiting = new Set<(delivery: Delivery) => void>();
  let isClosed = false;

  function changed(delivery: Delivery): void {
    for (const look of waiting) look(delivery);
  }

  async function attempt(job: Job, reason: DeliveryAttempt['reason'], signal: AbortSignal): Promise<void> {
    const { delivery } = job;
    const at = clocks.now(delivery.apiKey);
    const slowness = delivery.fault?.kind === 'slow' ? (delivery.fault.seconds ?? DEFAULT_SLOW_SECONDS) * 1000 : 0;
    const made = { at, reason, ...(await postWebhook(delivery, send, { signal, slowness })) };
    if (signal.aborted) return;
    delivery.attempts.push(made);
    if (isAcknowledged(made)) {
      delivery.state = 'delivered';
      unschedule(job);
    }
    onAttempt(delivery, made);
    changed(delivery);
  }

  /** Makes the attempt that was scheduled for `due`, and schedules the next. */
  function makeRound(job: Job, due: number): Promise<void> {
    const { delivery } = job;
    unschedule(job);
    return underWay.start(delivery.apiKey, async (signal) => {
      const copies = delivery.fault?.kind === 'duplicate' ? 2 : 1;
      await Promise.all(Array.from({ length: copies }, () => attempt(job, 'schedule', signal)));
      const minutes = WEBHOOK_RETRY_MINUTES[job.rounds++];
      if (delivery.state !== 'pending' || jobs.get(delivery.id) !== job) return;
      if (minutes === undefined) {
        delivery.state = 'failed';
        changed(delivery);
      }
      // From the moment that was scheduled: how long an attempt takes does not move the next.
      else schedule(job, due + minutes * 60_000);
    });
  }

  function schedule(job: Job, due: number): void {
    job.delivery.nextAttemptAt = due;
    job.cancel = clocks.of(job.delivery.apiKey).at(due, () => makeRound(job, due));
  }

  function unschedule(job: Job): void {
    job.delivery.nextAttemptAt = undefined;
    job.cancel?.();
    job.cancel = undefined;
  }

  function forget(job: Job): void {
    unschedule(job);
    jobs.delete(job.delivery.id);
  }

  return {
    get deliveries() {
      return Array.from(jobs.values(), ({ delivery }) => delivery);
    },
    async announce(payment, fault) {
      const { apiKey, paymentId, transactionId, request } = payment;
      if (!request.webhook_url || isClosed) return;
      // From now on the world has a clock of its own, to be called back by.
      const now = clocks.of(apiKey).now();
      const delivery: Job['delivery'] = {
        id: deliveryId(paymentId),
        paymentId,
        transactionId,
        apiKey,
        url: request.webhook_url,
        ...messageOf(payment, payment.paidAt ?? now, secret, fault?.kind),
        state: fault?.kind === 'never' ? 'withheld' : 'pending',
        ...(fault && { fault }),
        attempts: [],
      };
      const job: Job = { delivery, rounds: 0 };
      jobs.set(delivery.id, job);
      changed(delivery);
      if (fault?.kind === 'never') return;
      if (fault?.kind === 'delayed') schedule(job, now + (fault.seconds ?? DEFAULT_DELAY_SECONDS) * 1000);
      else await makeRound(job, now);
    },
    async redeliver(id) {
      const job = jobs.get(id);
      if (job) await underWay.start(job.delivery.apiKey, (signal) => attempt(job, 'redelivery', signal));
      return job?.delivery;
    },
    settled: underWay.settled,
    async next(matches, signal) {
      for (const { delivery } of jobs.values()) if (matches(delivery)) return delivery;
      return new Promise((resolve) => {
        const end = (found?: Delivery) => {
          waiting.delete(look);
          signal.removeEventListener('abort', onAbort);
          resolve(found);
        };
        const look = (delivery: Delivery) => matches(delivery) && end(delivery);
        const onAbort = () => end();
        if (signal.aborted) return end();
        signal.addEventListener('abort', onAbort);
        waiting.add(look);
      });
    },
    forget(paymentId) {
      const job = jobs.get(deliveryId(paymentId));
      if (job) forget(job);
    },
    reset(apiKey) {
      for (const job of jobs.values()) if (apiKey === undefined || job.delivery.apiKey === apiKey) forget(job);
      underWay.abort(apiKey);
    },
    close() {
      isClosed = true;
      for (const job of jobs.values()) unschedule(job);
      underWay.abort();
    },
  };
}

/** A payment is paid once, so it has one delivery. */
function deliveryId(paymentId: string): string {
  return paymentId.replace(/^PAY-/, 'dlv_');
}
