/**
 * Values in groups, of which a group keeps so many, and all together so many and so much: then the oldest is dropped, of
 * the group or of all. Each operation on one value takes constant time, however many there are.
 *
 * Lists of links, because a `Map` that is emptied from its begin becomes slow: whoever looks for its oldest value steps
 * over all the places where others were.
 */
export interface Bounded<Value> {
  add(group: string, value: Value): Kept<Value>;
  /** Removes a value. It does not count as dropped. */
  remove(kept: Kept<Value>): void;
  /** The values of a group, or all, the oldest first. */
  values(group?: string): Value[];
  /** Removes a group, or all. Nothing counts as dropped. */
  clear(group?: string): void;
}

export interface BoundedOptions<Value> {
  /** How many a group keeps. */
  perGroup: number;
  /** How many there are in all. */
  inAll: number;
  /** How much they weigh in all, in bytes. */
  bytesInAll: number;
  /** About how much a value weighs, in bytes. */
  weightOf(value: Value): number;
  /** Told of each value that is dropped, and of the limit that was passed, in words. */
  onDrop(value: Value, limit: string): void;
}

/** A value with its neighbours among all, and in its group. One object, because there are so many of them. */
export interface Kept<Value> {
  readonly group: string;
  readonly value: Value;
  older: Kept<Value> | undefined;
  newer: Kept<Value> | undefined;
  olderMate: Kept<Value> | undefined;
  newerMate: Kept<Value> | undefined;
}

/** The ends of a list. */
interface Ends<Value> {
  oldest: Kept<Value> | undefined;
  newest: Kept<Value> | undefined;
  size: number;
}

export function createBounded<Value>(options: BoundedOptions<Value>): Bounded<Value> {
  const { perGroup, inAll, bytesInAll, weightOf, onDrop } = options;
  let all = emptyEnds<Value>();
  let bytes = 0;
  const groups = new Map<string, Ends<Value>>();

  function remove(kept: Kept<Value>): void {
    const { older, newer, olderMate, newerMate } = kept;
    if (older) older.newer = newer;
    else all.oldest = newer;
    if (newer) newer.older = older;
    else all.newest = older;
    all.size--;
    bytes -= weightOf(kept.value);

    const group = groups.get(kept.group) as Ends<Value>;
    if (olderMate) olderMate.newerMate = newerMate;
    else group.oldest = newerMate;
    if (newerMate) newerMate.olderMate = olderMate;
    else group.newest = olderMate;
    group.size--;
    if (group.size === 0) groups.delete(kept.group);
  }

  function drop({ oldest }: Ends<Value>, limit: string): void {
    if (!oldest) return;
    remove(oldest);
    onDrop(oldest.value, limit);
  }

  return {
    add(name, value) {
      const group = groups.get(name) ?? emptyEnds<Value>();
      groups.set(name, group);
      const older = all.newest;
      const olderMate = group.newest;
      const kept: Kept<Value> = { group: name, value, older, newer: undefined, olderMate, newerMate: undefined };
      if (older) older.newer = kept;
      else all.oldest = kept;
      all.newest = kept;
      all.size++;
      if (olderMate) olderMate.newerMate = kept;
      else group.oldest = kept;
      group.newest = kept;
      group.size++;
      bytes += weightOf(value);
      if (group.size > perGroup) drop(group, `${perGroup} of an API key`);
      if (all.size > inAll) drop(all, `${inAll} in all`);
      while (bytes > bytesInAll && all.size > 1) drop(all, `${bytesInAll / 2 ** 20} MiB in all`);
      return kept;
    },
    remove,
    values(name) {
      const values: Value[] = [];
      if (name === undefined) for (let kept = all.oldest; kept; kept = kept.newer) values.push(kept.value);
      else for (let kept = groups.get(name)?.oldest; kept; kept = kept.newerMate) values.push(kept.value);
      return values;
    },
    clear(name) {
      if (name === undefined) {
        all = emptyEnds();
        bytes = 0;
        groups.clear();
      } else for (let kept = groups.get(name)?.oldest; kept; kept = kept.newerMate) remove(kept);
    },
  };
}

function emptyEnds<Value>(): Ends<Value> {
  return { oldest: undefined, newest: undefined, size: 0 };
}
