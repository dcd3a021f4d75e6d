import type { Acknowledgement } from '../../webhooks/send.js';
import type { ForwardedAttempt, HeldClaim, ListenerStore } from '../listener-store.js';
import type { Change } from '../store.js';

/** Listeners, and the attempts that they make. */
export interface MemoryListeners extends ListenerStore {
  /** Removes the attempts of an account, or of all. */
  reset(apiKey?: string): void;
}

export interface MemoryListenersOptions {
  notify(change: Change): void;
  /** Whether a claim has not ended. */
  isHeld(claim: HeldClaim): boolean;
}

interface Entry {
  key: string;
  attempt: ForwardedAttempt;
  /** The id of the listener that has taken it. */
  taker?: string;
  outcome?: Acknowledgement;
}

/** The attempts of an account. Those of the queue, and those without an outcome that are taken, have an order. */
interface Forwarded {
  byKey: Map<string, Entry>;
  byId: Map<string, Entry>;
  queue: Set<Entry>;
  taken: Set<Entry>;
}

interface Seat {
  id: string;
  /** When its lease ends, on the clock of `performance`. */
  end: number;
  /** Whether it has stopped. A request of its own may still be on the way. */
  hasStopped: boolean;
}

/** From so many listeners on, those whose lease has ended are looked for. */
const MANY = 1_000;

export function createMemoryListeners({ notify, isHeld }: MemoryListenersOptions): MemoryListeners {
  const seats = new Map<string, Seat>();
  const accounts = new Map<string, Forwarded>();

  function seatOf(apiKey: string): Seat | undefined {
    const seat = seats.get(apiKey);
    if (!seat || seat.end > performance.now()) return seat;
    seats.delete(apiKey);
    return undefined;
  }

  function isListening(apiKey: string): boolean {
    const seat = seatOf(apiKey);
    return seat !== undefined && !seat.hasStopped;
  }

  function accountOf(apiKey: string): Forwarded {
    const known = accounts.get(apiKey);
    if (known) return known;
    const made: Forwarded = { byKey: new Map(), byId: new Map(), queue: new Set(), taken: new Set() };
    accounts.set(apiKey, made);
    return made;
  }

  function remove(apiKey: string, key: string): void {
    const own = accounts.get(apiKey);
    const entry = own?.byKey.get(key);
    if (!own || !entry) return;
    own.byKey.delete(key);
    own.byId.delete(entry.attempt.id);
    own.queue.delete(entry);
    own.taken.delete(entry);
    if (own.byKey.size === 0) accounts.delete(apiKey);
  }

  return {
    async listen(apiKey, { id, lease, how }) {
      const before = seatOf(apiKey);
      const isOwn = before?.id === id;
      if (isOwn && before.hasStopped) return false;
      if (how === 'renew' && !isOwn) return false;
      if (how === 'join' && !isOwn && isListening(apiKey)) return false;
      if (!before && seats.size >= MANY) for (const key of seats.keys()) seatOf(key);
      seats.set(apiKey, { id, end: performance.now() + lease, hasStopped: false });
      if (before && !isOwn) notify({ apiKey, listener: 'changed' });
      return true;
    },
    async stopListening(apiKey, listenerId) {
      const seat = seatOf(apiKey);
      if (seat?.id !== listenerId) return;
      seat.hasStopped = true;
      notify({ apiKey, listener: 'changed' });
    },
    async forward(claim, key, attempt) {
      const { apiKey } = claim.delivery;
      if (!isHeld(claim)) return undefined;
      const known = accounts.get(apiKey)?.byKey.get(key);
      if (known) return known.attempt.id;
      if (!isListening(apiKey)) return undefined;
      const own = accountOf(apiKey);
      const entry = { key, attempt };
      own.byKey.set(key, entry);
      own.byId.set(attempt.id, entry);
      own.queue.add(entry);
      notify({ apiKey, listener: 'queued' });
      return attempt.id;
    },
    async take(apiKey, listenerId, known, most) {
      const own = accounts.get(apiKey);
      const isKnown = new Set(known);
      const again = [...(own?.taken ?? [])].filter(
        ({ taker, attempt }) => taker === listenerId && !isKnown.has(attempt.id),
      );
      const attempts = again.slice(0, most).map(({ attempt }) => attempt);
      for (const entry of own?.queue ?? []) {
        if (attempts.length >= most) break;
        own?.queue.delete(entry);
        own?.taken.add(Object.assign(entry, { taker: listenerId }));
        attempts.push(entry.attempt);
      }
      return attempts;
    },
    async report(apiKey, listenerId, attemptId, outcome) {
      const own = accounts.get(apiKey);
      const entry = own?.byId.get(attemptId);
      if (entry?.taker !== listenerId) return false;
      entry.outcome ??= outcome;
      own?.taken.delete(entry);
      notify({ apiKey, attemptId });
      return true;
    },
    async progress(apiKey, key) {
      const entry = accounts.get(apiKey)?.byKey.get(key);
      if (!entry) return undefined;
      if (entry.outcome) return { state: 'ended', outcome: entry.outcome };
      if (entry.taker !== undefined) return { state: 'taken' };
      if (isListening(apiKey)) return { state: 'queued' };
      remove(apiKey, key);
      return undefined;
    },
    async withdraw(apiKey, key) {
      remove(apiKey, key);
    },
    reset(apiKey) {
      if (apiKey === undefined) accounts.clear();
      else accounts.delete(apiKey);
    },
  };
}
