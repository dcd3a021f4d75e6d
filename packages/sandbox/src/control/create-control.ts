import { MAXIMUM_LENGTHS } from '@kgiton/contract';
import { createMover } from '../clock/advance.js';
import type { Clocks } from '../clock/clocks.js';
import { checkFault } from '../faults.js';
import type { Ids } from '../payments/ids.js';
import { ownText } from '../payments/own-text.js';
import { type Payment, type PaymentRecord, paymentOf, stateOf } from '../payments/payment.js';
import { randomInt } from '../platform/node.js';
import { SandboxError } from '../sandbox-error.js';
import { readState } from '../state/state.js';
import { API_KEY_PREFIX, isApiKey, type Store, type Transition } from '../store/store.js';
import { withinLimits } from '../wait.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Dispatcher } from '../webhooks/dispatcher.js';
import { effectsOf } from '../webhooks/faults.js';
import type { Control, DeliveryFilter } from './control.js';
import { LicenseState } from './generated/schemas.js';
import { createSearch, pageOf } from './paging.js';

export interface ControlOptions {
  store: Store;
  clocks: Clocks;
  dispatcher: Dispatcher;
  ids: Ids;
  /** Loads what the account of an API key, or all, started with. */
  onReset(apiKey: string | undefined): void;
}

export function createControl({ store, clocks, dispatcher, ids, onReset }: ControlOptions): Control {
  const move = createMover({ store, clocks, dispatcher });

  async function find(id: string, apiKey?: string): Promise<PaymentRecord> {
    const exact = apiKey === undefined ? await store.findByPaymentId(id) : undefined;
    const accounts = apiKey === undefined ? await store.apiKeys() : [apiKey];
    const found = exact ? [exact] : await Promise.all(accounts.map((account) => store.find(account, id)));
    const [first, another] = found.filter((candidate) => candidate !== undefined);
    if (!first) throw new SandboxError('not-found', `There is no payment with the payment id or transaction id ${id}.`);
    if (another) {
      throw new SandboxError(
        'ambiguous',
        `Several API keys have a transaction ${id}: say which, or use the payment id.`,
      );
    }
    return first;
  }

  /** The clocks of the accounts of payments. */
  async function timesOf(records: readonly PaymentRecord[]): Promise<Map<string, number>> {
    const accounts = [...new Set(records.map(({ apiKey }) => apiKey))];
    return new Map(await Promise.all(accounts.map(async (one) => [one, await clocks.now(one)] as const)));
  }

  async function countPayments(apiKey?: string): Promise<number> {
    return apiKey === undefined ? (await store.counts()).payments : store.countPayments(apiKey);
  }

  /** The payment that was changed. @throws {SandboxError} when it cannot be changed like this */
  function changed(paymentId: string, transition: Transition): PaymentRecord {
    if (transition.outcome === 'unknown') {
      throw new SandboxError('not-found', `There is no payment ${paymentId} any more.`);
    }
    if (transition.outcome !== 'done') throw refused(transition.payment, transition.outcome);
    return transition.payment;
  }

  async function end(how: 'expire' | 'fail', id: string, apiKey?: string): Promise<Payment> {
    const { apiKey: account, paymentId } = await find(id, apiKey);
    return paymentOf(changed(paymentId, await store[how](account, paymentId, await clocks.now(account))));
  }

  async function pay(id: string, apiKey?: string): Promise<Payment> {
    const record = await find(id, apiKey);
    const { apiKey: account, paymentId } = record;
    const payment = paymentOf(record);
    let paid: Awaited<ReturnType<Store['pay']>>;
    do {
      const paidAt = await clocks.now(account);
      const delivery = dispatcher.prepare(payment, paidAt, await store.fault(record));
      paid = await store.pay(account, paymentId, paidAt, delivery);
      // Each time, somebody else has set, cleared or used up a fault.
    } while (paid.outcome === 'fault-changed');
    const result = changed(paymentId, paid);
    // A slow receiver keeps nobody waiting.
    dispatcher.wake();
    return paymentOf(result);
  }

  /** The API key that is meant: the given one, or the only one that was used; undefined if none was. */
  async function only(apiKey: string | undefined): Promise<string | undefined> {
    const [first, another] = apiKey === undefined ? await store.apiKeys() : [apiKey];
    if (another !== undefined)
      throw new SandboxError('ambiguous', 'Several API keys were used: say which one is meant.');
    return first;
  }

  /** The same for a write. */
  async function mustBeOne(apiKey: string | undefined): Promise<string> {
    const one = await only(apiKey);
    if (one === undefined) throw new SandboxError('ambiguous', 'No API key was used so far: say which one is meant.');
    return checkApiKey(one);
  }

  return {
    payment: async (id, apiKey) => paymentOf(await find(id, apiKey)),
    payments: async (apiKey, limit) => (await store.payments(apiKey, limit)).map(paymentOf),
    async listPayments({ apiKey, id, state, search, ...page } = {}) {
      const wanted = search === undefined ? undefined : createSearch(search);
      // One more than a page of the newest shows that there are older ones; whatever else is wanted, all have to be read.
      const isAny = [id, state, search, page.before].every((part) => part === undefined);
      const newest = isAny && page.limit !== undefined ? page.limit + 1 : undefined;
      const records = await store.payments(apiKey, newest);
      const times = await timesOf(state === undefined ? [] : records);
      const found = pageOf(records, page, {
        idOf: ({ paymentId }) => paymentId,
        matches: (one) =>
          (id === undefined || one.paymentId === id || one.transactionId === id) &&
          (state === undefined || stateOf(one, times.get(one.apiKey) ?? 0) === state) &&
          (wanted?.finds([one.paymentId, one.transactionId], one.request) ?? true),
        weigh: ({ request, response }) => request.length + response.length,
      });
      const total = newest === undefined ? found.total : await countPayments(apiKey);
      return { ...found, total, items: found.items.map(paymentOf) };
    },
    countPayments,
    pay,
    expire: (id, apiKey) => end('expire', id, apiKey),
    fail: (id, apiKey) => end('fail', id, apiKey),
    license: async (key, apiKey) => structuredClone(await store.license((await only(apiKey)) ?? '', key)),
    licenses: async (apiKey) => structuredClone(await store.licenses((await only(apiKey)) ?? '')),
    async setLicense(change, apiKey) {
      checkLicenseKey(change.key);
      checkTokens(change.tokens);
      checkState(change.state);
      const own = { ...change, key: ownText(change.key) };
      return structuredClone(await store.setLicense(await mustBeOne(apiKey), own));
    },
    currentTime: clocks.now,
    async advance(by, apiKey) {
      await move(by, apiKey === undefined ? undefined : checkApiKey(apiKey));
    },
    deliveriesOf: store.deliveries,
    delivery: async (deliveryId) => existing(deliveryId, await store.delivery(deliveryId)),
    waitForDelivery: (filter) => waitForDelivery(store, dispatcher, filter),
    nextDelivery: dispatcher.next,
    redeliver: async (deliveryId) => existing(deliveryId, await dispatcher.redeliver(deliveryId)),
    async setFault(fault, { id, apiKey, kind } = {}) {
      if (fault) checkFault(fault);
      const account = await mustBeOne(apiKey);
      const target = id && ownText(id);
      await (fault ? store.setFault(account, target, { ...fault }) : store.clearFault(account, target, kind));
      return account;
    },
    faults: store.faults,
    requestsOf: store.requests,
    async createAccount() {
      const apiKey = createApiKey();
      await store.open(apiKey);
      return apiKey;
    },
    apiKeys: store.apiKeys,
    state: (apiKey) => readState({ store, clocks }, apiKey),
    async reset(apiKey) {
      ids.restart(apiKey);
      await store.reset(apiKey);
      onReset(apiKey);
    },
    change: async (signal) => void (await store.changes.next(() => true, signal)),
  };
}

/** Pays a new payment whose webhook is to arrive before the response to its request, and waits for the first attempt. */
export async function payEarly(
  payment: PaymentRecord,
  { store, control }: { store: Store; control: Control },
): Promise<void> {
  const { earlyWait } = effectsOf(await store.fault(payment));
  if (earlyWait === 0) return;
  const { request } = await control.pay(payment.paymentId, payment.apiKey);
  if (!request.webhook_url) return;
  const isTried = ({ paymentId, attempts }: Delivery) => paymentId === payment.paymentId && attempts.length > 0;
  await withinLimits({ milliseconds: earlyWait }, (signal) => control.nextDelivery(isTried, signal));
}

async function waitForDelivery(
  store: Pick<Store, 'deliveries'>,
  dispatcher: Pick<Dispatcher, 'next'>,
  { id, state = 'delivered', apiKey, timeout = 5_000 }: DeliveryFilter = {},
): Promise<Delivery> {
  const isMeant = (delivery: Delivery) =>
    (id === undefined || delivery.paymentId === id || delivery.transactionId === id) &&
    (apiKey === undefined || delivery.apiKey === apiKey);
  // A payment has one webhook: once that has failed or is withheld, none will be delivered.
  const isOver = (delivery: Delivery) =>
    id !== undefined && state === 'delivered' && ['failed', 'withheld'].includes(delivery.state);
  const isAwaited = (delivery: Delivery) => isMeant(delivery) && (delivery.state === state || isOver(delivery));
  const begun = Date.now();
  const found = await withinLimits({ milliseconds: timeout }, (signal) => dispatcher.next(isAwaited, signal, apiKey));
  if (found?.state === state) return found;
  const attempts = (await store.deliveries(apiKey)).filter(isMeant).map((delivery) => {
    const results = delivery.attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${delivery.transactionId} is ${delivery.state} (${results || 'no attempt yet'})`;
  });
  const seen = attempts.join('; ') || 'none was sent; was the payment paid, and does it have a webhook_url?';
  throw new SandboxError('timeout', `No webhook became ${state} within ${Date.now() - begun} ms: ${seen}`);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A key as KGiTON gives them: nobody guesses one of 62 ** 32. */
function createApiKey(): string {
  return API_KEY_PREFIX + Array.from({ length: 32 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

function existing(deliveryId: string, delivery: Delivery | undefined): Delivery {
  if (delivery) return delivery;
  throw new SandboxError('not-found', `There is no delivery ${deliveryId}.`);
}

function refused(
  { paymentId, transactionId }: PaymentRecord,
  reason: 'already-paid' | 'expired' | 'failed',
): SandboxError {
  const why = { 'already-paid': 'was paid before', expired: 'has expired', failed: 'has failed' }[reason];
  return new SandboxError(reason, `Payment ${paymentId} (${transactionId}) ${why}.`);
}

function checkApiKey(apiKey: string): string {
  if (isApiKey(apiKey)) return ownText(apiKey);
  throw new SandboxError(
    'invalid',
    `Expected an API key that begins with ${API_KEY_PREFIX}, got ${JSON.stringify(apiKey)}.`,
  );
}

function checkLicenseKey({ length }: string): void {
  const most = MAXIMUM_LENGTHS.license_key;
  if (length <= most) return;
  throw new SandboxError('invalid', `Expected a license key of at most ${most} characters, got ${length}.`);
}

function checkState(state: LicenseState | undefined): void {
  const known = Object.values(LicenseState);
  if (state === undefined || known.includes(state)) return;
  throw new SandboxError('invalid', `Expected state as one of ${known.join(', ')}, got ${JSON.stringify(state)}.`);
}

function checkTokens(tokens: number | undefined): void {
  if (tokens === undefined || (Number.isSafeInteger(tokens) && tokens >= 0)) return;
  throw new SandboxError('invalid', `Expected tokens as a whole number from 0 to 2^53 - 1, got ${tokens}.`);
}
