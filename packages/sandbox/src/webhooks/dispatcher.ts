import { WEBHOOK_RETRY_MINUTES } from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import type { WebhookFault } from '../faults.js';
import type { Payment } from '../payments/payment.js';
import { createEvents, rejectOnAbort, withinLimits } from '../wait.js';
import type { Delivery, DeliveryAttempt } from './delivery.js';
import { effectsOf, type FaultEffects } from './faults.js';
import { messageOf } from './payload.js';
import { isAcknowledged, postWebhook, type Send } from './send.js';

/** Delivers webhooks. */
export interface Dispatcher {
  /** Every delivery, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Whether the webhook of a payment was sent at least once, even if the receiver has not responded yet. */
  isSent(paymentId: string): boolean;
  /**
   * Starts to deliver the event of a paid payment. Does nothing without a `webhook_url`. Resolves when the first attempt
   * has ended, if it is made now.
   */
  enqueue(payment: Payment, fault?: WebhookFault): Promise<void>;
  /** Delivers once more, now: the same bytes, independent of the schedule. */
  redeliver(id: string): Promise<Delivery | undefined>;
  /** Resolves when the attempts that are in flight now, of an API key or at all, have ended. */
  settled(apiKey?: string): Promise<void>;
  /** Resolves with a delivery that matches, as soon as there is one; with undefined when the signal aborts first. */
  next(matches: (delivery: Delivery) => boolean, signal: AbortSignal): Promise<Delivery | undefined>;
  /** Removes the delivery of a payment. */
  forget(paymentId: string): void;
  /** Removes the deliveries of an API key, or all, and aborts their attempts. */
  reset(apiKey?: string): void;
  /** Gives the attempts in flight a second to end, then aborts them. Afterwards, nothing is sent any more. */
  close(): Promise<void>;
}

export interface DispatcherOptions {
  clocks: Clocks;
  secret: string;
  send: Send;
  /** Called after every attempt, with its number from 1. */
  onAttempt(delivery: Delivery, attempt: DeliveryAttempt, number: number): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** A delivery with its place in the schedule. */
interface Job {
  delivery: Delivery & { attempts: DeliveryAttempt[] };
  effects: FaultEffects;
  /** How many attempts the schedule has made. */
  rounds: number;
  isSent: boolean;
  /** Takes the next attempt off the schedule. */
  cancel?: (() => void) | undefined;
}

/** Attempts that are in flight. */
interface Flight {
  apiKey: string;
  controller: AbortController;
  end: Promise<void>;
}

/** Real milliseconds that attempts in flight have to end when the sandbox closes. */
const CLOSING_TIME = 1_000;

export function createDispatcher({ clocks, secret, send, onAttempt, onError }: DispatcherOptions): Dispatcher {
  // The store decides how many are kept, together with their payments.
  const jobs = new Map<string, Job>();
  const flights = new Set<Flight>();
  const changes = createEvents<Delivery>();
  let isClosed = false;

  /** Starts attempts of an API key. Never rejects. */
  function fly(apiKey: string, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const end = run(controller.signal)
      .catch(onError)
      .finally(() => flights.delete(flight));
    const flight: Flight = { apiKey, controller, end };
    flights.add(flight);
    return end;
  }

  function flightsOf(apiKey: string | undefined): Flight[] {
    return [...flights].filter((flight) => apiKey === undefined || flight.apiKey === apiKey);
  }

  async function settled(apiKey?: string): Promise<void> {
    await Promise.all(flightsOf(apiKey).map(({ end }) => end));
  }

  /** Sends a webhook, or copies of it at the same moment. It is delivered once all of them have ended. */
  async function attempt(job: Job, reason: DeliveryAttempt['reason'], signal: AbortSignal, copies = 1): Promise<void> {
    const { delivery, effects } = job;
    const at = clocks.now(delivery.apiKey);
    job.isSent = true;
    const sending = Array.from({ length: copies }, () =>
      postWebhook(delivery, send, { signal, slowness: effects.slowness }),
    );
    const made = (await Promise.all(sending)).map((acknowledgement) => ({ at, reason, ...acknowledgement }));
    if (signal.aborted) return;
    delivery.attempts.push(...made);
    if (made.some(isAcknowledged)) {
      delivery.state = 'delivered';
      unschedule(job);
    }
    const before = delivery.attempts.length - made.length;
    for (const [index, one] of made.entries()) onAttempt(delivery, one, before + index + 1);
    changes.notify(delivery);
  }

  /** Makes the attempt that was scheduled for `due`, and schedules the next. */
  function makeRound(job: Job, due: number): Promise<void> {
    const { delivery, effects } = job;
    unschedule(job);
    return fly(delivery.apiKey, async (signal) => {
      await attempt(job, 'schedule', signal, effects.copies);
      const minutes = WEBHOOK_RETRY_MINUTES[job.rounds++];
      if (delivery.state !== 'pending' || jobs.get(delivery.id) !== job) return;
      if (minutes === undefined) {
        delivery.state = 'failed';
        changes.notify(delivery);
      }
      // From the scheduled moment: the duration of an attempt does not delay the next.
      else schedule(job, due + minutes * 60_000);
    });
  }

  function schedule(job: Job, due: number): void {
    if (isClosed) return;
    job.delivery.nextAttemptAt = due;
    job.cancel = clocks.of(job.delivery.apiKey).at(due, () => makeRound(job, due));
  }

  function unschedule(job: Job): void {
    job.delivery.nextAttemptAt = undefined;
    job.cancel?.();
    job.cancel = undefined;
  }

  function remove(job: Job): void {
    unschedule(job);
    jobs.delete(job.delivery.id);
  }

  return {
    get deliveries() {
      return Array.from(jobs.values(), ({ delivery }) => delivery);
    },
    isSent: (paymentId) => jobs.get(deliveryId(paymentId))?.isSent ?? false,
    async enqueue(payment, fault) {
      const { apiKey, paymentId, transactionId, request } = payment;
      if (!request.webhook_url || isClosed) return;
      // From now on the account has its own clock, which calls back.
      const now = clocks.of(apiKey).now();
      const effects = effectsOf(fault);
      const message = messageOf(payment, payment.paidAt ?? now, effects.signingSecret(secret));
      const delivery: Job['delivery'] = {
        id: deliveryId(paymentId),
        paymentId,
        transactionId,
        apiKey,
        url: request.webhook_url,
        ...effects.alter(message, request.amount),
        state: effects.isWithheld ? 'withheld' : 'pending',
        ...(fault && { fault }),
        attempts: [],
      };
      const job: Job = { delivery, effects, rounds: 0, isSent: false };
      jobs.set(delivery.id, job);
      changes.notify(delivery);
      if (effects.isWithheld) return;
      if (effects.delay === undefined) await makeRound(job, now);
      else schedule(job, now + effects.delay);
    },
    async redeliver(id) {
      const job = jobs.get(id);
      if (job) await fly(job.delivery.apiKey, (signal) => attempt(job, 'redelivery', signal));
      return job?.delivery;
    },
    settled,
    async next(matches, signal) {
      for (const { delivery } of jobs.values()) if (matches(delivery)) return delivery;
      return changes.next(matches, signal);
    },
    forget(paymentId) {
      const job = jobs.get(deliveryId(paymentId));
      if (job) remove(job);
    },
    reset(apiKey) {
      for (const job of jobs.values()) if (apiKey === undefined || job.delivery.apiKey === apiKey) remove(job);
      for (const { controller } of flightsOf(apiKey)) controller.abort();
    },
    async close() {
      const limits = { milliseconds: CLOSING_TIME };
      await withinLimits(limits, (signal) => Promise.race([settled(), rejectOnAbort(signal)])).catch(() => {});
      isClosed = true;
      for (const job of jobs.values()) unschedule(job);
      for (const { controller } of flights) controller.abort();
      await settled();
    },
  };
}

/** A payment is paid once, so it has one delivery. */
function deliveryId(paymentId: string): string {
  return paymentId.replace(/^PAY-/, 'dlv_');
}
