import type { FieldError } from '@kgiton/contract';
import { createBounded } from '../payments/bounded.js';

/** A request to the API, as it came and as it was answered. */
export interface JournalEntry {
  /** The request id of its answer. */
  id: string;
  /** By the clock of its world: milliseconds since 1970-01-01T00:00:00Z. */
  at: number;
  apiKey: string | undefined;
  /** What was sent, its first 4,096 bytes. */
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
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
  add(entry: JournalEntry): void;
  /** Forgets the requests of an API key, or all. */
  reset(apiKey?: string): void;
}

export interface JournalOptions {
  /** How many are kept of an API key and in all, and how much they weigh. */
  capacity: { perApiKey: number; inAll: number; bytesInAll: number };
  /** Told of a request that is dropped, and of the limit that was passed, in words. */
  onDrop(entry: JournalEntry, limit: string): void;
}

/** About what an entry weighs beside its texts, in bytes. */
const OVERHEAD = 500;

export function createJournal({ capacity, onDrop }: JournalOptions): Journal {
  const requests = createBounded<JournalEntry>({
    perGroup: capacity.perApiKey,
    inAll: capacity.inAll,
    bytesInAll: capacity.bytesInAll,
    weightOf: ({ body, apiKey = '' }) => OVERHEAD + body.length + apiKey.length,
    onDrop,
  });
  return {
    get entries() {
      return requests.values();
    },
    // Whoever sends no API key shares one group.
    add(entry) {
      requests.add(entry.apiKey ?? '', entry);
    },
    reset: (apiKey) => requests.clear(apiKey),
  };
}
