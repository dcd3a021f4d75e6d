/** What is under way for API keys, to be waited for or given up. */
export interface UnderWay {
  /** Starts an action, whose signal aborts when it is given up. Never rejects. */
  start(apiKey: string, action: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Resolves when nothing is under way, for an API key or at all. */
  settled(apiKey?: string): Promise<void>;
  /** Gives up what is under way for an API key, or everything. */
  abort(apiKey?: string): void;
}

interface Action {
  apiKey: string;
  controller: AbortController;
  end: Promise<void>;
}

export function createUnderWay(): UnderWay {
  const actions = new Set<Action>();
  const of = (apiKey: string | undefined) =>
    [...actions].filter((action) => apiKey === undefined || action.apiKey === apiKey);

  return {
    start(apiKey, run) {
      const controller = new AbortController();
      const end = run(controller.signal).finally(() => actions.delete(action));
      const action: Action = { apiKey, controller, end };
      actions.add(action);
      return end;
    },
    async settled(apiKey) {
      for (let mine = of(apiKey); mine.length > 0; mine = of(apiKey)) await Promise.all(mine.map(({ end }) => end));
    },
    abort(apiKey) {
      for (const { controller } of of(apiKey)) controller.abort();
    },
  };
}
