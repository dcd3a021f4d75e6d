/**
 * Values in groups. When a group, or all groups together, hold too many, or all weigh too much, the oldest value of the
 * group or of all is dropped. Adding and dropping take constant time, however many there are.
 *
 * Linked lists, because a `Set` that is emptied from its start is slow: finding its oldest value steps over the places of
 * all that were removed. With 10,000 values, that takes ten times as long.
 */
export interface Bounded<Value> {
  add(value: Value): void;
  /** The values of a group, or all, the oldest first. */
  values(group?: string): Value[];
  /** Tells that a value weighs so many bytes more. */
  grow(bytes: number): void;
  /** Removes a group, or all. Nothing counts as dropped. */
  clear(group?: string): void;
}

export interface BoundedOptions<Value> {
  /** The most values of a group. */
  perGroup: number;
  /** The most values in all. */
  inAll: number;
  /** The most that all values weigh, in bytes. */
  bytesInAll: number;
  groupOf(value: Value): string;
  /** Roughly what a value weighs, in bytes. It changes only with `grow`. */
  weightOf(value: Value): number;
  /** Called with each value that is dropped, and with the limit that was exceeded, in words. */
  onDrop(value: Value, limit: string): void;
}

/** A value in the list of all, and in the list of its group. The oldest of all is always the oldest of its group too. */
interface Link<Value> {
  value: Value;
  older: Link<Value> | undefined;
  newer: Link<Value> | undefined;
  newerInGroup: Link<Value> | undefined;
}

interface List<Value> {
  oldest: Link<Value> | undefined;
  newest: Link<Value> | undefined;
  size: number;
}

const emptyList = <Value>(): List<Value> => ({ oldest: undefined, newest: undefined, size: 0 });

export function createBounded<Value>(options: BoundedOptions<Value>): Bounded<Value> {
  const { perGroup, inAll, bytesInAll, groupOf, weightOf, onDrop } = options;
  const all = emptyList<Value>();
  const groups = new Map<string, List<Value>>();
  let bytes = 0;

  function removeOldest(name: string): Value | undefined {
    const group = groups.get(name);
    if (!group?.oldest) return undefined;
    const { value, older, newer, newerInGroup } = group.oldest;
    group.oldest = newerInGroup;
    if (--group.size === 0) groups.delete(name);
    if (older) older.newer = newer;
    else all.oldest = newer;
    if (newer) newer.older = older;
    else all.newest = older;
    all.size--;
    bytes -= weightOf(value);
    return value;
  }

  function drop(name: string, limit: string): void {
    const value = removeOldest(name);
    if (value !== undefined) onDrop(value, limit);
  }

  function dropOldestOfAll(limit: string): void {
    if (all.oldest) drop(groupOf(all.oldest.value), limit);
  }

  function grow(more: number): void {
    bytes += more;
    while (bytes > bytesInAll && all.size > 1) dropOldestOfAll(`${bytesInAll / 2 ** 20} MiB in all`);
  }

  return {
    add(value) {
      const name = groupOf(value);
      const group = groups.get(name) ?? emptyList<Value>();
      groups.set(name, group);
      const link: Link<Value> = { value, older: all.newest, newer: undefined, newerInGroup: undefined };
      if (all.newest) all.newest.newer = link;
      else all.oldest = link;
      if (group.size > 0 && group.newest) group.newest.newerInGroup = link;
      else group.oldest = link;
      all.newest = link;
      group.newest = link;
      all.size++;
      group.size++;
      if (group.size > perGroup) drop(name, `${perGroup} of an API key`);
      if (all.size > inAll) dropOldestOfAll(`${inAll} in all`);
      grow(weightOf(value));
    },
    grow,
    values(name) {
      const values: Value[] = [];
      if (name === undefined) for (let link = all.oldest; link; link = link.newer) values.push(link.value);
      else for (let link = groups.get(name)?.oldest; link; link = link.newerInGroup) values.push(link.value);
      return values;
    },
    clear(name) {
      for (const key of name === undefined ? [...groups.keys()] : [name]) {
        while (removeOldest(key) !== undefined);
      }
    },
  };
}

/** After the first, one drop in so many is reported. */
const REPORTED = 10_000;

/** Reports drops in a few log lines. Returns what to call for each drop, with the limit that was exceeded. */
export function reportDrops(what: string, warn: (line: string) => void): (limit: string) => void {
  let count = 0;
  return (limit) => {
    count++;
    if (count === 1) warn(`there are too many ${what}, more than ${limit}: from now on the oldest are dropped`);
    else if (count % REPORTED === 0) warn(`dropped ${count} ${what} so far, the oldest first`);
  };
}
