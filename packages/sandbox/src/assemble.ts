import { setTimeout as delay } from 'node:timers/promises';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import type { Hono } from 'hono';
import { createClocks } from './clock/clocks.js';
import type { Simulation } from './control/control.js';
import { createSimulation } from './control/create-control.js';
import type { Logger, SandboxOptions } from './options.js';
import { countDrops } from './payments/count-drops.js';
import { createEngine } from './payments/create-payment.js';
import { createGenerate, type Generate } from './payments/generate.js';
import { createIds } from './payments/ids.js';
import { LICENSE_KEYS, type LicenseSeed } from './payments/license-keys.js';
import { createMemoryStore } from './payments/memory-store.js';
import { type PaymentRecord, paymentOf } from './payments/payment.js';
import { createApp } from './server/app.js';
import { createChanges } from './server/changes.js';
import { createCrossOrigin } from './server/cross-origin.js';
import { linkOrigin, type Place } from './server/origin.js';
import { createJournal } from './server/request-log.js';
import type { Delivery } from './webhooks/delivery.js';
import { createCourier } from './webhooks/dispatcher.js';

/** How much is kept; the oldest goes first, and the log tells of it. */
const CAPACITY = {
  worlds: 1_000,
  paymentsPerWorld: 10_000,
  payments: 50_000,
  paymentBytes: 128 * 2 ** 20,
};

const REQUESTS = { perApiKey: 1_000, inAll: 10_000, bytesInAll: 32 * 2 ** 20 };

/** Where time begins with a seed. */
const SEEDED_START = Date.parse('2026-01-15T10:00:00Z');

/** Real milliseconds that an answer waits for a webhook that is to come before it. */
const LONGEST_EARLY = 5_000;

/** Real milliseconds that webhooks under way have to arrive when the sandbox closes. */
const LAST_WEBHOOKS = 1_000;

/** The parts of a sandbox, put together. */
export interface Assembly {
  simulation: Simulation;
  generate: Generate;
  app: Hono;
  close(): Promise<void>;
}

export function assemble(
  {
    webhookSecret = TEST_WEBHOOK_SECRET,
    latency = 0,
    seed,
    licenses = {},
    publicUrl,
    allowOrigins = [],
    fetch = (request) => globalThis.fetch(request),
    logger,
  }: SandboxOptions,
  place: Place = { origin: () => undefined, isPrivate: false },
): Assembly {
  /** A log that fails loses its line, nothing else. */
  const log = (level: keyof Logger, line: string) => {
    (async () => logger?.[level](line))().catch(() => {});
  };
  const warn = (line: string) => log('warn', line);
  const dropped = { payments: countDrops('payments', warn), requests: countDrops('requests', warn) };

  const base = publicUrl?.replace(/\/+$/, '');
  const clocks = createClocks(seed === undefined ? {} : { start: SEEDED_START, isFrozen: true });
  const ids = createIds(seed);
  const changes = createChanges();
  const onFault = (error: unknown) => warn(`fault: ${error instanceof Error ? error.stack : error}`);
  const courier = createCourier({
    clocks,
    secret: webhookSecret,
    send: fetch,
    onFault,
    onAttempt({ transactionId, url, attempts }, { status, error }) {
      changes.notify();
      log('info', `webhook of ${transactionId} to ${url}: ${status ?? error}, attempt ${attempts.length}`);
    },
  });
  const journal = createJournal({
    capacity: REQUESTS,
    onDrop: (_entry, limit) => dropped.requests(limit),
  });
  const store = createMemoryStore({
    licenses: [...LICENSE_KEYS, ...ownLicenses(licenses)],
    capacity: CAPACITY,
    onDropPayment({ paymentId }, limit) {
      courier.forget(paymentId);
      dropped.payments(limit);
    },
    onDropWorld(apiKey) {
      courier.reset(apiKey);
      clocks.reset(apiKey);
      warn(`dropped everything of an API key that was not used for long, since there are more than ${CAPACITY.worlds}`);
    },
  });
  const simulation = createSimulation({ store, clocks, courier, journal, changes, ids });

  /** A payment whose webhook is to come before the answer to its request. */
  async function payEarly(payment: PaymentRecord): Promise<void> {
    const fault = await store.fault(payment);
    if (fault?.kind !== 'early') return;
    const { request } = await simulation.pay(payment.paymentId, payment.apiKey);
    if (!request.webhook_url) return;
    const isTried = ({ paymentId, attempts }: Delivery) => paymentId === payment.paymentId && attempts.length > 0;
    // A timer that keeps the process alive, as whoever waits for this answer may have nothing else that does.
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), LONGEST_EARLY);
    await courier.next(isTried, given.signal);
    clearTimeout(timer);
  }

  const crossOrigin = createCrossOrigin({ allowOrigins, isPrivate: place.isPrivate });
  const generate = createGenerate({
    engine: createEngine({ store, clocks, ids }),
    clocks,
    ids,
    journal,
    originOf: (requested) => base ?? linkOrigin(requested, place),
    pageHeaders: crossOrigin.answerHeaders,
    delay: waiting(latency),
    onCreated: payEarly,
    onAnswered: changes.notify,
    onWarning: (warning) => log('info', warning),
    onFault,
  });
  const closing = new AbortController();
  const app = createApp({
    generate,
    crossOrigin,
    simulation,
    webhookSecret,
    isFrozen: seed !== undefined,
    isPrivate: place.isPrivate,
    closing: closing.signal,
    clocks,
    onFault,
    async findPayment(paymentId) {
      const record = await store.findByPaymentId(paymentId);
      return record && paymentOf(record);
    },
    // A customer who pays twice, or too late, is shown the page as it is.
    pay: ({ paymentId }) => simulation.pay(paymentId).catch(() => undefined),
  });

  return {
    simulation,
    generate,
    app,
    async close() {
      closing.abort();
      // Attempts under way have a last moment; whoever waits for them (an advance, a redelivery) gets an answer then.
      const last = new AbortController();
      await Promise.race([courier.settled(), delay(LAST_WEBHOOKS, undefined, { signal: last.signal }).catch(() => {})]);
      last.abort();
      courier.close();
      clocks.reset();
      await courier.settled();
    },
  };
}

/** License keys of one's own; one of the sandbox's keeps what it is for. */
function ownLicenses(licenses: Readonly<Record<string, number>>): LicenseSeed[] {
  return Object.entries(licenses).map(([key, tokens]) => {
    const state = LICENSE_KEYS.find((license) => license.key === key)?.state ?? 'active';
    return { key, tokens, purpose: '', state };
  });
}

function waiting(latency: NonNullable<SandboxOptions['latency']>): (() => Promise<void>) | undefined {
  const [least, most] = typeof latency === 'number' ? [latency, latency] : latency;
  return most > 0 ? () => delay(least + Math.random() * (most - least)) : undefined;
}
