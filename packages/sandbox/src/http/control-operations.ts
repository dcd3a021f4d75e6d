import { CONTRACT_VERSION } from '@kgiton/contract';
import { stateOf } from '../engine/payment.js';
import { SandboxError } from '../engine/sandbox-error.js';
import type { operations } from '../generated/openapi.js';
import {
  type ClockAdvance,
  DeliveryState,
  type FaultRequest,
  type LicenseChange,
  PaymentState,
} from '../generated/schemas.js';
import type { Simulation } from '../simulation/simulation.js';
import { deliveryView, faultView, paymentView, requestView, time } from './control-representations.js';

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

/** The most that `wait` can be. Contract: `listDeliveries`. */
const LONGEST_WAIT = 60_000;

export function controlOperations(simulation: Simulation): ControlOperations {
  const payment = (shown: Awaited<ReturnType<Simulation['payment']>>) =>
    paymentView(shown, simulation.now(shown.apiKey));

  async function listDeliveries({ apiKey, query, signal }: ControlCall) {
    const state = oneOf('state', query.state, DeliveryState);
    const timeout = AbortSignal.timeout(waitOf(query.wait));
    const ended = AbortSignal.any([signal, timeout]);
    for (;;) {
      const deliveries = simulation.deliveries.filter(
        (delivery) =>
          (apiKey === undefined || delivery.apiKey === apiKey) &&
          (state === undefined || delivery.state === state) &&
          (query.payment === undefined || [delivery.paymentId, delivery.transactionId].includes(query.payment)),
      );
      // `ended` holds its sources weakly: it is by being used here that the timeout is not collected, and never over.
      if (deliveries.length > 0 || signal.aborted || timeout.aborted || query.wait === undefined) {
        return { deliveries: deliveries.map(deliveryView) };
      }
      await simulation.change(ended);
    }
  }

  return {
    getHealth: async () => ({ status: 'ok', contract_version: CONTRACT_VERSION, now: time(simulation.now()) }),
    async listPayments({ apiKey, query }) {
      const state = oneOf('state', query.state, PaymentState);
      const payments = await simulation.payments(apiKey);
      const asked = payments.filter((one) => !state || stateOf(one, simulation.now(one.apiKey)) === state);
      return { payments: asked.map(payment) };
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
    async listRequests({ apiKey }) {
      const mine = simulation.requests.filter((entry) => apiKey === undefined || entry.apiKey === apiKey);
      return { requests: mine.map(requestView) };
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

function waitOf(given = '0'): number {
  const wait = Number(given);
  if (given.trim() !== '' && Number.isInteger(wait) && wait >= 0 && wait <= LONGEST_WAIT) return wait;
  const got = JSON.stringify(given);
  throw new SandboxError('invalid', `Expected wait as whole milliseconds from 0 to ${LONGEST_WAIT}, got ${got}.`);
}
