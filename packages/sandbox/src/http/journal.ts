import type { FieldError } from '@kgiton/contract';

/** A request to the API, as it came and as it was answered. */
export interface JournalEntry {
  /** The request id of its answer. */
  id: string;
  /** By the sandbox's clock: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  apiKey: string | undefined;
  /** What was sent, its first 10,000 bytes. */
  body: string;
  status: number;
  /** The error code of the answer, if it was an error. */
  code?: string | undefined;
  /** What was wrong with the request, member by member. */
  errors: readonly FieldError[];
  /** What was ignored, in words. */
  warnings: readonly string[];
}

/** The last requests. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
  /** Forgets the requests of an API key, or all. */
  reset(apiKey?: string): void;
}

export function createJournal(capacity: number): Journal {
  let entries: JournalEntry[] = [];
  return {
    get entries() {
      return entries;
    },
    add(entry) {
      entries.push(entry);
      // Not one by one: a full journal would be copied at every request.
      if (entries.length > capacity * 2) entries = entries.slice(-capacity);
    },
    reset(apiKey) {
      entries = apiKey === undefined ? [] : entries.filter((entry) => entry.apiKey !== apiKey);
    },
  };
}
