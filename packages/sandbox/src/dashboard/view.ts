import type { Control } from '../control/control.js';
import { DeliveryState, type License, PaymentState } from '../control/generated/schemas.js';
import { createSearch, type Page, pageOf } from '../control/paging.js';
import type { Language } from '../pages/language.js';
import type { LoggedRequest } from '../payments/logged-request.js';
import { type Payment, stateOf } from '../payments/payment.js';
import type { SandboxErrorReason } from '../sandbox-error.js';
import type { FaultSetting } from '../store/store.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Place, Tab } from './addresses.js';
import type { Visit } from './gate.js';

/** How many entries of a list are shown at once: what a person looks through, and what a page can weigh. */
const MOST_SHOWN = 25;

/** Milliseconds: two clocks that run alike are not read at the same moment. */
const NOTICEABLE_DIFFERENCE = 1_000;

/** What the dashboard reads of a sandbox. */
export type Readable = Pick<
  Control,
  | 'payment'
  | 'listPayments'
  | 'countPayments'
  | 'deliveriesOf'
  | 'requestsOf'
  | 'faults'
  | 'licenses'
  | 'apiKeys'
  | 'currentTime'
>;

/** A payment with its state by the clock of its API key. */
export type ShownPayment = Payment & { state: PaymentState };

/** A request, with the payment of its transaction, if there is one. */
export type ShownRequest = LoggedRequest & { paymentId: string | undefined };

/** Whether a request succeeded. */
export type RequestState = 'accepted' | 'refused';

/** What the page knows of its own request, and of the sandbox's options. */
export interface Surroundings {
  /** Whose account is shown, where each browser sees one. */
  visit?: Pick<Visit, 'apiKey' | 'formToken'> | undefined;
  place: Place;
  language: Language;
  /** Where the sandbox is, without a slash at its end. */
  origin: string;
  /** Where the documentation is. */
  docsUrl: string;
  webhookSecret: string;
  /** The clock moves only when it is advanced. */
  isFrozen: boolean;
  /** Why the last action could not be done. */
  problem: { reason: SandboxErrorReason; message: string } | undefined;
}

/** The list that is looked at: its newest entries, or those before one of them. */
export type List =
  | ({ tab: 'payments' } & Page<ShownPayment>)
  | ({ tab: 'deliveries' } & Page<Delivery>)
  | ({ tab: 'requests' } & Page<ShownRequest>);

/** Everything that the dashboard shows. All texts may be hostile, except `origin`, `docsUrl` and `webhookSecret`. */
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
  /** How many there are of each, whatever is searched for. */
  counts: Readonly<Record<Tab, number>>;
  list: List;
  faults: readonly FaultSetting[];
  /** Those of `account`, or those that a new API key will find; `undefined` while several API keys could be meant. */
  licenses: readonly License[] | undefined;
}

/** What the dashboard shows of a sandbox at this moment. */
export async function readView(sandbox: Readable, surroundings: Surroundings): Promise<DashboardView> {
  const { apiKey } = surroundings.place;
  const apiKeys = await sandbox.apiKeys();
  const [first, another] = apiKeys;
  const account = apiKey ?? (another === undefined ? first : undefined);
  const [deliveries, requests] = await Promise.all([sandbox.deliveriesOf(apiKey), sandbox.requestsOf(apiKey)]);
  const [list, payments, faults, licenses, now, clocks] = await Promise.all([
    readList(sandbox, surroundings.place, { deliveries, requests }),
    sandbox.countPayments(apiKey),
    sandbox.faults(apiKey),
    account === undefined && another !== undefined ? undefined : sandbox.licenses(account),
    sandbox.currentTime(apiKey),
    Promise.all(apiKeys.map(async (key) => [key, await sandbox.currentTime(key)] as const)),
  ]);
  const times = new Map(clocks);
  const shownKeys = list.items.flatMap((item) => (item.apiKey === undefined ? [] : [item.apiKey]));
  return {
    ...surroundings,
    apiKeys,
    account,
    now,
    clocks: Object.fromEntries(shownKeys.map((key) => [key, times.get(key) ?? now])),
    isTimeDivided: apiKey === undefined && clocks.some(([, time]) => Math.abs(time - now) >= NOTICEABLE_DIFFERENCE),
    counts: { payments, deliveries: deliveries.length, requests: requests.length },
    list,
    faults,
    licenses,
  };
}

async function readList(
  sandbox: Readable,
  { tab, apiKey, of, search, state, before }: Place,
  { deliveries, requests }: { deliveries: readonly Delivery[]; requests: readonly LoggedRequest[] },
): Promise<List> {
  const page = { before, limit: MOST_SHOWN };
  const wanted = search === undefined ? undefined : createSearch(search);
  const isOf = (...ids: (string | undefined)[]) => of === undefined || ids.includes(of);
  const idOf = ({ id }: { id: string }) => id;
  const weigh = () => 0;

  if (tab === 'payments') {
    const filter = { apiKey, id: of, search, state: Object.values(PaymentState).find((one) => one === state) };
    const { items, ...rest } = await sandbox.listPayments({ ...filter, ...page });
    const withState = async (one: Payment): Promise<ShownPayment> => ({
      ...one,
      state: stateOf(one, await sandbox.currentTime(one.apiKey)),
    });
    return { tab, items: await Promise.all(items.map(withState)), ...rest };
  }
  if (tab === 'deliveries') {
    const known = Object.values(DeliveryState).find((one) => one === state);
    const matches = ({ id, paymentId, transactionId, url, body, ...delivery }: Delivery) =>
      isOf(id, paymentId, transactionId) &&
      (known === undefined || delivery.state === known) &&
      (wanted?.finds([id, paymentId, transactionId, url], body) ?? true);
    return { tab, ...pageOf(deliveries, page, { idOf, matches, weigh }) };
  }
  const matches = ({ id, transactionId, code, body, status }: LoggedRequest) =>
    isOf(id, transactionId) &&
    (state === undefined || stateOfRequest({ status }) === state) &&
    (wanted?.finds([id, transactionId, code], body) ?? true);
  const { items, ...rest } = pageOf(requests, page, { idOf, matches, weigh });
  const withPayment = async (one: LoggedRequest): Promise<ShownRequest> => ({
    ...one,
    paymentId: one.transactionId && (await paymentIdOf(sandbox, one.transactionId, one.apiKey)),
  });
  return { tab, items: await Promise.all(items.map(withPayment)), ...rest };
}

async function paymentIdOf(sandbox: Readable, id: string, apiKey = ''): Promise<string | undefined> {
  try {
    return (await sandbox.payment(id, apiKey)).paymentId;
  } catch {
    // A request may name a transaction that never became a payment, or whose payment was dropped.
    return undefined;
  }
}

export function stateOfRequest({ status }: Pick<LoggedRequest, 'status'>): RequestState {
  return status !== undefined && status < 400 ? 'accepted' : 'refused';
}
