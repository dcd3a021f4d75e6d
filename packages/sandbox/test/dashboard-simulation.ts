import { createChanges } from '../src/changes.js';
import type { Payment } from '../src/engine/payment.js';
import type { License } from '../src/generated/schemas.js';
import type { DashboardRoutesOptions } from '../src/http/dashboard-routes.js';
import type { JournalEntry } from '../src/http/journal.js';
import { SandboxError } from '../src/sandbox-error.js';
import type { Delivery } from '../src/webhooks/delivery.js';
import type { FaultSetting } from '../src/webhooks/fault.js';

type DashboardSimulation = DashboardRoutesOptions['simulation'];

export const API_KEY = 'kgiton_laundry';

/** Where the sandbox's time begins. */
export const START = Date.parse('2026-11-23T14:20:05Z');

/** What a simulation has, for a test to fill and to change. */
export interface World {
  now: number;
  payments: Payment[];
  deliveries: Delivery[];
  requests: JournalEntry[];
  faults: FaultSetting[];
  licenses: License[];
  apiKeys: string[];
}

/** A simulation by hand, which writes down what it was asked to do. */
export interface HandMadeSimulation extends DashboardSimulation {
  world: World;
  /** What it was asked to do: the name and the arguments. */
  calls: unknown[][];
  /** How many wait for a change. */
  readonly waiting: number;
  /** Changes the world, and tells. */
  set(change: Partial<World>): void;
}

export function createHandMadeSimulation(given: Partial<World> = {}): HandMadeSimulation {
  const empty = { payments: [], deliveries: [], requests: [], faults: [], licenses: [], apiKeys: [] };
  const world: World = { now: START, ...empty, ...given };
  const calls: unknown[][] = [];
  const changes = createChanges();
  let waiting = 0;
  const of = (apiKey: string | undefined) => (item: { apiKey?: string | undefined }) =>
    apiKey === undefined || item.apiKey === apiKey;

  function find(id: string): Payment {
    const payment = world.payments.find(({ paymentId, transactionId }) => [paymentId, transactionId].includes(id));
    if (!payment) throw new SandboxError('not-found', `There is no payment ${id}.`);
    return payment;
  }
  function replace(payment: Payment, change: Partial<Payment>): Payment {
    const changed = { ...payment, ...change };
    world.payments = world.payments.map((one) => (one === payment ? changed : one));
    changes.notify();
    return changed;
  }

  return {
    world,
    calls,
    get waiting() {
      return waiting;
    },
    set(change) {
      Object.assign(world, change);
      changes.notify();
    },
    payment: async (id) => find(id),
    payments: async (apiKey) => world.payments.filter(of(apiKey)),
    async pay(...args) {
      calls.push(['pay', ...args]);
      const payment = find(args[0]);
      if (payment.paidAt !== undefined) {
        throw new SandboxError('already-paid', `${payment.transactionId} was paid before.`);
      }
      return replace(payment, { paidAt: world.now });
    },
    async expire(...args) {
      calls.push(['expire', ...args]);
      return replace(find(args[0]), { expiresAt: world.now });
    },
    licenses: async () => world.licenses,
    async setLicense(change, apiKey) {
      calls.push(['setLicense', change, apiKey]);
      const license = { state: 'active', tokens: 0, ...change } as License;
      world.licenses = world.licenses.map((one) => (one.key === change.key ? license : one));
      changes.notify();
      return license;
    },
    now: () => world.now,
    async advance(...args) {
      calls.push(['advance', ...args]);
      world.now += (args[0].minutes ?? 0) * 60_000;
      changes.notify();
    },
    get deliveries() {
      return world.deliveries;
    },
    async redeliver(id) {
      calls.push(['redeliver', id]);
      const delivery = world.deliveries.find((one) => one.id === id);
      if (!delivery) throw new SandboxError('not-found', `There is no webhook ${id}.`);
      return delivery;
    },
    async setFault(...args) {
      calls.push(['setFault', ...args]);
    },
    faults: async (apiKey) => world.faults.filter(of(apiKey)),
    get requests() {
      return world.requests;
    },
    apiKeys: async () => world.apiKeys,
    async reset(...args) {
      calls.push(['reset', ...args]);
      Object.assign(world, { ...empty, now: START });
      changes.notify();
    },
    async change(signal) {
      waiting++;
      await changes.next(signal);
      waiting--;
    },
  };
}
