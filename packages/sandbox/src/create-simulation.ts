import type { Changes } from './changes.js';
import { API_KEY_PREFIX, isApiKey } from './engine/api-keys.js';
import type { Clocks } from './engine/clocks.js';
import { type PaymentRecord, paymentOf } from './engine/payment.js';
import type { Store } from './engine/store.js';
import type { Journal } from './http/journal.js';
import { SandboxError } from './sandbox-error.js';
import type { Advance, DeliveryFilter, Simulation } from './simulation.js';
import type { Courier } from './webhooks/courier.js';
import type { Delivery } from './webhooks/delivery.js';
import { checkFault } from './webhooks/fault.js';

/** RFC 3339 has four digits for a year. A payment may still expire a day later. */
const END_OF_TIME = Date.parse('9999-12-30T00:00:00Z');

export interface SimulationOptions {
  store: Store;
  clocks: Clocks;
  courier: Courier;
  journal: Journal;
  changes: Changes;
  /** Begins anew what is random. */
  restart(): void;
}

export function createSimulation({ store, clocks, courier, journal, changes, restart }: SimulationOptions): Simulation {
  /** For each world, the end of the moves of its clock so far: one is made after the other. */
  const moves = new Map<string, Promise<void>>();

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

  /** Moves the clock of one world, from one retry to the next: what becomes of it decides whether there is another. */
  function move(apiKey: string, distance: number): Promise<void> {
    const clock = clocks.of(apiKey);
    const moved = (moves.get(apiKey) ?? Promise.resolve()).then(async () => {
      const target = clock.now() + distance;
      await courier.settled(apiKey);
      for (let due = clock.next(); due !== undefined && due <= target; due = clock.next()) {
        clock.advance(Math.max(due - clock.now(), 0));
        await courier.settled(apiKey);
      }
      clock.advance(Math.max(target - clock.now(), 0));
    });
    moves.set(apiKey, moved);
    return moved.finally(() => moves.get(apiKey) === moved && moves.delete(apiKey));
  }

  async function advance(by: Advance, apiKey?: string): Promise<void> {
    const distance = distanceOf(by);
    const shown = apiKey === undefined ? [undefined, ...clocks.apiKeys()] : [apiKey];
    if (shown.some((key) => clocks.now(key) + distance > END_OF_TIME)) {
      throw new SandboxError('invalid', `Expected to advance to the year 9999 at most, got ${distance} milliseconds.`);
    }
    if (apiKey !== undefined) {
      await store.open(checkApiKey(apiKey));
      return move(apiKey, distance);
    }
    clocks.advanceOthers(distance);
    await Promise.all(clocks.apiKeys().map((key) => move(key, distance)));
  }

  async function waitForDelivery({ id, state = 'delivered', apiKey, timeout = 5_000 }: DeliveryFilter = {}) {
    const ended = AbortSignal.timeout(timeout);
    for (;;) {
      const mine = courier.deliveries.filter(
        (delivery) =>
          (id === undefined || delivery.paymentId === id || delivery.transactionId === id) &&
          (apiKey === undefined || delivery.apiKey === apiKey),
      );
      const found = mine.find((delivery) => delivery.state === state);
      if (found) return found;
      if (ended.aborted) throw new SandboxError('timeout', noDelivery(mine, state, timeout));
      await changes.next(ended);
    }
  }

  return {
    payment: async (id, apiKey) => paymentOf(await find(id, apiKey)),
    payments: async (apiKey) => (await store.payments(apiKey)).map(paymentOf),
    pay: async (id, apiKey) => paymentOf(await changing(pay(id, apiKey))),
    expire: async (id, apiKey) => paymentOf(await changing(expire(id, apiKey))),
    license: async (key, apiKey) => structuredClone(await store.license((await only(apiKey)) ?? '', key)),
    licenses: async (apiKey) => structuredClone(await store.licenses((await only(apiKey)) ?? '')),
    async setLicense(change, apiKey) {
      checkTokens(change.tokens);
      return structuredClone(await changing(store.setLicense(await mustBeOne(apiKey), change)));
    },
    now: clocks.now,
    advance: (by, apiKey) => changing(advance(by, apiKey)),
    get deliveries() {
      return courier.deliveries;
    },
    waitForDelivery,
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
      if (apiKey === undefined) restart();
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

function distanceOf({ hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }: Advance): number {
  const distance = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
  if (distance >= 0) return distance;
  throw new SandboxError('invalid', `Expected to advance by 0 milliseconds or more, got ${distance}.`);
}

function checkTokens(tokens: number | undefined): void {
  if (tokens === undefined || (Number.isSafeInteger(tokens) && tokens >= 0)) return;
  throw new SandboxError('invalid', `Expected tokens as a whole number from 0 to 2^53 - 1, got ${tokens}.`);
}

function noDelivery(deliveries: readonly Delivery[], state: string, timeout: number): string {
  const tried = deliveries.map(({ transactionId, state, attempts }) => {
    const results = attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${transactionId} is ${state} (${results || 'no attempt yet'})`;
  });
  return `No webhook became ${state} within ${timeout} ms: ${tried.join('; ') || 'none was sent; was the payment paid, and has it a webhook_url?'}`;
}
