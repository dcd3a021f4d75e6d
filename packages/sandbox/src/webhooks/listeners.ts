import { WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import { randomUUID } from '../platform/node.js';
import type { ForwardedAttempt } from '../store/listener-store.js';
import type { Change, Claim, Store } from '../store/store.js';
import { waitUntil, withinLimits } from '../wait.js';
import { ACKNOWLEDGE_TIMEOUT, type Acknowledgement } from './send.js';

/** Programs that make the attempts of an account in the place of the sandbox: `kgiton-sandbox listen`. */
export interface Listeners {
  /**
   * Lets the listener of an account make an attempt, and waits for the outcome. Undefined if nobody listens, or whoever
   * did is gone without having taken it. What has an outcome is kept until {@link Listeners.forget}.
   *
   * @param key says which attempt it is, also in another process that makes it again
   */
  forward(claim: Claim, key: string, options: ForwardOptions): Promise<Acknowledgement | undefined>;
  /** Forgets an attempt whose outcome is stored. */
  forget(claim: Claim, key: string): Promise<void>;
  /** Waits for attempts that the listener does not know yet. Undefined: it does not listen any more. */
  listen(request: ListenRequest): Promise<readonly ForwardedAttempt[] | undefined>;
  /** Ends a listener for good. What it has taken, it may still report. */
  stop(apiKey: string, listenerId: string): Promise<void>;
  /** Stores the outcome of an attempt. False: nobody waits for it any more. */
  report(apiKey: string, listenerId: string, attemptId: string, outcome: Acknowledgement): Promise<boolean>;
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
  /** Whether it replaces another one. */
  isNew: boolean;
  /** The ids of attempts that it is making. */
  known: readonly string[];
  /** Real milliseconds to wait. */
  wait: number;
  /** End the waiting. */
  signals: readonly AbortSignal[];
}

/** Real milliseconds after which a listener is gone that does not ask any more. */
const LEASE = 30_000;

/** Real milliseconds between polls, in case no change is reported; each renews the lease of a waiting listener. */
const POLL_INTERVAL = 5_000;

/** Real milliseconds that an outcome may take from the listener to here. */
const TRANSFER_TIME = 5_000;

/** How many attempts a listener makes at the same time. */
export const MOST_IN_FLIGHT = 50;

export function createListeners(store: Store): Listeners {
  /** Polls, and again after each change that matters, until there is a result or the signal aborts. */
  async function watch<Result>(
    matters: (change: Change) => boolean,
    signal: AbortSignal,
    poll: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    while (!signal.aborted) {
      const changed = new AbortController();
      try {
        // Before the poll: what changes during it has changed after it.
        store.changes.next(matters, changed.signal).then(() => changed.abort());
        const result = await poll();
        if (result !== undefined) return result;
        await waitUntil([signal, changed.signal], POLL_INTERVAL);
      } finally {
        changed.abort();
      }
    }
    return undefined;
  }

  return {
    async forward(claim, key, { signal, slowness }) {
      const { apiKey, paymentId, transactionId, url, body, headers } = claim.delivery;
      const attempt = { id: randomUUID(), paymentId, transactionId, url, body, headers, slowness };
      if (signal.aborted) return undefined;
      const attemptId = await store.forward(claim, key, attempt);
      if (attemptId === undefined) return undefined;
      let taken: number | undefined;
      const matters = (change: Change) =>
        change.attemptId === attemptId || (change.apiKey === apiKey && change.listener === 'changed');
      const result = await watch(matters, signal, async () => {
        const progress = await store.progress(apiKey, key);
        if (!progress) return 'untried';
        if (progress.state === 'ended') return progress.outcome;
        if (progress.state === 'queued') return undefined;
        taken ??= performance.now();
        const duration = Math.round(performance.now() - taken);
        const error = `the listener reported no response within ${WEBHOOK_TIMEOUT_SECONDS} s`;
        return duration < ACKNOWLEDGE_TIMEOUT + TRANSFER_TIME ? undefined : { error, duration };
      });
      return result === 'untried' ? undefined : result;
    },
    forget: ({ delivery: { apiKey } }, key) => store.withdraw(apiKey, key),
    async listen({ apiKey, id, isNew, known, wait, signals }) {
      let how: 'replace' | 'join' | 'renew' = isNew ? 'replace' : 'join';
      const poll = async () => {
        if (!(await store.listen(apiKey, { id, lease: LEASE, how }))) return 'gone';
        how = 'renew';
        const attempts = await store.take(apiKey, id, known, Math.max(MOST_IN_FLIGHT - known.length, 0));
        return attempts.length > 0 ? attempts : undefined;
      };
      const matters = (change: Change) =>
        change.apiKey === undefined || (change.apiKey === apiKey && change.listener !== undefined);
      const result =
        wait > 0
          ? await withinLimits({ milliseconds: wait, signals }, (limited) => watch(matters, limited, poll))
          : await poll();
      return result === 'gone' ? undefined : (result ?? []);
    },
    stop: store.stopListening,
    report: store.report,
  };
}
