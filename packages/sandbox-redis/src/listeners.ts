import type { ForwardedAttempt, ListenerStore, Progress } from '@kgiton/sandbox/store';
import type { Accounts } from './account.js';
import type { Reply } from './connection.js';

/** Listeners, and the attempts that they make. */
export function createListeners({ run }: Accounts): ListenerStore {
  return {
    async listen(apiKey, { id, lease, how }) {
      return (await run('listen', apiKey, id, lease, how)) === 1;
    },
    async stopListening(apiKey, listenerId) {
      await run('stop-listening', apiKey, listenerId);
    },
    async forward({ token, delivery: { apiKey } }, key, attempt) {
      const id = await run('forward', apiKey, token, key, attempt.id, JSON.stringify(attempt));
      return id === null ? undefined : String(id);
    },
    async take(apiKey, listenerId, known, most) {
      const attempts = (await run('take', apiKey, listenerId, most, ...known)) as Reply[];
      return attempts.map((attempt) => JSON.parse(String(attempt)) as ForwardedAttempt);
    },
    async report(apiKey, listenerId, attemptId, outcome) {
      return (await run('report', apiKey, listenerId, attemptId, JSON.stringify(outcome))) === 1;
    },
    async progress(apiKey, key) {
      const [state, outcome] = (await run('progress', apiKey, key)) as [string, string?];
      if (state === '') return undefined;
      return outcome === undefined ? ({ state } as Progress) : { state: 'ended', outcome: JSON.parse(outcome) };
    },
    async withdraw(apiKey, key) {
      await run('withdraw', apiKey, key);
    },
  };
}
