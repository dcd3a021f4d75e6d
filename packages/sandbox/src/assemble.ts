import { setMaxListeners } from 'node:events';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import type { Hono } from 'hono';
import { createClocks } from './clock/clocks.js';
import type { SandboxControl } from './control/control.js';
import { createControl, payEarly } from './control/create-control.js';
import { createOrigins, type Origins, type Place } from './http/origins.js';
import { createLog, type SandboxOptions } from './options.js';
import { paymentCreation } from './payments/create-payment.js';
import { createIds } from './payments/ids.js';
import { licenseKeysWith } from './payments/license-keys.js';
import { createMemoryStore } from './payments/memory-store.js';
import { partnerOperations } from './payments/operations.js';
import { paymentOf } from './payments/payment.js';
import { createRequestLog } from './payments/request-log.js';
import { createPaymentRoute, type PaymentRoute } from './payments/route.js';
import { createApp } from './server/app.js';
import { createCrossOrigin } from './server/cross-origin.js';
import { readState } from './state/read-state.js';
import { loadState } from './state/state.js';
import { createEvents } from './wait.js';
import { createDispatcher } from './webhooks/dispatcher.js';

/** The parts of a sandbox that its ways in need. */
export interface Assembly {
  control: SandboxControl;
  /** The operations, for the Node server. */
  route: PaymentRoute;
  origins: Origins;
  /** Everything, the operations included, as a web-standard application. */
  app: Hono;
  /** Resolves when the state to start with has been loaded; in memory, it is at once. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Wires the parts of a sandbox. */
export function assemble(
  {
    webhookSecret = TEST_WEBHOOK_SECRET,
    latency = 0,
    seed,
    licenses = {},
    publicUrl,
    allowHosts = [],
    allowOrigins = [],
    state,
    fetch = (request) => globalThis.fetch(request),
    logger,
  }: SandboxOptions,
  place: Place = { origin: () => undefined, isPrivate: false },
): Assembly {
  const { warn, info, onError } = createLog(logger);
  const origins = createOrigins(place, { publicUrl, allowHosts });
  const isFrozen = seed !== undefined;
  const clocks = createClocks({ isFrozen });
  const ids = createIds(seed);
  const changes = createEvents();
  const log = createRequestLog(warn);
  const dispatcher = createDispatcher({
    clocks,
    secret: webhookSecret,
    send: fetch,
    onError,
    onAttempt({ transactionId, url }, { status, error }, number) {
      changes.notify();
      info(`webhook of ${transactionId} to ${url}: ${status ?? error}, attempt ${number}`);
    },
  });
  const store = createMemoryStore({
    licenses: licenseKeysWith(licenses),
    warn,
    onDropPayment: ({ paymentId }) => dispatcher.forget(paymentId),
    onDropAccount(apiKey) {
      dispatcher.reset(apiKey);
      clocks.reset(apiKey);
    },
  });
  const start = state === undefined ? [] : readState(state);
  const load = (apiKey?: string) =>
    loadState(apiKey === undefined ? start : start.filter((account) => account.apiKey === apiKey), {
      store,
      clocks,
      ids,
    });
  const ready = load();
  const control = createControl({ store, clocks, dispatcher, log, changes, ids, onReset: load });
  const operations = partnerOperations({
    createPayment: paymentCreation({ store, clocks, ids }),
    store,
    clocks,
    isWebhookSent: dispatcher.isSent,
    onCreated: (payment) => payEarly(payment, { store, control }),
  });
  const closing = new AbortController();
  // Each event stream, long poll and hanging request listens. Node.js warns about more than ten.
  setMaxListeners(0, closing.signal);
  const route = createPaymentRoute({
    operations,
    store,
    closing: closing.signal,
    clocks,
    ids,
    log,
    latency,
    origins,
    crossOrigin: createCrossOrigin({ allowOrigins, isPrivate: place.isPrivate }),
    onRequest: changes.notify,
    onWarning: info,
    onError,
  });
  const app = createApp({
    route,
    control,
    webhookSecret,
    isFrozen,
    origins,
    closing: closing.signal,
    clocks,
    onError,
    async findPayment(paymentId) {
      const record = await store.findByPaymentId(paymentId);
      return record && paymentOf(record);
    },
    // A customer who pays twice, or too late, sees the page in its current state.
    pay: ({ paymentId }) => control.pay(paymentId).catch(() => undefined),
  });

  return {
    control,
    route,
    origins,
    app,
    ready,
    async close() {
      closing.abort();
      await dispatcher.close();
      clocks.reset();
    },
  };
}
