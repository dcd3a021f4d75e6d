import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import type { Hono } from 'hono';
import { createClocks } from './clock/clocks.js';
import type { Control } from './control/control.js';
import { createControl, payEarly } from './control/create-control.js';
import type { Guarded, Hosted } from './hosted/hosted.js';
import { createOrigins, type Origins, type Place } from './http/origins.js';
import { createMetrics } from './metrics/metrics.js';
import { createLog, type SandboxOptions } from './options.js';
import { PUBLISHED_DOCS } from './pages/guides.js';
import { paymentCreation } from './payments/create-payment.js';
import { createIds } from './payments/ids.js';
import { partnerOperations } from './payments/operations.js';
import { paymentOf } from './payments/payment.js';
import { createPaymentRoute, type PaymentRoute } from './payments/route.js';
import { allowManyListeners } from './platform/node.js';
import type { AppOptions } from './server/app.js';
import { createCrossOrigin } from './server/cross-origin.js';
import { stateText } from './state/state.js';
import type { Store } from './store/store.js';
import { inTime } from './wait.js';
import { createDispatcher } from './webhooks/dispatcher.js';
import { createListeners } from './webhooks/listeners.js';
import { isAcknowledged } from './webhooks/send.js';

/** The parts of a sandbox that its ways in need. */
export interface Assembly {
  control: Control;
  /** The operations, for the Node server. */
  route: PaymentRoute;
  origins: Origins;
  hosted: Hosted | undefined;
  /** Everything, the operations included, as a web-standard application. */
  app: Hono;
  /** Milliseconds since 1970-01-01T00:00:00Z, without what accounts have moved. */
  time(): number;
  /** Ends what waits, and delivers no webhooks any more. */
  stop(): Promise<void>;
  /** Stops, and closes the store. */
  close(): Promise<void>;
}

export interface AssemblyOptions extends SandboxOptions {
  /** Guards the sandbox where many share it. */
  host?: ((guarded: Guarded) => Hosted) | undefined;
}

/** What differs between sandboxes: by how they start, and by where they run. */
export interface StartOptions {
  /** Makes the application that serves requests. */
  createApp(options: AppOptions): Hono;
  /** Called after a reset of an API key, or of all. */
  onReset(apiKey?: string): void;
  /** Payment ids that are taken. */
  reservedIds: ReadonlySet<string>;
}

/** Wires the parts of a sandbox. */
export function assemble(
  {
    webhookSecret = TEST_WEBHOOK_SECRET,
    latency = 0,
    seed,
    publicUrl,
    allowHosts = [],
    allowOrigins = [],
    docsUrl = PUBLISHED_DOCS,
    fetch = (request) => globalThis.fetch(request),
    logger,
    host,
  }: AssemblyOptions,
  store: Store,
  { createApp, onReset, reservedIds }: StartOptions,
  place: Place = { origin: () => undefined, isPrivate: false },
): Assembly {
  const { info, onError } = createLog(logger);
  const origins = createOrigins(place, { publicUrl, allowHosts });
  const isFrozen = seed !== undefined;
  const metrics = createMetrics();
  const clocks = createClocks(store, isFrozen);
  const ids = createIds(seed, reservedIds);
  const listeners = createListeners(store);
  const dispatcher = createDispatcher({
    store,
    clocks,
    secret: webhookSecret,
    send: fetch,
    listeners,
    onError,
    onAttempt({ transactionId, url }, { status, error }, number) {
      metrics.countAttempt(status === undefined ? 'failed' : isAcknowledged({ status }) ? 'acknowledged' : 'refused');
      info(`webhook of ${transactionId} to ${url}: ${status ?? error}, attempt ${number}`);
    },
  });
  const control = createControl({ store, clocks, dispatcher, ids, onReset });
  const hosted = host?.({
    control,
    store,
    origins,
    isSecure: publicUrl?.startsWith('https:') ?? false,
    onLimited: metrics.countLimited,
    onError,
  });
  const operations = partnerOperations({
    createPayment: paymentCreation({ store, clocks, ids }),
    store,
    clocks,
    onCreated: (payment) => payEarly(payment, { store, control }),
    quota: hosted,
  });
  const closing = new AbortController();
  // Each event stream, long poll and hanging request listens.
  allowManyListeners(closing.signal);
  const route = createPaymentRoute({
    operations,
    store,
    metrics,
    isAccount: hosted?.isAccount,
    closing: closing.signal,
    clocks,
    ids,
    latency,
    origins,
    crossOrigin: createCrossOrigin({ allowOrigins, isPrivate: place.isPrivate }),
    docsUrl,
    onWarning: info,
    onError,
  });
  // What other processes have left is due here too.
  if (store.isShared) dispatcher.wake();
  const app = createApp({
    route,
    control,
    listeners,
    authorize: hosted?.authorize,
    gate: hosted?.gate,
    metrics,
    counts: store.counts,
    isReady: () => responds(store),
    stateText: (apiKey) => stateText({ store, clocks }, apiKey),
    time: clocks.time,
    webhookSecret,
    docsUrl,
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
    hosted,
    app,
    time: clocks.time,
    stop,
    async close() {
      await stop();
      await store.close();
    },
  };

  async function stop(): Promise<void> {
    closing.abort();
    await dispatcher.close();
  }
}

/** Real milliseconds within which a store responds. Load balancers wait a few seconds, and ask often. */
const STORE_TIME = 2_000;

async function responds(store: Store): Promise<boolean> {
  return (
    (await inTime(
      STORE_TIME,
      store.ping().catch(() => false),
    )) ?? false
  );
}
