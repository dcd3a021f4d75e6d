import type { StoreCounts } from '../store/store.js';

/** How an attempt of a webhook ended: with any 2xx, with another status, or without one. */
export type AttemptOutcome = 'acknowledged' | 'refused' | 'failed';

/** What the sandbox counts of itself, since the process started. */
export interface Metrics {
  /**
   * Counts a request while it is in flight, and then by its operation and status.
   *
   * @param operationOf called when the request has ended
   */
  track<Result>(
    responding: Promise<Result>,
    operationOf: (result: Result) => string,
    statusOf: (result: Result) => number | 'none',
  ): Promise<Result>;
  countAttempt(outcome: AttemptOutcome): void;
  /** Counts a request that exceeded a rate limit of a hosted sandbox. */
  countLimited(limit: string): void;
  /** Everything in the text format of Prometheus. */
  render(counts: StoreCounts): string;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Type = 'counter' | 'gauge';
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** By hand: prom-client would bring OpenTelemetry's API, three times the size of the sandbox, for these few lines. */
export function createMetrics(): Metrics {
  const requests = new Map<string, Map<number | 'none', number>>();
  const attempts: Record<AttemptOutcome, number> = { acknowledged: 0, refused: 0, failed: 0 };
  const limited = new Map<string, number>();
  let inFlight = 0;

  function countRequest(operation: string, status: number | 'none'): void {
    const statuses = requests.get(operation) ?? new Map<number | 'none', number>();
    requests.set(operation, statuses);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  return {
    async track(responding, operationOf, statusOf) {
      inFlight++;
      try {
        const result = await responding;
        countRequest(operationOf(result), statusOf(result));
        return result;
      } finally {
        inFlight--;
      }
    },
    countAttempt(outcome) {
      attempts[outcome]++;
    },
    countLimited(limit) {
      limited.set(limit, (limited.get(limit) ?? 0) + 1);
    },
    render({ accounts, payments }) {
      const { rss, heapUsed } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const requestSamples = [...requests].flatMap(([operation, statuses]) =>
        Array.from(statuses, ([status, count]): Sample => [{ operation, status: String(status) }, count]),
      );
      const attemptSamples = Object.entries(attempts).map(([outcome, count]): Sample => [{ outcome }, count]);
      const limitedSamples = Array.from(limited, ([limit, count]): Sample => [{ limit }, count]);
      return [
        family('requests_total', 'counter', 'Requests that have ended, by operation and status.', requestSamples),
        family('requests_in_flight', 'gauge', 'Requests that have not ended.', [[{}, inFlight]]),
        family('webhook_attempts_total', 'counter', 'Attempts of webhooks that have ended.', attemptSamples),
        family('limited_total', 'counter', 'Requests that exceeded a rate limit, by the limit.', limitedSamples),
        family('accounts', 'gauge', 'Accounts in the whole state.', [[{}, accounts]]),
        family('payments', 'gauge', 'Payments in the whole state.', [[{}, payments]]),
        family('resident_memory_bytes', 'gauge', 'Memory of the process.', [[{}, rss]]),
        family('heap_used_bytes', 'gauge', 'Memory of the process that JavaScript uses.', [[{}, heapUsed]]),
        family('cpu_seconds_total', 'counter', 'Processor time of the process.', [[{}, (user + system) / 1e6]]),
      ].join('');
    },
  };
}

// Labels are names of ours and numbers, so none needs escaping.
function family(name: string, type: Type, help: string, samples: readonly Sample[]): string {
  const full = `kgiton_sandbox_${name}`;
  const lines = samples.map(([labels, value]) => {
    const text = Object.entries(labels).map(([label, content]) => `${label}="${content}"`);
    return `${full}${text.length > 0 ? `{${text}}` : ''} ${value}\n`;
  });
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}
