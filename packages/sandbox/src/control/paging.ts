/** A part of a list. */
export interface Page<Item> {
  /** The oldest first. */
  items: readonly Item[];
  /** How many entries match, on this page or not. */
  total: number;
  /** The id of the oldest entry of the page, if a matching one is older. */
  older: string | undefined;
}

/** Which part of a list is meant: the newest entries, or the newest before one of them. */
export interface PageRequest {
  /** The id of an entry. Nothing is older than an unknown one. */
  before?: string | undefined;
  /** The most entries. @default all */
  limit?: number | undefined;
  /** The most that the entries weigh; a heavier one comes alone. @default any weight */
  bytes?: number | undefined;
}

/** How to read the entries of a list. */
export interface Entries<Item> {
  idOf(item: Item): string;
  matches(item: Item): boolean;
  /** Roughly what an entry weighs, in bytes. */
  weigh(item: Item): number;
}

/** @param items the oldest first */
export function pageOf<Item>(
  items: readonly Item[],
  { before, limit = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY }: PageRequest,
  { idOf, matches, weigh }: NoInfer<Entries<Item>>,
): Page<Item> {
  const end = before === undefined ? items.length : items.findIndex((item) => idOf(item) === before);
  const page: Item[] = [];
  let [total, weight, isFull, isMore] = [0, 0, false, false];
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index] as Item;
    if (!matches(item)) continue;
    total++;
    if (index >= end) continue;
    weight += isFull ? 0 : weigh(item);
    isFull ||= page.length >= limit || (page.length > 0 && weight > bytes);
    if (isFull) isMore = true;
    else page.push(item);
  }
  const oldest = page.at(-1);
  return { items: page.reverse(), total, older: isMore && oldest ? idOf(oldest) : undefined };
}

/** The most that a list of the control API weighs, in bytes. */
export const LIST_BYTES = 4 * 2 ** 20;

/** What a person looks for: a part of an id or an error code, or a whole amount (`50000`, `Rp 50.000`). */
export interface Search {
  /** @param text JSON that may hold an amount */
  finds(names: readonly (string | undefined)[], text: string): boolean;
}

export function createSearch(given: string): Search {
  const part = given.trim().toLowerCase();
  const digits = part.replace(/^rp\s*/, '').replaceAll('.', '');
  const amount = /^\d+$/.test(digits) ? new RegExp(`"amount"\\s*:\\s*"?${Number(digits)}\\b`) : undefined;
  return {
    finds: (names, text) => names.some((name) => name?.toLowerCase().includes(part)) || (amount?.test(text) ?? false),
  };
}
