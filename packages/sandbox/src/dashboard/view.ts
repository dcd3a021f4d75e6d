import type { Control } from '../control/control.js';
import type { License, PaymentState } from '../control/generated/schemas.js';
import type { LoggedRequest } from '../payments/logged-request.js';
import { type Payment, stateOf } from '../payments/payment.js';
import type { FaultSetting } from '../store/store.js';
import type { Delivery } from '../webhooks/delivery.js';

/** How many payments, webhooks and requests are shown each: what a person can look through, and a browser at once. */
const MOST_SHOWN = 50;

/** Milliseconds: two clocks that run alike are not read at the same moment. */
const NOTICEABLE_DIFFERENCE = 1_000;

/** What the dashboard reads of a sandbox. */
export type Readable = Pick<
  Control,
  'payments' | 'countPayments' | 'listDeliveries' | 'listRequests' | 'faults' | 'licenses' | 'apiKeys' | 'currentTime'
>;

/** The newest of a list, and how many older ones are left out. */
export interface Newest<Item> {
  /** The newest first. */
  shown: readonly Item[];
  older: number;
}

/** A payment with its state by the clock of its API key. */
export type ShownPayment = Payment & { state: PaymentState };

/** What the page knows of its own request, and of the sandbox's options. */
export interface Surroundings {
  /** Where the sandbox is, without a slash at its end. */
  origin: string;
  webhookSecret: string;
  /** The API key that is looked at; all of them without it. */
  apiKey: string | undefined;
  /** The clock moves only when it is advanced. */
  isFrozen: boolean;
  /** Why the last action could not be done. */
  problem: string | undefined;
}

/** Everything that the dashboard shows. All texts may be hostile, except `origin` and `webhookSecret`. */
export interface DashboardView extends Surroundings {
  /** The API keys that have been used. */
  apiKeys: readonly string[];
  /** The account whose faults and license keys can be changed: the API key that is looked at, or the only one. */
  account: string | undefined;
  /** The clock of the page: milliseconds since 1970-01-01T00:00:00Z. */
  now: number;
  /** The clocks of the API keys that what is shown belongs to: each may have been advanced by itself. */
  clocks: Readonly<Record<string, number>>;
  /** Some API key that has been used has another time than the page. */
  isTimeDivided: boolean;
  payments: Newest<ShownPayment>;
  deliveries: Newest<Delivery>;
  requests: Newest<LoggedRequest>;
  faults: readonly FaultSetting[];
  /** Those of `account`, or those that a new API key will find; `undefined` while several API keys could be meant. */
  licenses: readonly License[] | undefined;
}

/** What the dashboard shows of a sandbox at this moment. */
export async function readView(sandbox: Readable, surroundings: Surroundings): Promise<DashboardView> {
  const { apiKey } = surroundings;
  const apiKeys = await sandbox.apiKeys();
  const [first, another] = apiKeys;
  const account = apiKey ?? (another === undefined ? first : undefined);
  const [payments, count, deliveries, requests, faults, licenses, now, clocks] = await Promise.all([
    sandbox.payments(apiKey, MOST_SHOWN),
    sandbox.countPayments(apiKey),
    sandbox.listDeliveries(apiKey),
    sandbox.listRequests(apiKey),
    sandbox.faults(apiKey),
    account === undefined && another !== undefined ? undefined : sandbox.licenses(account),
    sandbox.currentTime(apiKey),
    Promise.all(apiKeys.map(async (key) => [key, await sandbox.currentTime(key)] as const)),
  ]);

  const times = new Map(clocks);
  const timeOf = (key: string) => times.get(key) ?? now;
  const withState = (one: Payment): ShownPayment => ({ ...one, state: stateOf(one, timeOf(one.apiKey)) });
  const shownPayments = newest(payments.map(withState), count);
  const shownDeliveries = newest(deliveries);
  return {
    ...surroundings,
    apiKeys,
    account,
    now,
    clocks: Object.fromEntries(
      [...shownPayments.shown, ...shownDeliveries.shown].map((one) => [one.apiKey, timeOf(one.apiKey)]),
    ),
    isTimeDivided: apiKey === undefined && clocks.some(([, time]) => Math.abs(time - now) >= NOTICEABLE_DIFFERENCE),
    payments: shownPayments,
    deliveries: shownDeliveries,
    requests: newest(requests),
    faults,
    licenses,
  };
}

function newest<Item>(items: readonly Item[], count = items.length): Newest<Item> {
  const shown = items.slice(-MOST_SHOWN).reverse();
  return { shown, older: count - shown.length };
}
