import type { ForwardedAttempt, ListenerStore } from '@kgiton/sandbox/store';
import type { Accounts } from './account.js';
import type { Reply } from './connection.js';

/** Listeners, and the attempts that they make. */
export function createListeners({ run, list }: Accounts): ListenerStore {
  return {
    async listen(apiKey, { id, lease, isNew }) {
      return (await run('listen', apiKey, id, lease, isNew ? 1 : 0)) === 1;
    },
    async stopListening(apiKey, listenerId) {
      await run('stop-listening', apiKey, listenerId);
    },
    async forward(apiKey, key, attempt) {
      const id = await run('forward', apiKey, key, attempt.id, JSON.stringify(attempt));
      return id === null ? undefined : String(id);
    },
    forwarded: (apiKey) => list('forwarded', [apiKey], (reply) => JSON.parse(String(reply)) as ForwardedAttempt),
    async respond(apiKey, attemptId, outcome) {
      return (await run('respond', apiKey, attemptId, JSON.stringify(outcome))) === 1;
    },
    async outcome(apiKey, key) {
      const [outcome, isAwaited] = (await run('outcome', apiKey, key)) as Reply[];
      return { outcome: outcome ? JSON.parse(String(outcome)) : undefined, isAwaited: isAwaited === 1 };
    },
    async withdraw(apiKey, key) {
      await run('withdraw', apiKey, key);
    },
  };
}
