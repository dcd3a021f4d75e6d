import { createHash } from 'node:crypto';

/** The parts of an account, in the order in which the scripts expect their keys. */
const PARTS = [
  'meta',
  'payments',
  'transactions',
  'payment-order',
  'licenses',
  'faults',
  'fault-order',
  'deliveries',
  'delivery-order',
  'due',
  'claims',
  'leases',
  'requests',
  'forwarded',
  'listener',
  'queue',
  'taken',
] as const;

/** The names of everything in Redis. */
export interface Keys {
  /** The keys of an account, under one hash tag, so that a cluster keeps them together. */
  of(apiKey: string): string[];
  meta(apiKey: string): string;
  deliveries(apiKey: string): string;
  order(apiKey: string): string;
  /** The API keys with an account, by their age. */
  accounts: string;
  /** The number of payments of each API key that has an account, for whoever counts them all. */
  counts: string;
  /** The API keys whose requests are logged; an empty one for none. */
  logs: string;
  /** The API keys by the moment at which somebody has to poll their deliveries, and their versions. */
  polls: string[];
  /** How far the clocks of new accounts are ahead. */
  clockOffset: string;
  /** Which account a payment belongs to. */
  owner(paymentId: string): string;
  /** The channel of changes. */
  changes: string;
}

export function keysWith(prefix: string): Keys {
  // A digest: an API key may hold braces, which would be another hash tag, and is nobody's business.
  const key = (apiKey: string, part: (typeof PARTS)[number]) => `${prefix}{${digestOf(apiKey)}}:${part}`;
  return {
    of: (apiKey) => PARTS.map((part) => key(apiKey, part)),
    meta: (apiKey) => key(apiKey, 'meta'),
    deliveries: (apiKey) => key(apiKey, 'deliveries'),
    order: (apiKey) => key(apiKey, 'payment-order'),
    accounts: `${prefix}accounts`,
    counts: `${prefix}counts`,
    logs: `${prefix}logs`,
    polls: [`${prefix}{polls}`, `${prefix}{polls}:versions`],
    clockOffset: `${prefix}ahead`,
    owner: (paymentId) => `${prefix}owner:${paymentId}`,
    changes: `${prefix}changes`,
  };
}

function digestOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('base64url');
}
