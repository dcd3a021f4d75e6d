import { WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import { randomUUID } from '../platform/node.js';
import type { Change, ForwardedAttempt, Store } from '../store/store.js';
import { waitUntil, withinLimits } from '../wait.js';
import type { Delivery } from './delivery.js';
import { ACKNOWLEDGE_TIMEOUT, type Acknowledgement } from './send.js';

/** Programs that make the attempts of an account in the place of the sandbox: `kgiton-sandbox listen`. */
export interface Listeners {
  /**
   * Lets the listener of an account make an attempt, and waits for the outcome. Undefined if nobody listens. What was
   * awaited is kept until {@link Listeners.settle}.
   *
   * @param key says which attempt it is, also in another process that makes it again
   */
  forward(delivery: Delivery, key: string, options: ForwardOptions): Promise<Acknowledgement | undefined>;
  /** Forgets an attempt whose outcome is stored. */
  settle(delivery: Delivery, key: string): Promise<void>;
  /** Waits for attempts that the listener does not know yet, at most fifty. Undefined: another one listens. */
  listen(request: ListenRequest): Promise<readonly ForwardedAttempt[] | undefined>;
  /** Lets the sandbox make the attempts again, if this listener does. */
  stop(apiKey: string, id: string): Promise<void>;
  /** Stores the outcome of an attempt. False: nobody waits for it any more. */
  report(apiKey: string, attemptId: string, outcome: Acknowledgement): Promise<boolean>;
}

export interface ForwardOptions {
  signal: AbortSignal;
  /** Real milliseconds over which to send the body. */
  slowness: number;
}

export interface ListenRequest {
  apiKey: string;
  /** The id of the listener. */
  id: string;
  /** Whether it takes the place of another one. */
  isNew: boolean;
  /** The ids of attempts that it is making. */
  known: readonly string[];
  /** Real milliseconds to wait. */
  wait: number;
  /** End the waiting. */
  signals: readonly AbortSignal[];
}

/** Real milliseconds after which a listener is gone that does not ask any more: as long as an attempt may take. */
const LEASE = ACKNOWLEDGE_TIMEOUT;

/** Real milliseconds after which to look again, in case nobody tells of a change; renews the lease of who waits. */
const PATIENCE = 5_000;

/** Real milliseconds that the outcome of an attempt may be on its way. */
const ON_ITS_WAY = 5_000;

const MOST_AT_ONCE = 50;

export function createListeners(store: Store): Listeners {
  /** Looks, and again after each change that concerns a listener of the account, until there is something to see. */
  async function watch<Seen>(
    apiKey: string,
    signal: AbortSignal,
    look: () => Promise<Seen | undefined>,
  ): Promise<Seen | undefined> {
    const concerns = (change: Change) =>
      change.apiKey === undefined || (change.apiKey === apiKey && Boolean(change.isForwarded || change.isReset));
    while (!signal.aborted) {
      const changed = new AbortController();
      try {
        // Before the look: what changes during it has changed after it.
        store.changes.next(concerns, changed.signal).then(() => changed.abort());
        const seen = await look();
        if (seen !== undefined) return seen;
        await waitUntil([signal, changed.signal], PATIENCE);
      } finally {
        changed.abort();
      }
    }
    return undefined;
  }

  return {
    async forward({ apiKey, paymentId, transactionId, url, body, headers }, key, { signal, slowness }) {
      const attempt = { id: randomUUID(), paymentId, transactionId, url, body, headers, slowness };
      if ((await store.forward(apiKey, key, attempt)) === undefined) return undefined;
      const begun = performance.now();
      const failed = (error: string) => ({ error, duration: Math.round(performance.now() - begun) });
      const limits = { milliseconds: ACKNOWLEDGE_TIMEOUT + ON_ITS_WAY, signals: [signal] };
      const outcome = await withinLimits(limits, (limited) =>
        watch(apiKey, limited, async () => {
          const { outcome, isAwaited } = await store.outcome(apiKey, key);
          return outcome ?? (isAwaited ? undefined : failed('the listener ended before it responded'));
        }),
      );
      return outcome ?? failed(`the listener did not respond within ${WEBHOOK_TIMEOUT_SECONDS} s`);
    },
    settle: ({ apiKey }, key) => store.withdraw(apiKey, key),
    async listen({ apiKey, id, isNew, known, wait, signals }) {
      let takesPlace = isNew;
      const look = async () => {
        if (!(await store.listen(apiKey, { id, lease: LEASE, isNew: takesPlace }))) return 'replaced';
        takesPlace = false;
        const missing = (await store.forwarded(apiKey)).filter((attempt) => !known.includes(attempt.id));
        return missing.length > 0 ? missing.slice(0, MOST_AT_ONCE) : undefined;
      };
      const seen = await withinLimits({ milliseconds: wait, signals }, (limited) =>
        wait > 0 ? watch(apiKey, limited, look) : look(),
      );
      return seen === 'replaced' ? undefined : (seen ?? []);
    },
    stop: store.stopListening,
    report: store.respond,
  };
}
