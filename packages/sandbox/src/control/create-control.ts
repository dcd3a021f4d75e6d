import { createMover } from '../clock/advance.js';
import type { Clocks } from '../clock/clocks.js';
import { API_KEY_PREFIX, isApiKey } from '../payments/api-keys.js';
import type { Ids } from '../payments/ids.js';
import { type PaymentRecord, paymentOf } from '../payments/payment.js';
import { SandboxError } from '../payments/sandbox-error.js';
import type { Store } from '../payments/store.js';
import type { Changes } from '../server/changes.js';
import type { Journal } from '../server/request-log.js';
import type { Courier } from '../webhooks/dispatcher.js';
import { checkFault } from '../webhooks/faults.js';
import type { Simulation } from './control.js';
import { LicenseState } from './generated/schemas.js';
import { waitForDelivery } from './wait-for-delivery.js';

export interface SimulationOptions {
  store: Store;
  clocks: Clocks;
  courier: Courier;
  journal: Journal;
  changes: Changes;
  ids: Ids;
}

export function createSimulation({ store, clocks, courier, journal, changes, ids }: SimulationOptions): Simulation {
  const move = createMover(clocks, courier);

  /** What is done changes something. */
  async function changing<T>(action: Promise<T>): Promise<T> {
    try {
      return await action;
    } finally {
      changes.notify();
    }
  }

  async function find(id: string, apiKey?: string): Promise<PaymentRecord> {
    const exact = apiKey === undefined ? await store.findByPaymentId(id) : undefined;
    const worlds = apiKey === undefined ? await store.apiKeys() : [apiKey];
    const found = exact ? [exact] : await Promise.all(worlds.map((world) => store.find(world, id)));
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

  async function pay(id: string, apiKey?: string): Promise<PaymentRecord> {
    const { apiKey: world, paymentId } = await find(id, apiKey);
    const paying = await store.pay(world, paymentId, clocks.now(world));
    if (paying.outcome === 'unknown') throw new SandboxError('not-found', `There is no payment ${paymentId} any more.`);
    if (paying.outcome !== 'paid') throw refused(paying.payment, paying.outcome);
    // Not waited for: a receiver that is slow keeps nobody waiting.
    courier.announce(paymentOf(paying.payment), await store.takeFault(paying.payment));
    return paying.payment;
  }

  async function expire(id: string, apiKey?: string): Promise<PaymentRecord> {
    const { apiKey: world, paymentId } = await find(id, apiKey);
    const expired = await store.expire(world, paymentId, clocks.now(world));
    if (!expired) throw new SandboxError('not-found', `There is no payment ${paymentId} any more.`);
    if (expired.paidAt !== undefined) throw refused(expired, 'already-paid');
    return expired;
  }

  /** The API key that is meant: the one given, or the only one that was used; none, if none was. */
  async function only(apiKey: string | undefined): Promise<string | undefined> {
    const [first, another] = apiKey === undefined ? await store.apiKeys() : [apiKey];
    if (another !== undefined)
      throw new SandboxError('ambiguous', 'Several API keys were used: say which one is meant.');
    return first;
  }

  /** The same for something that is to be written. */
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
    expire: async (id, apiKey) => paymentOf(await changing(expire(id, apiKey))),
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
      return courier.deliveries;
    },
    waitForDelivery: (filter) => waitForDelivery(courier, filter),
    nextDelivery: courier.next,
    async redeliver(deliveryId) {
      const delivery = await changing(courier.redeliver(deliveryId));
      if (delivery) return delivery;
      throw new SandboxError('not-found', `There is no delivery ${deliveryId}.`);
    },
    async setFault(fault, { id, apiKey } = {}) {
      if (fault) checkFault(fault);
      const world = await mustBeOne(apiKey);
      await changing(store.setFault(world, id, fault));
      return world;
    },
    faults: (apiKey) => store.faults(apiKey),
    get requests() {
      return journal.entries;
    },
    apiKeys: () => store.apiKeys(),
    async reset(apiKey) {
      courier.reset(apiKey);
      journal.reset(apiKey);
      clocks.reset(apiKey);
      ids.restart(apiKey);
      await changing(store.reset(apiKey));
    },
    change: changes.next,
  };
}

function refused({ paymentId, transactionId }: PaymentRecord, reason: 'already-paid' | 'expired'): SandboxError {
  const why = reason === 'expired' ? 'has expired' : 'was paid before';
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
