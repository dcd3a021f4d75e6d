import type { Clock } from '../engine/clock.js';
import type { Ids } from '../engine/ids.js';
import type { Payment } from '../engine/store.js';
import type { Delivery, DeliveryAttempt } from './delivery.js';
import { paymentSuccessBody, webhookHeaders } from './payment-success.js';
import { isAcknowledged, postWebhook, type Send } from './post.js';

/** Minutes from a failed attempt to the next: five attempts in all. Contract: the webhook's "Delivery". */
export const RETRY_MINUTES = [1, 5, 15, 60] as const;

/** Delivers webhooks. */
export interface Courier {
  /** Every delivery, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Starts to deliver the event of a payment that was paid. Does nothing without a `webhook_url`. */
  announce(payment: Payment): Delivery | undefined;
  /** Delivers once more, now: the same bytes. */
  redeliver(id: string): Promise<Delivery | undefined>;
  /** Resolves when no attempt is under way. */
  settled(): Promise<void>;
  /** Forgets the deliveries of an API key, or all; only then are attempts under way given up. */
  reset(apiKey?: string): void;
}

export interface CourierOptions {
  clock: Clock;
  ids: Ids;
  secret: string;
  send: Send;
  /** Told of every attempt. */
  onAttempt(delivery: Delivery, attempt: DeliveryAttempt): void;
  /** How many deliveries are kept; the oldest go first. */
  capacity: number;
}

type Draft = Omit<Delivery, 'attempts'> & { attempts: DeliveryAttempt[] };

export function createCourier({ clock, ids, secret, send, onAttempt, capacity }: CourierOptions): Courier {
  let deliveries: Draft[] = [];
  const underWay = new Map<Promise<void>, AbortController>();

  function start(delivery: Draft): Promise<void> {
    const controller = new AbortController();
    const attempt = attemptOf(delivery, controller.signal).finally(() => underWay.delete(attempt));
    underWay.set(attempt, controller);
    return attempt;
  }

  async function attemptOf(delivery: Draft, signal: AbortSignal): Promise<void> {
    delivery.nextAttemptAt = undefined;
    const at = clock.now();
    const attempt = { at, ...(await postWebhook(delivery, send, signal)) };
    delivery.attempts.push(attempt);
    if (isAcknowledged(attempt)) delivery.state = 'delivered';
    else planNext(delivery);
    onAttempt(delivery, attempt);
  }

  function planNext(delivery: Draft): void {
    const minutes = RETRY_MINUTES[delivery.attempts.length - 1];
    if (delivery.state === 'delivered') return;
    if (minutes === undefined) {
      delivery.state = 'failed';
      return;
    }
    delivery.nextAttemptAt = clock.now() + minutes * 60_000;
    clock.at(delivery.nextAttemptAt, () => {
      if (deliveries.includes(delivery) && delivery.state === 'pending') start(delivery);
    });
  }

  return {
    get deliveries() {
      return deliveries;
    },
    announce(payment) {
      const url = payment.request.webhook_url;
      if (!url) return undefined;
      const { paymentId, transactionId, paidAt = clock.now() } = payment;
      const { amount, payment_type: paymentType } = payment.request;
      const body = paymentSuccessBody({ paymentId, transactionId, amount, paymentType, paidAt }, secret);
      const delivery: Draft = {
        id: ids.delivery(),
        paymentId,
        transactionId,
        apiKey: payment.apiKey,
        url,
        body,
        headers: webhookHeaders(body, secret),
        state: 'pending',
        attempts: [],
      };
      deliveries = [...deliveries.slice(-(capacity - 1)), delivery];
      start(delivery);
      return delivery;
    },
    async redeliver(id) {
      const delivery = deliveries.find((candidate) => candidate.id === id);
      if (delivery) await start(delivery);
      return delivery;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.keys());
    },
    reset(apiKey) {
      deliveries = apiKey === undefined ? [] : deliveries.filter((delivery) => delivery.apiKey !== apiKey);
      if (apiKey === undefined) for (const controller of underWay.values()) controller.abort();
    },
  };
}
