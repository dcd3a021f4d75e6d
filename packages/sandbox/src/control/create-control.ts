import { createMover } from '../clock/advance.js';
import type { Clocks } from '../clock/clocks.js';
import { checkFault } from '../faults.js';
import type { Ids } from '../payments/ids.js';
import { type PaymentRecord, paymentOf } from '../payments/payment.js';
import type { RequestLog } from '../payments/request-log.js';
import { API_KEY_PREFIX, isApiKey, type Store } from '../payments/store.js';
import { SandboxError } from '../sandbox-error.js';
import { writeState } from '../state/state.js';
import { type Events, withinLimits } from '../wait.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Dispatcher } from '../webhooks/dispatcher.js';
import { effectsOf } from '../webhooks/faults.js';
import type { DeliveryFilter, SandboxControl } from './control.js';
import { LicenseState } from './generated/schemas.js';

export interface ControlOptions {
  store: Store;
  clocks: Clocks;
  dispatcher: Dispatcher;
  log: RequestLog;
  changes: Events<void>;
  ids: Ids;
  /** Loads what the account of an API key, or all, started with. */
  onReset(apiKey: string | undefined): Promise<void>;
}

export function createControl({
  store,
  clocks,
  dispatcher,
  log,
  changes,
  ids,
  onReset,
}: ControlOptions): SandboxControl {
  const move = createMover(clocks, dispatcher.settled);

  /** Runs an action that changes something. */
  async function changing<T>(action: Promise<T>): Promise<T> {
    try {
      return await action;
    } finally {
      changes.notify();
    }
  }

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

  async function change(transition: 'pay' | 'expire' | 'fail', id: string, apiKey?: string): Promise<PaymentRecord> {
    const { apiKey: account, paymentId } = await find(id, apiKey);
    const result = await store[transition](account, paymentId, clocks.now(account));
    if (result.outcome === 'unknown') throw new SandboxError('not-found', `There is no payment ${paymentId} any more.`);
    if (result.outcome !== 'done') throw refused(result.payment, result.outcome);
    return result.payment;
  }

  async function pay(id: string, apiKey?: string): Promise<PaymentRecord> {
    const payment = await change('pay', id, apiKey);
    // Not awaited: a slow receiver keeps nobody waiting.
    dispatcher.enqueue(paymentOf(payment), await store.takeFault(payment));
    return payment;
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
    async payments(apiKey, limit = Number.POSITIVE_INFINITY) {
      const records = await store.payments(apiKey);
      return records.slice(Math.max(records.length - limit, 0)).map(paymentOf);
    },
    countPayments: async (apiKey) => (await store.payments(apiKey)).length,
    pay: async (id, apiKey) => paymentOf(await changing(pay(id, apiKey))),
    expire: async (id, apiKey) => paymentOf(await changing(change('expire', id, apiKey))),
    fail: async (id, apiKey) => paymentOf(await changing(change('fail', id, apiKey))),
    license: async (key, apiKey) => structuredClone(await store.license((await only(apiKey)) ?? '', key)),
    licenses: async (apiKey) => structuredClone(await store.licenses((await only(apiKey)) ?? '')),
    async setLicense(change, apiKey) {
      checkTokens(change.tokens);
      checkState(change.state);
      return structuredClone(await changing(store.setLicense(await mustBeOne(apiKey), change)));
    },
    now: clocks.now,
    async advance(by, apiKey) {
      if (apiKey !== undefined) await store.open(checkApiKey(apiKey));
      await changing(move(by, apiKey));
    },
    get deliveries() {
      return dispatcher.deliveries;
    },
    waitForDelivery: (filter) => waitForDelivery(dispatcher, filter),
    nextDelivery: dispatcher.next,
    async redeliver(deliveryId) {
      const delivery = await changing(dispatcher.redeliver(deliveryId));
      if (delivery) return delivery;
      throw new SandboxError('not-found', `There is no delivery ${deliveryId}.`);
    },
    async setFault(fault, { id, apiKey, kind } = {}) {
      if (fault) checkFault(fault);
      const account = await mustBeOne(apiKey);
      await changing(fault ? store.setFault(account, id, { ...fault }) : store.clearFault(account, id, kind));
      return account;
    },
    faults: (apiKey) => store.faults(apiKey),
    get requests() {
      return log.entries;
    },
    apiKeys: () => store.apiKeys(),
    state: (apiKey) => writeState({ store, clocks }, apiKey),
    async reset(apiKey) {
      dispatcher.reset(apiKey);
      log.reset(apiKey);
      clocks.reset(apiKey);
      ids.restart(apiKey);
      await changing(store.reset(apiKey).then(() => onReset(apiKey)));
    },
    change: (signal) => changes.next(() => true, signal),
  };
}

/** Pays a new payment whose webhook is to arrive before the response to its request, and waits for the first attempt. */
export async function payEarly(
  payment: PaymentRecord,
  { store, control }: { store: Store; control: SandboxControl },
): Promise<void> {
  const { earlyWait } = effectsOf(await store.fault(payment));
  if (earlyWait === 0) return;
  const { request } = await control.pay(payment.paymentId, payment.apiKey);
  if (!request.webhook_url) return;
  const isTried = ({ paymentId, attempts }: Delivery) => paymentId === payment.paymentId && attempts.length > 0;
  await withinLimits({ milliseconds: earlyWait }, (signal) => control.nextDelivery(isTried, signal));
}

async function waitForDelivery(
  dispatcher: Pick<Dispatcher, 'deliveries' | 'next'>,
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
  const found = await withinLimits({ milliseconds: timeout }, (signal) => dispatcher.next(isAwaited, signal));
  if (found?.state === state) return found;
  const attempts = dispatcher.deliveries.filter(isMeant).map((delivery) => {
    const results = delivery.attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${delivery.transactionId} is ${delivery.state} (${results || 'no attempt yet'})`;
  });
  const seen = attempts.join('; ') || 'none was sent; was the payment paid, and does it have a webhook_url?';
  throw new SandboxError('timeout', `No webhook became ${state} within ${Date.now() - begun} ms: ${seen}`);
}

function refused(
  { paymentId, transactionId }: PaymentRecord,
  reason: 'already-paid' | 'expired' | 'failed',
): SandboxError {
  const why = { 'already-paid': 'was paid before', expired: 'has expired', failed: 'has failed' }[reason];
  return new SandboxError(reason, `Payment ${paymentId} (${transactionId}) ${why}.`);
}

function checkApiKey(apiKey: string): string {
  if (isApiKey(apiKey)) return apiKey;
  throw new SandboxError(
    'invalid',
    `Expected an API key that begins with ${API_KEY_PREFIX}, got ${JSON.stringify(apiKey)}.`,
  );
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
