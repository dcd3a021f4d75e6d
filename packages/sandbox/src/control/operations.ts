import { CONTRACT_VERSION } from '@kgiton/contract';
import { stateOf } from '../payments/payment.js';
import { SandboxError } from '../payments/sandbox-error.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Simulation } from './control.js';
import type { operations } from './generated/openapi.js';
import { controlOperations as places } from './generated/operations.js';
import {
  type ClockAdvance,
  DeliveryState,
  type FaultRequest,
  type LicenseChange,
  PaymentState,
} from './generated/schemas.js';
import { deliveryView, faultView, paymentView, requestView, time } from './representations.js';

/** A request to the control API, taken apart. */
export interface ControlCall {
  apiKey: string | undefined;
  /** The `id` or `key` in the path. */
  name: string;
  query: Readonly<Record<string, string>>;
  /** The body, if the operation has one; it was validated. */
  body: unknown;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
}

/** The body of the answer of success; `undefined` where it has none. */
type Success<Id extends keyof operations> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Body } };
}
  ? Body
  : undefined;

/** What each operation of `openapi/sandbox.yaml` does. One that is missing, or answers something else, does not compile. */
export type ControlOperations = { [Id in keyof operations]: (call: ControlCall) => Promise<Success<Id>> };

/** What the document says of a number in the query. */
interface Bounds {
  minimum: number;
  maximum: number;
  default: number;
}

const { limit: LIMIT, wait: WAIT } = places.listDeliveries.query;

/** @param closing aborts when the sandbox closes */
export function controlOperations(simulation: Simulation, closing: AbortSignal): ControlOperations {
  const payment = (shown: Awaited<ReturnType<Simulation['payment']>>) =>
    paymentView(shown, simulation.now(shown.apiKey));

  async function listDeliveries({ apiKey, query, signal }: ControlCall) {
    const state = oneOf('state', query.state, DeliveryState);
    const limit = integerOf('limit', query.limit, LIMIT);
    const wait = integerOf('wait', query.wait, WAIT);
    const isAsked = (delivery: Delivery) =>
      (apiKey === undefined || delivery.apiKey === apiKey) &&
      (state === undefined || delivery.state === state) &&
      (query.payment === undefined || [delivery.paymentId, delivery.transactionId].includes(query.payment));
    if (wait > 0) {
      const given = new AbortController();
      const giveUp = () => given.abort();
      const timer = setTimeout(giveUp, wait);
      for (const end of [signal, closing]) end.addEventListener('abort', giveUp);
      if (signal.aborted || closing.aborted) giveUp();
      await simulation.nextDelivery(isAsked, given.signal);
      clearTimeout(timer);
      for (const end of [signal, closing]) end.removeEventListener('abort', giveUp);
    }
    return { deliveries: simulation.deliveries.filter(isAsked).slice(-limit).map(deliveryView) };
  }

  return {
    getHealth: async () => ({ status: 'ok', contract_version: CONTRACT_VERSION, now: time(simulation.now()) }),
    async listPayments({ apiKey, query }) {
      const state = oneOf('state', query.state, PaymentState);
      const limit = integerOf('limit', query.limit, LIMIT);
      // Of a state, all have to be looked at.
      const payments = await simulation.payments(apiKey, state ? undefined : limit);
      const asked = payments.filter((one) => !state || stateOf(one, simulation.now(one.apiKey)) === state);
      return { payments: asked.slice(-limit).map(payment) };
    },
    getPayment: async ({ name, apiKey }) => payment(await simulation.payment(name, apiKey)),
    payPayment: async ({ name, apiKey }) => payment(await simulation.pay(name, apiKey)),
    expirePayment: async ({ name, apiKey }) => payment(await simulation.expire(name, apiKey)),
    listLicenses: async ({ apiKey }) => ({ licenses: [...(await simulation.licenses(apiKey))] }),
    async getLicense({ name, apiKey }) {
      const license = await simulation.license(name, apiKey);
      if (!license) throw new SandboxError('not-found', `There is no license key ${name}.`);
      return license;
    },
    setLicense: ({ name, apiKey, body }) => simulation.setLicense({ ...(body as LicenseChange), key: name }, apiKey),
    getClock: async ({ apiKey }) => ({ now: time(simulation.now(apiKey)) }),
    async advanceClock({ apiKey, body }) {
      await simulation.advance(body as ClockAdvance, apiKey);
      return { now: time(simulation.now(apiKey)) };
    },
    listDeliveries,
    async getDelivery({ name }) {
      const delivery = simulation.deliveries.find(({ id }) => id === name);
      if (!delivery) throw new SandboxError('not-found', `There is no delivery ${name}.`);
      return deliveryView(delivery);
    },
    redeliver: async ({ name }) => deliveryView(await simulation.redeliver(name)),
    listFaults: async ({ apiKey }) => ({ faults: (await simulation.faults(apiKey)).map(faultView) }),
    async setFault({ apiKey, body }) {
      const { payment: id, fault } = body as FaultRequest;
      return faultView({ apiKey: await simulation.setFault(fault, { id, apiKey }), id, fault });
    },
    async clearFault({ apiKey, query }) {
      await simulation.setFault(undefined, { id: query.payment, apiKey });
      return undefined;
    },
    async listRequests({ apiKey, query }) {
      const limit = integerOf('limit', query.limit, LIMIT);
      const mine = simulation.requests.filter((entry) => apiKey === undefined || entry.apiKey === apiKey);
      return { requests: mine.slice(-limit).map(requestView) };
    },
    async reset({ apiKey }) {
      await simulation.reset(apiKey);
      return undefined;
    },
  };
}

function oneOf<Value extends string>(name: string, given: string | undefined, known: Record<string, Value>) {
  const values = Object.values(known);
  const value = values.find((candidate) => candidate === given);
  if (given === undefined || value) return value;
  throw new SandboxError('invalid', `Expected ${name} as one of ${values.join(', ')}, got ${JSON.stringify(given)}.`);
}

function integerOf(name: string, given: string | undefined, bounds: Bounds): number {
  if (given === undefined) return bounds.default;
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= bounds.minimum && value <= bounds.maximum) return value;
  const expected = `a whole number from ${bounds.minimum} to ${bounds.maximum}`;
  throw new SandboxError('invalid', `Expected ${name} as ${expected}, got ${JSON.stringify(given)}.`);
}
