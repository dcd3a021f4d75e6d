import type { LicenseSeed } from './license-keys.js';
import type { License, Payment, Store } from './store.js';

interface World {
  licenses: Map<string, License>;
  /** By payment id and by transaction id; the oldest first. */
  payments: Map<string, Payment>;
  byTransaction: Map<string, Payment>;
}

/** What the memory store needs to know. */
export interface MemoryStoreOptions {
  /** The licenses that a new world has. */
  licenses: readonly LicenseSeed[];
  /** How many payments a world keeps. */
  capacity: number;
  /** How many worlds are kept. */
  worlds: number;
  /** Told of what is dropped because there is too much of it. */
  onDrop(what: string): void;
}

/** Keeps everything in the memory of this process: JavaScript does one thing at a time, so every operation is atomic. */
export function createMemoryStore({ licenses, capacity, worlds, onDrop }: MemoryStoreOptions): Store {
  const kept = new Map<string, World>();

  function worldOf(apiKey: string): World {
    const known = kept.get(apiKey);
    if (known) return known;
    const world: World = {
      licenses: new Map(licenses.map(({ key, state, tokens }) => [key, { key, state, tokens }])),
      payments: new Map(),
      byTransaction: new Map(),
    };
    kept.set(apiKey, world);
    const [oldest] = kept.keys();
    if (kept.size > worlds && oldest !== undefined) {
      kept.delete(oldest);
      onDrop(`everything of an API key, since there are more than ${worlds}`);
    }
    return world;
  }

  const lookUp = (apiKey: string, id: string) => {
    const world = kept.get(apiKey);
    return world?.payments.get(id) ?? world?.byTransaction.get(id);
  };

  return {
    license: async (apiKey, key) => copy(worldOf(apiKey).licenses.get(key)),
    async setLicense(apiKey, license) {
      worldOf(apiKey).licenses.set(license.key, { ...license });
    },
    find: async (apiKey, id) => copy(lookUp(apiKey, id)),
    async findByPaymentId(paymentId) {
      for (const world of kept.values()) {
        const payment = world.payments.get(paymentId);
        if (payment) return { ...payment };
      }
      return undefined;
    },
    async insert(payment) {
      const world = worldOf(payment.apiKey);
      const earlier = world.byTransaction.get(payment.transactionId);
      if (earlier) return { outcome: 'exists', payment: { ...earlier } };
      const license = world.licenses.get(payment.request.license_key);
      if (!license || license.tokens < 1) return { outcome: 'no-token' };
      license.tokens--;
      world.payments.set(payment.paymentId, { ...payment });
      world.byTransaction.set(payment.transactionId, world.payments.get(payment.paymentId) as Payment);
      const [oldest] = world.payments.values();
      if (world.payments.size > capacity && oldest) {
        world.payments.delete(oldest.paymentId);
        world.byTransaction.delete(oldest.transactionId);
        onDrop(`payment ${oldest.paymentId}, since there are more than ${capacity}`);
      }
      return { outcome: 'created', payment };
    },
    async pay(apiKey, id, moment) {
      const payment = lookUp(apiKey, id);
      if (!payment) return { outcome: 'unknown' };
      if (payment.paidAt !== undefined) return { outcome: 'already-paid', payment: { ...payment } };
      if (moment >= payment.expiresAt) return { outcome: 'expired', payment: { ...payment } };
      payment.paidAt = moment;
      return { outcome: 'paid', payment: { ...payment } };
    },
    async expire(apiKey, id, moment) {
      const payment = lookUp(apiKey, id);
      if (payment) payment.expiresAt = Math.min(payment.expiresAt, moment);
      return copy(payment);
    },
    payments: async (apiKey) =>
      (apiKey === undefined ? [...kept.values()] : [kept.get(apiKey)]).flatMap((world) =>
        [...(world?.payments.values() ?? [])].map((payment) => ({ ...payment })),
      ),
    licenses: async (apiKey) => [...worldOf(apiKey).licenses.values()].map((license) => ({ ...license })),
    apiKeys: async () => [...kept.keys()],
    async reset(apiKey) {
      if (apiKey === undefined) kept.clear();
      else kept.delete(apiKey);
    },
  };
}

function copy<T extends object>(value: T | undefined): T | undefined {
  return value && { ...value };
}
