import type { License } from '../control/generated/schemas.js';
import type { WebhookFault } from '../webhooks/faults.js';
import { createBounded, type Kept } from './bounded.js';
import type { LicenseSeed } from './license-keys.js';
import type { PaymentRecord } from './payment.js';
import type { Store } from './store.js';

interface World {
  licenses: Map<string, License>;
  byTransaction: Map<string, PaymentRecord>;
  /** By payment id or transaction id. */
  faults: Map<string, WebhookFault>;
  /** Of every payment. */
  fault?: WebhookFault | undefined;
}

/** What the memory store needs to know. */
export interface MemoryStoreOptions {
  /** The licenses that a new world has. */
  licenses: readonly LicenseSeed[];
  /**
   * How many payments (and faults of payments) a world keeps, how many there are in all and how much they weigh, in bytes,
   * and how many worlds.
   */
  capacity: { paymentsPerWorld: number; payments: number; paymentBytes: number; worlds: number };
  /** Told of a payment that is dropped, and of the limit that was passed, in words. */
  onDropPayment(payment: PaymentRecord, limit: string): void;
  /** Told of a world that is dropped because there are too many. */
  onDropWorld(apiKey: string): void;
}

/** How many license keys a world keeps; the one that was added first goes first. */
const MOST_LICENSES = 1_000;

/** About what a payment weighs beside its texts, in bytes. */
const OVERHEAD = 500;

/** Keeps everything in the memory of this process: JavaScript does one thing at a time, so every operation is atomic. */
export function createMemoryStore({
  licenses: seeds,
  capacity,
  onDropPayment,
  onDropWorld,
}: MemoryStoreOptions): Store {
  const worlds = new Map<string, World>();
  const byPaymentId = new Map<string, Kept<PaymentRecord>>();
  const payments = createBounded<PaymentRecord>({
    perGroup: capacity.paymentsPerWorld,
    inAll: capacity.payments,
    bytesInAll: capacity.paymentBytes,
    weightOf: ({ request, response, apiKey }) => OVERHEAD + request.length + response.length + apiKey.length,
    onDrop(payment, limit) {
      byPaymentId.delete(payment.paymentId);
      worlds.get(payment.apiKey)?.byTransaction.delete(payment.transactionId);
      onDropPayment(payment, limit);
    },
  });

  const newLicenses = () => new Map(seeds.map(({ key, state, tokens }) => [key, { key, state, tokens }]));
  // What is read where nothing was written; nobody writes to it.
  const untouched = newLicenses();

  function worldOf(apiKey: string): World {
    const known = worlds.get(apiKey);
    const isFull = worlds.size >= capacity.worlds;
    if (known) {
      // One that is in use is not the next to go.
      if (isFull) {
        worlds.delete(apiKey);
        worlds.set(apiKey, known);
      }
      return known;
    }
    const [oldest] = isFull ? worlds.keys() : [];
    if (oldest !== undefined) {
      forget(oldest);
      onDropWorld(oldest);
    }
    const world: World = { licenses: newLicenses(), byTransaction: new Map(), faults: new Map() };
    worlds.set(apiKey, world);
    return world;
  }

  function forget(apiKey: string): void {
    worlds.delete(apiKey);
    for (const { paymentId } of payments.values(apiKey)) byPaymentId.delete(paymentId);
    payments.clear(apiKey);
  }

  function lookUp(apiKey: string, id: string): PaymentRecord | undefined {
    const payment = byPaymentId.get(id)?.value;
    return payment?.apiKey === apiKey ? payment : worlds.get(apiKey)?.byTransaction.get(id);
  }

  function faultOf({
    apiKey,
    paymentId,
    transactionId,
  }: Pick<PaymentRecord, 'apiKey' | 'paymentId' | 'transactionId'>) {
    const world = worlds.get(apiKey);
    return world?.faults.get(paymentId) ?? world?.faults.get(transactionId) ?? world?.fault;
  }

  return {
    license: async (apiKey, key) => (worlds.get(apiKey)?.licenses ?? untouched).get(key),
    licenses: async (apiKey) => [...(worlds.get(apiKey)?.licenses ?? untouched).values()],
    async setLicense(apiKey, { key, tokens, state }) {
      const { licenses } = worldOf(apiKey);
      const known = licenses.get(key) ?? { tokens: 1_000_000, state: 'active' };
      const license: License = { key, tokens: tokens ?? known.tokens, state: state ?? known.state };
      licenses.set(key, license);
      if (licenses.size > MOST_LICENSES)
        licenses.delete([...licenses.keys()].find((other) => !untouched.has(other)) ?? key);
      return license;
    },
    find: async (apiKey, id) => lookUp(apiKey, id),
    findByTransaction: async (apiKey, transactionId) => worlds.get(apiKey)?.byTransaction.get(transactionId),
    findByPaymentId: async (paymentId) => byPaymentId.get(paymentId)?.value,
    async insert(payment, licenseKey) {
      const world = worldOf(payment.apiKey);
      const earlier = world.byTransaction.get(payment.transactionId);
      if (earlier) return { outcome: 'exists', payment: earlier };
      const license = world.licenses.get(licenseKey);
      if (!license || license.tokens < 1) return { outcome: 'no-token' };
      license.tokens--;
      world.byTransaction.set(payment.transactionId, payment);
      byPaymentId.set(payment.paymentId, payments.add(payment.apiKey, payment));
      return { outcome: 'created', payment };
    },
    async pay(apiKey, paymentId, moment) {
      const payment = lookUp(apiKey, paymentId);
      if (!payment) return { outcome: 'unknown' };
      if (payment.paidAt !== undefined) return { outcome: 'already-paid', payment };
      if (moment >= payment.expiresAt) return { outcome: 'expired', payment };
      payment.paidAt = moment;
      return { outcome: 'paid', payment };
    },
    async expire(apiKey, paymentId, moment) {
      const payment = lookUp(apiKey, paymentId);
      if (payment && payment.paidAt === undefined) payment.expiresAt = Math.min(payment.expiresAt, moment);
      return payment;
    },
    payments: async (apiKey) => payments.values(apiKey),
    fault: async (payment) => faultOf(payment),
    async takeFault(payment) {
      const fault = faultOf(payment);
      worlds.get(payment.apiKey)?.faults.delete(payment.paymentId);
      worlds.get(payment.apiKey)?.faults.delete(payment.transactionId);
      return fault;
    },
    faults: async (apiKey) =>
      [...worlds]
        .filter(([key]) => apiKey === undefined || key === apiKey)
        .flatMap(([key, { fault, faults }]) => [
          ...(fault ? [{ apiKey: key, fault }] : []),
          ...Array.from(faults, ([id, fault]) => ({ apiKey: key, id, fault })),
        ]),
    async setFault(apiKey, id, fault) {
      const world = worldOf(apiKey);
      if (id === undefined) {
        world.fault = fault;
        return;
      }
      world.faults.delete(id);
      if (fault) world.faults.set(id, fault);
      const [oldest] = world.faults.size > capacity.paymentsPerWorld ? world.faults.keys() : [];
      if (oldest !== undefined) world.faults.delete(oldest);
    },
    async open(apiKey) {
      worldOf(apiKey);
    },
    apiKeys: async () => [...worlds.keys()],
    async reset(apiKey) {
      if (apiKey !== undefined) return forget(apiKey);
      worlds.clear();
      byPaymentId.clear();
      payments.clear();
    },
  };
}
