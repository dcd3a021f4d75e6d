/**
 * Values in groups. When a group, or all groups together, hold too many, or all weigh too much, the oldest value of the
 * group or of all is dropped. Adding and dropping take constant time, however many there are.
 *
 * Linked lists, because a `Set` that is emptied from its start is slow: finding its oldest value steps over the places of
 * all that were removed. With 10,000 values, that takes ten times as long.
 */
export interface Bounded<Value> {
  add(value: Value): Kept<Value>;
  /** The values of a group, or all, the oldest first; with a limit, only the newest ones. */
  values(group?: string, limit?: number): Value[];
  /** How many values a group has, or all have. */
  size(group?: string): number;
  /** Tells that a value weighs so many bytes more. Does nothing once it is removed. */
  grow(kept: Kept<Value>, bytes: number): void;
  /** Removes a group, or all. Nothing counts as dropped. */
  clear(group?: string): void;
}

/** The place of a value that was added. */
export interface Kept<Value> {
  readonly value: Value;
}

export interface BoundedOptions<Value> {
  /** The most values of a group. */
  perGroup: number;
  /** The most values in all. */
  inAll: number;
  /** The most that all values weigh, in bytes. */
  bytesInAll: number;
  groupOf(value: Value): string;
  /** Roughly what a value weighs when it is added, in bytes. */
  weightOf(value: Value): number;
  /** Called with each value that is dropped, and with the limit that was exceeded, in words. */
  onDrop(value: Value, limit: string): void;
}

/**
 * A value in the list of all, and in the list of its group. The oldest of all is always the oldest of its group too.
 * It knows its weight and group, because an old value is no longer in the processor's cache: asking it for them again
 * took a twentieth of the time of a request.
 */
interface Link<Value> extends Kept<Value> {
  weight: number;
  readonly group: Group<Value>;
  isRemoved: boolean;
  older: Link<Value> | undefined;
  newer: Link<Value> | undefined;
  olderInGroup: Link<Value> | undefined;
  newerInGroup: Link<Value> | undefined;
}

interface Group<Value> {
  readonly name: string;
  oldest: Link<Value> | undefined;
  newest: Link<Value> | undefined;
  size: number;
}

export function createBounded<Value>(options: BoundedOptions<Value>): Bounded<Value> {
  const { perGroup, inAll, bytesInAll, groupOf, weightOf, onDrop } = options;
  const groups = new Map<string, Group<Value>>();
  let oldest: Link<Value> | undefined;
  let newest: Link<Value> | undefined;
  let size = 0;
  let bytes = 0;

  function groupNamed(name: string): Group<Value> {
    const known = groups.get(name);
    if (known) return known;
    const group: Group<Value> = { name, oldest: undefined, newest: undefined, size: 0 };
    groups.set(name, group);
    return group;
  }

  /** Removes the oldest value of a group. */
  function remove(link: Link<Value>): void {
    const { group, older, newer, weight } = link;
    group.oldest = link.newerInGroup;
    if (group.oldest) group.oldest.olderInGroup = undefined;
    if (--group.size === 0) groups.delete(group.name);
    if (older) older.newer = newer;
    else oldest = newer;
    if (newer) newer.older = older;
    else newest = older;
    link.isRemoved = true;
    size--;
    bytes -= weight;
  }

  function drop(link: Link<Value> | undefined, limit: string): void {
    if (!link) return;
    remove(link);
    onDrop(link.value, limit);
  }

  function dropHeavy(): void {
    while (bytes > bytesInAll && size > 1) drop(oldest, `${bytesInAll / 2 ** 20} MiB in all`);
  }

  return {
    add(value) {
      const group = groupNamed(groupOf(value));
      const weight = weightOf(value);
      const link: Link<Value> = {
        value,
        weight,
        group,
        isRemoved: false,
        older: newest,
        newer: undefined,
        olderInGroup: group.newest,
        newerInGroup: undefined,
      };
      if (newest) newest.newer = link;
      else oldest = link;
      if (group.newest) group.newest.newerInGroup = link;
      else group.oldest = link;
      newest = link;
      group.newest = link;
      size++;
      group.size++;
      bytes += weight;
      if (group.size > perGroup) drop(group.oldest, `${perGroup} of an API key`);
      if (size > inAll) drop(oldest, `${inAll} in all`);
      dropHeavy();
      return link;
    },
    grow(kept, more) {
      const link = kept as Link<Value>;
      if (link.isRemoved) return;
      link.weight += more;
      bytes += more;
      dropHeavy();
    },
    values(name, limit = Number.POSITIVE_INFINITY) {
      const values: Value[] = [];
      let link = name === undefined ? newest : groups.get(name)?.newest;
      for (; link && values.length < limit; link = name === undefined ? link.older : link.olderInGroup) {
        values.push(link.value);
      }
      return values.reverse();
    },
    size: (name) => (name === undefined ? size : (groups.get(name)?.size ?? 0)),
    clear(name) {
      for (const group of name === undefined ? [...groups.values()] : [groups.get(name)]) {
        while (group?.oldest) remove(group.oldest);
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

/** What texts weigh in bytes, at two for each character: one that is not Latin-1 makes its whole text that wide. */
export function textWeight(...texts: string[]): number {
  let weight = 0;
  for (const { length } of texts) weight += 2 * length;
  return weight;
}
