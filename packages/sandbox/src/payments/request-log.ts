import type { FieldError } from '@kgiton/contract';
import { createBounded, reportDrops } from './bounded.js';

/** A request to the API with its response. */
export interface LoggedRequest {
  /** The request id of the response. */
  id: string;
  /** By the clock of its account: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  apiKey: string | undefined;
  method: string;
  /** Without its query; its first 200 characters. */
  path: string;
  /** The body that was sent, its first 4,096 bytes. */
  body: string;
  status: number;
  /** The error code of the response, if it was an error. */
  code?: string | undefined;
  /** What was wrong with the request, property by property. */
  errors: readonly FieldError[];
  /** What was ignored, in words. */
  warnings: readonly string[];
}

/** The latest requests: at most 1,000 of an API key, 10,000 in all, and 32 MiB. */
export interface RequestLog {
  /** The oldest first. */
  readonly entries: readonly LoggedRequest[];
  add(entry: LoggedRequest): void;
  /** Removes the requests of an API key, or all. */
  reset(apiKey?: string): void;
}

/** Roughly what an entry weighs beside its texts, and what each text does, in bytes. */
const OVERHEAD = 500;
const TEXT_OVERHEAD = 50;

/** Every text of an entry, at two bytes a character: one that is not Latin-1 makes the whole text that wide. */
function weightOf({ path, body, apiKey = '', errors, warnings }: LoggedRequest): number {
  const texts = [path, body, apiKey, ...warnings, ...errors.flatMap((error) => [error.path, error.message])];
  return texts.reduce((sum, { length }) => sum + TEXT_OVERHEAD + 2 * length, OVERHEAD);
}

/** @param warn called with log lines about entries that are dropped */
export function createRequestLog(warn: (line: string) => void): RequestLog {
  const report = reportDrops('requests', warn);
  const requests = createBounded<LoggedRequest>({
    perGroup: 1_000,
    inAll: 10_000,
    bytesInAll: 32 * 2 ** 20,
    // Requests without an API key share one group.
    groupOf: ({ apiKey = '' }) => apiKey,
    weightOf,
    onDrop: (_entry, limit) => report(limit),
  });
  return {
    get entries() {
      return requests.values();
    },
    add: requests.add,
    reset: requests.clear,
  };
}
