import { WEBHOOK_RETRY_MINUTES } from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import type { WebhookFault } from '../faults.js';
import type { Payment } from '../payments/payment.js';
import type { Claim, NewDelivery, Store } from '../store/store.js';
import { rejectOnAbort, waitUntil, withinLimits } from '../wait.js';
import { type Delivery, type DeliveryAttempt, deliveryIdOf } from './delivery.js';
import { effectsOf } from './faults.js';
import type { Listeners } from './listeners.js';
import { messageOf } from './payload.js';
import { isAcknowledged, postWebhook, type Send } from './send.js';

/** Delivers webhooks. */
export interface Dispatcher {
  /** The delivery of a payment that is paid at `paidAt`; undefined without a `webhook_url`. */
  prepare(payment: Payment, paidAt: number, fault: WebhookFault | undefined): NewDelivery | undefined;
  /** Starts the attempts that are due now, and comes back when the next ones are. Never rejects. */
  wake(): Promise<void>;
  readonly isClosed: boolean;
  /** Makes the attempts of a claim. Resolves when they have ended; never rejects. */
  deliver(claim: Claim): Promise<void>;
  /** Delivers once more, now: the same bytes, independent of the schedule. */
  redeliver(id: string): Promise<Delivery | undefined>;
  /** Resolves with a delivery (of an API key) that matches, as soon as there is one; with undefined when the signal aborts. */
  next(matches: (delivery: Delivery) => boolean, signal: AbortSignal, apiKey?: string): Promise<Delivery | undefined>;
  /** Gives the attempts in flight a second to end, then aborts them. Afterwards, nothing is sent any more. */
  close(): Promise<void>;
}

export interface DispatcherOptions {
  store: Store;
  clocks: Clocks;
  secret: string;
  send: Send;
  listeners: Listeners;
  /** Called after every attempt, with its number from 1. */
  onAttempt(delivery: Delivery, attempt: DeliveryAttempt, number: number): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** Attempts that are in flight. */
interface InFlight {
  apiKey: string;
  controller: AbortController;
  end: Promise<void>;
}

/** Real milliseconds that attempts in flight have to end when the sandbox closes. */
const CLOSING_TIME = 1_000;

/** Real milliseconds between polls of a shared store: another process may have died with its claims. */
const POLL_INTERVAL = 2_000;

/** Real milliseconds after which a claim is given back whose attempt could not be made. */
const PAUSE = 1_000;

/** The longest delay of a JavaScript timer: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html */
const LONGEST_TIMER = 2 ** 31 - 1;

export function createDispatcher({
  store,
  clocks,
  secret,
  send,
  listeners,
  onAttempt,
  onError,
}: DispatcherOptions): Dispatcher {
  const inFlight = new Set<InFlight>();
  const works = new Set<Promise<unknown>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const unsubscribe = store.changes.subscribe(({ apiKey, isReset }) => {
    if (!isReset) return;
    for (const one of inFlight) if (apiKey === undefined || one.apiKey === apiKey) one.controller.abort();
  });

  /** Claims what is due. Resolves with the moment at which to come back. */
  async function work(): Promise<number | undefined> {
    for (;;) {
      const claim = isClosed ? undefined : await store.claim(clocks.time());
      if (claim && isClosed) await store.release(claim);
      if (!claim || isClosed) return isClosed ? undefined : store.nextDue();
      deliver(claim);
    }
  }

  async function wake(): Promise<void> {
    const working = work().catch(onError);
    works.add(working);
    const moment = await working;
    works.delete(working);
    clearTimeout(timer);
    const soonest = moment === undefined ? Number.POSITIVE_INFINITY : Math.max(moment - clocks.time(), 0);
    const delay = Math.min(soonest, store.isShared ? POLL_INTERVAL : Number.POSITIVE_INFINITY);
    if (isClosed || clocks.isFrozen || delay === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(wake, Math.min(delay, LONGEST_TIMER));
    // A pending retry must not keep the process alive.
    if (typeof timer === 'object') timer.unref?.();
  }

  function deliver(claim: Claim): Promise<void> {
    const { apiKey } = claim.delivery;
    const controller = new AbortController();
    const end = attempt(claim, controller.signal)
      .catch(async (error) => {
        onError(error);
        // Nobody knows what became of it: it is due as before, but what has failed may fail again.
        await waitUntil([controller.signal], PAUSE);
        await store.release(claim).catch(onError);
      })
      .finally(() => inFlight.delete(entry));
    const entry: InFlight = { apiKey, controller, end };
    inFlight.add(entry);
    return end;
  }

  /** Sends a webhook, or copies of it at the same moment. It is delivered once all of them have ended. */
  async function attempt(claim: Claim, signal: AbortSignal): Promise<void> {
    const { delivery, due, rounds, token } = claim;
    const { slowness, copies } = effectsOf(delivery.fault);
    const isScheduled = due !== undefined;
    const at = await clocks.now(delivery.apiKey);
    // The same in another process that makes a scheduled attempt again, because this one has died.
    const keys = Array.from({ length: isScheduled ? copies : 1 }, (_, copy) =>
      [delivery.id, isScheduled ? rounds : token, copy].join(' '),
    );
    const forwarded: string[] = [];
    const sending = keys.map(async (key) => {
      const outcome = await listeners.forward(claim, key, { signal, slowness });
      if (outcome) forwarded.push(key);
      return outcome ?? postWebhook(delivery, send, { signal, slowness });
    });
    const reason: DeliveryAttempt['reason'] = isScheduled ? 'schedule' : 'redelivery';
    const attempts = (await Promise.all(sending)).map((acknowledgement) => ({ at, reason, ...acknowledgement }));
    // Another process with the same store may make them.
    if (signal.aborted) return store.release(claim);
    const minutes = WEBHOOK_RETRY_MINUTES[rounds];
    const made = await store.settle(claim, {
      attempts,
      isAcknowledged: attempts.some(isAcknowledged),
      // From the scheduled moment: the duration of an attempt does not delay the next.
      nextDue: isScheduled && minutes !== undefined ? due + minutes * 60_000 : undefined,
    });
    await Promise.all(forwarded.map((key) => listeners.forget(claim, key).catch(onError)));
    if (made === undefined) return;
    const before = made - attempts.length;
    for (const [index, one] of attempts.entries()) onAttempt(delivery, one, before + index + 1);
    if (isScheduled) wake();
  }

  return {
    prepare(payment, paidAt, fault) {
      const { apiKey, paymentId, transactionId, request } = payment;
      if (!request.webhook_url) return undefined;
      const { signingSecret, alter, isWithheld, delay: wait = 0 } = effectsOf(fault);
      const message = messageOf(payment, paidAt, signingSecret(secret));
      return {
        id: deliveryIdOf(paymentId),
        paymentId,
        transactionId,
        apiKey,
        url: request.webhook_url,
        ...alter(message, request.amount),
        state: isWithheld ? 'withheld' : 'pending',
        ...(fault && { fault: { kind: fault.kind, ...(fault.seconds !== undefined && { seconds: fault.seconds }) } }),
        nextAttemptAt: isWithheld ? undefined : paidAt + wait,
      };
    },
    wake,
    get isClosed() {
      return isClosed;
    },
    deliver,
    async redeliver(id) {
      const claim = isClosed ? undefined : await store.claimRedelivery(id);
      if (claim) await deliver(claim);
      return claim && store.delivery(id);
    },
    next: (matches, signal, mine) =>
      new Promise((resolve) => {
        const end = (found?: Delivery) => {
          stop();
          signal.removeEventListener('abort', onAbort);
          resolve(found);
        };
        const onAbort = () => end();
        const check = async (candidates: Promise<readonly (Delivery | undefined)[]>) => {
          const found = (await candidates).find((one) => one && matches(one));
          if (found) end(found);
        };
        const stop = store.changes.subscribe(({ apiKey, deliveryId }) => {
          if (mine !== undefined && apiKey !== undefined && apiKey !== mine) return;
          if (deliveryId !== undefined) check(store.delivery(deliveryId).then((one) => [one])).catch(onError);
          else if (apiKey === undefined) check(store.deliveries(mine)).catch(onError);
        });
        signal.addEventListener('abort', onAbort);
        if (signal.aborted) onAbort();
        else check(store.deliveries(mine)).catch(onError);
      }),
    async close() {
      const settled = async () => void (await Promise.all(Array.from(inFlight, ({ end }) => end)));
      const limits = { milliseconds: CLOSING_TIME };
      await withinLimits(limits, (signal) => Promise.race([settled(), rejectOnAbort(signal)])).catch(() => {});
      isClosed = true;
      clearTimeout(timer);
      unsubscribe();
      for (const { controller } of inFlight) controller.abort();
      await Promise.all([settled(), ...works]);
    },
  };
}
