import type { LoggedRequest } from '../../payments/logged-request.js';
import type { StartAccount } from '../../state/read-state.js';
import { createEvents } from '../../wait.js';
import { type Delivery, deliveryIdOf } from '../../webhooks/delivery.js';
import { MAX_PER_ACCOUNT } from '../limits.js';
import type { Change, Store, StoreContext } from '../store.js';
import { createBounded, reportDrops, textWeight } from './bounded.js';
import { createMemoryDeliveries } from './deliveries.js';
import { createMemoryListeners } from './listeners.js';
import { createMemoryPayments } from './payments.js';

/** A store that can also be read at once. */
export interface MemoryStore extends Store {
  /** Adds accounts as they were, whose clocks show what they showed. */
  restore(accounts: readonly StartAccount[], time: number): void;
  readonly view: {
    /** Every delivery, the oldest first. */
    deliveries(): readonly Delivery[];
    /** The latest requests, the oldest first. */
    requests(): readonly LoggedRequest[];
    /** How far the clock of an account is ahead; without an API key, that of the only account, or of new ones. */
    ahead(apiKey?: string): number;
  };
}

/** How many requests are kept; the oldest is dropped first. */
const MAX_REQUESTS = { perGroup: MAX_PER_ACCOUNT.requests, inAll: 10_000, bytesInAll: 32 * 2 ** 20 };

/** Roughly what a request weighs beside its texts, and what each text does, in bytes. */
const OVERHEAD = 500;
const TEXT_OVERHEAD = 50;

/** Keeps everything in the memory of this process. Atomic, because JavaScript runs one thing at a time. */
export function createMemoryStore({ licenses, warn }: Pick<StoreContext, 'licenses' | 'warn'>): MemoryStore {
  const { notify, next, subscribe } = createEvents<Change>();
  const deliveries = createMemoryDeliveries({ apiKeys: () => payments.apiKeys(), notify, warn });
  const payments = createMemoryPayments({
    licenses,
    notify,
    warn,
    deliver: deliveries.add,
    onDropPayment: ({ paymentId }) => deliveries.forget(deliveryIdOf(paymentId)),
    onDropAccount(apiKey) {
      deliveries.reset(apiKey);
      listeners.reset(apiKey);
      notify({ apiKey, isReset: true });
    },
  });
  const listeners = createMemoryListeners({ notify, isHeld: deliveries.isHeld });
  const reportDrop = reportDrops('requests', warn);
  const requests = createBounded<LoggedRequest>({
    ...MAX_REQUESTS,
    // Requests without an API key share one group.
    groupOf: ({ apiKey = '' }) => apiKey,
    weightOf,
    onDrop: (_entry, limit) => reportDrop(limit),
  });

  function singleApiKey(): string | undefined {
    const [first, another] = payments.apiKeys();
    return another === undefined ? first : undefined;
  }

  return {
    ...payments,
    ...deliveries,
    ...listeners,
    async advanceTarget(milliseconds, apiKey) {
      if (apiKey !== undefined) await payments.open(apiKey);
      return deliveries.advanceTarget(milliseconds, apiKey);
    },
    async logRequest(entry) {
      requests.add(entry);
      notify({ apiKey: entry.apiKey });
    },
    requests: async (apiKey) => requests.values(apiKey),
    apiKeys: async () => [...payments.apiKeys()],
    only: async () => singleApiKey(),
    async reset(apiKey) {
      payments.reset(apiKey);
      deliveries.reset(apiKey);
      listeners.reset(apiKey);
      requests.clear(apiKey);
      notify({ apiKey, isReset: true });
    },
    changes: { next, subscribe },
    isShared: false,
    ping: async () => true,
    close: async () => {},
    restore(accounts, time) {
      for (const account of accounts) {
        payments.restore(account);
        if (account.now !== undefined) deliveries.set(account.apiKey, account.now - time);
      }
    },
    view: {
      deliveries: () => deliveries.list(),
      requests: () => requests.values(),
      ahead: (apiKey) => deliveries.offsetOf(apiKey ?? singleApiKey()),
    },
  };
}

/** Counts every text of a request. */
function weightOf({ path, body, apiKey = '', transactionId = '', errors, warnings }: LoggedRequest): number {
  let weight = OVERHEAD + 4 * TEXT_OVERHEAD + textWeight(path, body, apiKey, transactionId);
  for (const warning of warnings) weight += TEXT_OVERHEAD + textWeight(warning);
  for (const error of errors) weight += 2 * TEXT_OVERHEAD + textWeight(error.path, error.message);
  return weight;
}
