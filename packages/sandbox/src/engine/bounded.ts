/**
 * Values by key, in groups, of which a group keeps so many and all together so many: then the oldest is dropped, of the
 * group or of all. Each operation on one value takes constant time.
 */
export interface Bounded<Value> {
  /** Adds a value under a key that no other value has. */
  add(group: string, key: string, value: Value): void;
  get(key: string): Value | undefined;
  delete(key: string): void;
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
  /** Told of each value that is dropped. */
  onDrop?(value: Value, limit: number): void;
}

/** A value with its places in the order of all, and in that of its group. */
interface Entry<Value> {
  group: string;
  key: string;
  value: Value;
  inAll: Links<Value>;
  inGroup: Links<Value>;
}

/** The neighbours in an order. */
interface Links<Value> {
  older?: Entry<Value> | undefined;
  newer?: Entry<Value> | undefined;
}

export function createBounded<Value>({ perGroup, inAll, onDrop }: BoundedOptions<Value>): Bounded<Value> {
  const entries = new Map<string, Entry<Value>>();
  const groups = new Map<string, Order<Value>>();
  const all = new Order<Value>('inAll');

  function remove(entry: Entry<Value>): void {
    entries.delete(entry.key);
    all.remove(entry);
    const group = groups.get(entry.group);
    group?.remove(entry);
    if (group?.size === 0) groups.delete(entry.group);
  }

  function dropOldest({ size, oldest }: Order<Value>, limit: number): void {
    if (size <= limit || !oldest) return;
    remove(oldest);
    onDrop?.(oldest.value, limit);
  }

  return {
    add(group, key, value) {
      const entry = { group, key, value, inAll: {}, inGroup: {} };
      const mates = groups.get(group) ?? new Order<Value>('inGroup');
      groups.set(group, mates);
      entries.set(key, entry);
      mates.add(entry);
      all.add(entry);
      dropOldest(mates, perGroup);
      dropOldest(all, inAll);
    },
    get: (key) => entries.get(key)?.value,
    delete(key) {
      const entry = entries.get(key);
      if (entry) remove(entry);
    },
    values: (group) => [...((group === undefined ? all : groups.get(group))?.values() ?? [])],
    clear(group) {
      if (group === undefined) {
        entries.clear();
        groups.clear();
        all.clear();
        return;
      }
      for (let oldest = groups.get(group)?.oldest; oldest; oldest = groups.get(group)?.oldest) remove(oldest);
    },
  };
}

/**
 * Entries in the order in which they came. A list of links, because a `Map` that is emptied from its begin becomes slow:
 * whoever looks for its oldest entry steps over all the places where others were.
 */
class Order<Value> {
  readonly #links: 'inAll' | 'inGroup';
  oldest: Entry<Value> | undefined;
  #newest: Entry<Value> | undefined;
  size = 0;

  constructor(links: 'inAll' | 'inGroup') {
    this.#links = links;
  }

  add(entry: Entry<Value>): void {
    const links = entry[this.#links];
    links.older = this.#newest;
    if (this.#newest) this.#newest[this.#links].newer = entry;
    this.#newest = entry;
    this.oldest ??= entry;
    this.size++;
  }

  remove(entry: Entry<Value>): void {
    const { older, newer } = entry[this.#links];
    if (older) older[this.#links].newer = newer;
    else this.oldest = newer;
    if (newer) newer[this.#links].older = older;
    else this.#newest = older;
    this.size--;
  }

  *values(): Generator<Value> {
    for (let entry = this.oldest; entry; entry = entry[this.#links].newer) yield entry.value;
  }

  clear(): void {
    this.oldest = undefined;
    this.#newest = undefined;
    this.size = 0;
  }
}
