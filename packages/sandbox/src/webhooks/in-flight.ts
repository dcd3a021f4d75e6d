/** What is under way for API keys, to be waited for or given up. */
export interface UnderWay {
  /** Starts an action, whose signal aborts when it is given up. Never rejects. */
  start(apiKey: string, action: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Resolves when what is under way now, for an API key or at all, has come to its end. */
  settled(apiKey?: string): Promise<void>;
  /** Gives up what is under way for an API key, or everything. */
  abort(apiKey?: string): void;
}

interface Action {
  apiKey: string;
  controller: AbortController;
  end: Promise<void>;
}

/** @param onFault told of what should not have happened */
export function createUnderWay(onFault: (error: unknown) => void): UnderWay {
  const actions = new Set<Action>();
  const of = (apiKey: string | undefined) =>
    [...actions].filter((action) => apiKey === undefined || action.apiKey === apiKey);

  return {
    start(apiKey, run) {
      const controller = new AbortController();
      const end = run(controller.signal)
        .catch(onFault)
        .finally(() => actions.delete(action));
      const action: Action = { apiKey, controller, end };
      actions.add(action);
      return end;
    },
    async settled(apiKey) {
      await Promise.all(of(apiKey).map(({ end }) => end));
    },
    abort(apiKey) {
      for (const { controller } of of(apiKey)) controller.abort();
    },
  };
}
