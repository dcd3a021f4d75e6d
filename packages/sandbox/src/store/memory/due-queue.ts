import TinyQueue from 'tinyqueue';

/** What is due, the earliest first. Entries that no longer count are skipped. */
export interface DueQueue<Entry> {
  push(entry: Entry): void;
  /** The earliest entry that counts. */
  peek(): Entry | undefined;
}

/** Entries that no longer count are removed as soon as there may be more than this many. */
const MAX_STALE = 1_000;

/** @param counts whether an entry is still due */
export function createDueQueue<Entry extends { moment: number }>(counts: (entry: Entry) => boolean): DueQueue<Entry> {
  let queue = queueOf<Entry>();
  let limit = MAX_STALE;
  return {
    push(entry) {
      queue.push(entry);
      if (queue.length <= limit) return;
      queue = queueOf(queue.data.filter(counts));
      limit = queue.length * 2 + MAX_STALE;
    },
    peek() {
      for (let first = queue.peek(); first; first = queue.peek()) {
        if (counts(first)) return first;
        queue.pop();
      }
      return undefined;
    },
  };
}

function queueOf<Entry extends { moment: number }>(entries: Entry[] = []): TinyQueue<Entry> {
  return new TinyQueue(entries, (a, b) => a.moment - b.moment);
}
