import type { Delivery } from '../webhooks/delivery.js';
import type { Acknowledgement } from '../webhooks/send.js';

/** An attempt that a listener makes, instead of the sandbox. */
export interface ForwardedAttempt extends Pick<Delivery, 'paymentId' | 'transactionId' | 'url' | 'body' | 'headers'> {
  id: string;
  /** Real milliseconds over which to send the body. */
  slowness: number;
}

/** A program that makes the attempts of an account in the place of the sandbox, which may not reach the handler. */
export interface Listener {
  id: string;
  /** Real milliseconds after which it is gone, unless it says that it still listens. */
  lease: number;
  /** Whether it replaces another one, joins if nobody listens, or only says that it still listens. */
  how: 'replace' | 'join' | 'renew';
}

/** Where a forwarded attempt is: in the queue, with a listener, or ended with an outcome. */
export type Progress = { state: 'queued' | 'taken' } | { state: 'ended'; outcome: Acknowledgement };

/** What identifies a claim of the store. */
export interface HeldClaim {
  token: string;
  delivery: Pick<Delivery, 'apiKey'>;
}

/** The part of a store that has listeners and the attempts that they make. */
export interface ListenerStore {
  /** Lets a listener make the attempts of an account. False: it does not. A reset does not end it. */
  listen(apiKey: string, listener: Listener): Promise<boolean>;
  /** Ends a listener for good. What it has taken, it may still end. */
  stopListening(apiKey: string, listenerId: string): Promise<void>;
  /**
   * Queues an attempt of a claim for the listener of its account. `key` says which attempt it is: if a process that has
   * died since has queued it before, it stays what it was. Resolves with its id; with undefined if nobody listens, or the
   * claim has ended.
   */
  forward(claim: HeldClaim, key: string, attempt: ForwardedAttempt): Promise<string | undefined>;
  /** Hands attempts to a listener: again those that it has taken and does not know, then the oldest of the queue. */
  take(
    apiKey: string,
    listenerId: string,
    known: readonly string[],
    most: number,
  ): Promise<readonly ForwardedAttempt[]>;
  /** Ends an attempt that a listener has taken. False: nobody waits for it any more. */
  report(apiKey: string, listenerId: string, attemptId: string, outcome: Acknowledgement): Promise<boolean>;
  /** Where an attempt is. Undefined: nobody has made it, and it is no longer queued, because nobody listens any more. */
  progress(apiKey: string, key: string): Promise<Progress | undefined>;
  /** Forgets an attempt. */
  withdraw(apiKey: string, key: string): Promise<void>;
}
