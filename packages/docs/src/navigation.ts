/** A group of the navigation; its name is the word `groups.<name>`. */
export interface Group {
  name: string;
  /** The guides in it, in their order. */
  guides: readonly string[];
}

/** The guides, in the order in which they are read. */
export const GROUPS: readonly Group[] = [
  { name: 'start', guides: ['index', 'quickstart', 'authentication'] },
  { name: 'payments', guides: ['qris', 'checkout-page', 'webhooks', 'errors', 'idempotency'] },
  { name: 'operations', guides: ['testing', 'libraries', 'going-live', 'changelog'] },
];

export const GUIDE_SLUGS: readonly string[] = GROUPS.flatMap(({ guides }) => guides);
