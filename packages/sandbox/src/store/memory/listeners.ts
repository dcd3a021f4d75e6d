import type { Acknowledgement } from '../../webhooks/send.js';
import type { Change, ForwardedAttempt, ListenerStore } from '../store.js';

/** Listeners, and the attempts that they make. */
export interface MemoryListeners extends ListenerStore {
  /** Removes the attempts of an account, or of all. */
  reset(apiKey?: string): void;
}

interface Entry {
  attempt: ForwardedAttempt;
  outcome?: Acknowledgement;
}

export function createMemoryListeners(notify: (change: Change) => void): MemoryListeners {
  /** By API key, with the end of the lease on the clock of `performance`. */
  const listeners = new Map<string, { id: string; end: number }>();
  /** By API key, then by the key of the attempt. */
  const attempts = new Map<string, Map<string, Entry>>();

  function listenerOf(apiKey: string) {
    const listener = listeners.get(apiKey);
    if (!listener || listener.end > performance.now()) return listener;
    listeners.delete(apiKey);
    return undefined;
  }

  const entriesOf = (apiKey: string) => [...(attempts.get(apiKey)?.values() ?? [])];

  return {
    async listen(apiKey, { id, lease, isNew }) {
      const before = listenerOf(apiKey);
      const isOther = before !== undefined && before.id !== id;
      if (isOther && !isNew) return false;
      listeners.set(apiKey, { id, end: performance.now() + lease });
      if (isOther) notify({ apiKey, isForwarded: true });
      return true;
    },
    async stopListening(apiKey, listenerId) {
      if (listenerOf(apiKey)?.id !== listenerId) return;
      listeners.delete(apiKey);
      notify({ apiKey, isForwarded: true });
    },
    async forward(apiKey, key, attempt) {
      if (!listenerOf(apiKey)) return undefined;
      const own = attempts.get(apiKey) ?? new Map<string, Entry>();
      const known = own.get(key);
      if (known) return known.attempt.id;
      attempts.set(apiKey, own.set(key, { attempt }));
      notify({ apiKey, isForwarded: true });
      return attempt.id;
    },
    forwarded: async (apiKey) =>
      entriesOf(apiKey).flatMap(({ attempt, outcome }) => (outcome === undefined ? [attempt] : [])),
    async respond(apiKey, attemptId, outcome) {
      const entry = entriesOf(apiKey).find(({ attempt }) => attempt.id === attemptId);
      if (!entry) return false;
      entry.outcome ??= outcome;
      notify({ apiKey, isForwarded: true });
      return true;
    },
    async outcome(apiKey, key) {
      const entry = attempts.get(apiKey)?.get(key);
      return { outcome: entry?.outcome, isAwaited: entry !== undefined && listenerOf(apiKey) !== undefined };
    },
    async withdraw(apiKey, key) {
      const own = attempts.get(apiKey);
      own?.delete(key);
      if (own?.size === 0) attempts.delete(apiKey);
    },
    reset(apiKey) {
      if (apiKey === undefined) attempts.clear();
      else attempts.delete(apiKey);
    },
  };
}
