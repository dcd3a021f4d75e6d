import { setTimeout as delay } from 'node:timers/promises';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { createClock } from './engine/clock.js';
import { createEngine } from './engine/engine.js';
import { createIds } from './engine/ids.js';
import { LICENSE_KEYS } from './engine/license-keys.js';
import { createMemoryStore } from './engine/memory-store.js';
import type { License, Payment } from './engine/store.js';
import { createApp } from './http/app.js';
import { createJournal, type JournalEntry } from './http/journal.js';
import type { Logger, SandboxOptions } from './options.js';
import { createCourier } from './webhooks/courier.js';
import type { Delivery } from './webhooks/delivery.js';

/** How much is kept; the oldest goes first. The log tells of payments and worlds that go. */
const CAPACITY = { worlds: 1_000, paymentsPerWorld: 10_000, deliveries: 10_000, requests: 1_000 };

/** Where time begins with a seed. */
const SEEDED_START = Date.parse('2026-01-15T10:00:00Z');

/** A hundred years: further, and dates have no four digits any more. */
const FARTHEST = 100 * 365 * 24 * 3_600_000;

/** How far to move the clock. */
export interface Advance {
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}

/** Which delivery to wait for: of a payment, by either of its ids, and in a state. */
export interface DeliveryFilter {
  /** A payment id or a transaction id. */
  id?: string;
  /** @default 'delivered' */
  state?: Delivery['state'];
  /**
   * Real milliseconds to wait.
   * @default 5_000
   */
  timeout?: number;
}

/** A server that behaves like KGiTON. Each API key that starts with `kgiton_` is a world of its own. */
export interface Sandbox {
  /** Answers a request, without any socket: a `fetch` for the SDK, and a handler for every web-standard server. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /**
   * Pays, as the customer would; then the webhook is on its way.
   *
   * @param id a payment id or a transaction id
   * @throws {SandboxError} when there is no such payment, when it was paid before, or when it has expired
   */
  pay(id: string): Promise<Payment>;
  /** Lets a payment expire now. @throws {SandboxError} when there is no such payment */
  expire(id: string): Promise<Payment>;
  /** Moves the clock forward. Retries of webhooks that fall due are made, and waited for. */
  advance(by: Advance): Promise<void>;
  /** The sandbox's time: milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** A license key as an API key has it; the API key need not be given if only one was used. */
  license(key: string, apiKey?: string): Promise<License | undefined>;
  /** Gives a license key tokens or another state. */
  setLicense(license: License, apiKey?: string): Promise<void>;
  /** The payments of an API key, or of all. */
  payments(apiKey?: string): Promise<readonly Payment[]>;
  /** The webhooks, the oldest first. */
  readonly deliveries: readonly Delivery[];
  /** The last requests to the API, the oldest first. */
  readonly requests: readonly JournalEntry[];
  /** Waits for a delivery. @throws {SandboxError} when none comes in time; it says what was tried */
  waitForDelivery(filter?: DeliveryFilter): Promise<Delivery>;
  /** Delivers a webhook once more: the same bytes. */
  redeliver(deliveryId: string): Promise<Delivery | undefined>;
  /** Forgets the world of an API key, or all. The clock goes on. */
  reset(apiKey?: string): Promise<void>;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

/** What the sandbox was asked to do cannot be done. */
export class SandboxError extends Error {
  override name = 'SandboxError' as const;
}

/** Makes a sandbox without a socket. */
export function createSandbox({
  webhookSecret = TEST_WEBHOOK_SECRET,
  latency = 0,
  seed,
  licenses = {},
  fetch = (request) => globalThis.fetch(request),
  logger,
}: SandboxOptions = {}): Sandbox {
  /** A log that fails loses its line, nothing else. */
  const log = (level: keyof Logger, line: string) => {
    (async () => logger?.[level](line))().catch(() => {});
  };
  const clock = createClock(seed === undefined ? {} : { start: SEEDED_START, frozen: true });
  const ids = createIds(seed);
  const own = Object.entries(licenses).map(([key, tokens]) => {
    const state = LICENSE_KEYS.find((license) => license.key === key)?.state ?? 'active';
    return { key, tokens, purpose: '', state };
  });
  const store = createMemoryStore({
    licenses: [...LICENSE_KEYS, ...own],
    capacity: CAPACITY.paymentsPerWorld,
    worlds: CAPACITY.worlds,
    onDrop: (what) => log('warn', `dropped ${what}`),
  });
  const journal = createJournal(CAPACITY.requests);
  const courier = createCourier({
    clock,
    ids,
    secret: webhookSecret,
    send: fetch,
    capacity: CAPACITY.deliveries,
    onAttempt: ({ transactionId, url, attempts }, { status, error }) =>
      log('info', `webhook of ${transactionId} to ${url}: ${status ?? error}, attempt ${attempts.length}`),
  });

  async function pay({ apiKey, paymentId }: Payment): Promise<Payment> {
    const paying = await store.pay(apiKey, paymentId, clock.now());
    if (paying.outcome === 'unknown') throw new SandboxError(`There is no payment ${paymentId} any more.`);
    if (paying.outcome !== 'paid') {
      const why = paying.outcome === 'expired' ? 'has expired' : 'was paid before';
      throw new SandboxError(`Payment ${paymentId} (${paying.payment.transactionId}) ${why}.`);
    }
    courier.announce(paying.payment);
    return paying.payment;
  }

  /** A payment of any world, by either of its ids. */
  async function findAnywhere(id: string): Promise<Payment> {
    const exact = await store.findByPaymentId(id);
    if (exact) return exact;
    const found: Payment[] = [];
    for (const apiKey of await store.apiKeys()) {
      const payment = await store.find(apiKey, id);
      if (payment) found.push(payment);
    }
    const [payment, another] = found;
    if (!payment) throw new SandboxError(`There is no payment with the payment id or transaction id ${id}.`);
    if (another) throw new SandboxError(`Several API keys have a transaction ${id}: use the payment id.`);
    return payment;
  }

  /** The API key that is meant: the one given, or the only one that was used. */
  async function only(apiKey: string | undefined): Promise<string> {
    const [first, another] = apiKey === undefined ? await store.apiKeys() : [apiKey];
    if (first === undefined || another !== undefined) {
      throw new SandboxError(`${first ? 'Several API keys were' : 'No API key was'} used: say which one is meant.`);
    }
    return first;
  }

  const app = createApp({
    engine: createEngine({ store, clock, ids }),
    clock,
    ids,
    journal,
    delay: () => wait(latency),
    onWarning: (warning) => log('info', warning),
    onFault: (error) => log('warn', `fault: ${error instanceof Error ? error.stack : error}`),
    findPayment: (paymentId) => store.findByPaymentId(paymentId),
    // A customer who pays twice, or too late, is shown the page as it is.
    pay: (payment) => pay(payment).catch(() => undefined),
  });

  return {
    fetch: async (input, init) =>
      app.fetch(typeof input === 'object' && 'method' in input && !init ? input : new Request(input, init)),
    pay: async (id) => pay(await findAnywhere(id)),
    async expire(id) {
      const { apiKey, paymentId, paidAt } = await findAnywhere(id);
      if (paidAt !== undefined) throw new SandboxError(`Payment ${paymentId} was paid before.`);
      return (await store.expire(apiKey, paymentId, clock.now())) as Payment;
    },
    async advance({ hours = 0, minutes = 0, seconds = 0, milliseconds = 0 }) {
      const distance = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
      if (!(distance >= 0 && distance <= FARTHEST)) {
        throw new SandboxError(`Expected to advance by 0 to ${FARTHEST} milliseconds, got ${distance}.`);
      }
      const target = clock.now() + distance;
      await courier.settled();
      // From one retry to the next: whether there is another one depends on what becomes of it.
      for (let due = clock.next(); due !== undefined && due <= target; due = clock.next()) {
        clock.advance(Math.max(due - clock.now(), 0));
        await courier.settled();
      }
      clock.advance(Math.max(target - clock.now(), 0));
    },
    now: clock.now,
    license: async (key, apiKey) => store.license(await only(apiKey), key),
    setLicense: async (license, apiKey) => store.setLicense(await only(apiKey), license),
    payments: (apiKey) => store.payments(apiKey),
    get deliveries() {
      return courier.deliveries;
    },
    get requests() {
      return journal.entries;
    },
    async waitForDelivery({ id, state = 'delivered', timeout = 5_000 } = {}) {
      const giveUp = Date.now() + timeout;
      for (;;) {
        const mine = courier.deliveries.filter(
          ({ paymentId, transactionId }) => !id || [paymentId, transactionId].includes(id),
        );
        const found = mine.find((delivery) => delivery.state === state);
        if (found) return found;
        if (Date.now() >= giveUp) throw new SandboxError(noDelivery(mine, state, timeout));
        await delay(10);
      }
    },
    redeliver: (deliveryId) => courier.redeliver(deliveryId),
    async reset(apiKey) {
      courier.reset(apiKey);
      journal.reset(apiKey);
      await store.reset(apiKey);
    },
    async close() {
      clock.clear();
      courier.reset();
      await courier.settled();
    },
  };
}

async function wait(latency: NonNullable<SandboxOptions['latency']>): Promise<void> {
  const [least, most] = typeof latency === 'number' ? [latency, latency] : latency;
  const milliseconds = least + Math.random() * (most - least);
  if (milliseconds > 0) await delay(milliseconds);
}

function noDelivery(deliveries: readonly Delivery[], state: string, timeout: number): string {
  const tried = deliveries.map(({ transactionId, state, attempts }) => {
    const results = attempts.map(({ status, error }) => status ?? error).join(', ');
    return `${transactionId} is ${state} (${results || 'no attempt yet'})`;
  });
  return `No webhook became ${state} within ${timeout} ms: ${tried.join('; ') || 'none was sent; was the payment paid, and has it a webhook_url?'}`;
}
