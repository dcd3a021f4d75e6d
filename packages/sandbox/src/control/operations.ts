import { API_KEY_HEADER, CONTRACT_VERSION } from '@kgiton/contract';
import type { Metrics } from '../metrics/metrics.js';
import type { Payment } from '../payments/payment.js';
import { printable } from '../printable.js';
import { SandboxError } from '../sandbox-error.js';
import { accountIdOf } from '../store/account-id.js';
import type { StoreCounts } from '../store/store.js';
import { withinLimits } from '../wait.js';
import type { Delivery } from '../webhooks/delivery.js';
import type { Listeners } from '../webhooks/listeners.js';
import type { Control } from './control.js';
import type { operations } from './generated/openapi.js';
import { controlOperations as definitions } from './generated/operations.js';
import {
  type AttemptOutcome,
  type ClockAdvance,
  DeliveryState,
  FaultKind,
  type FaultRequest,
  type LicenseChange,
  type ListenRequest,
  PaymentState,
} from './generated/schemas.js';
import { LIST_BYTES, pageOf } from './paging.js';
import { Refusal } from './refusal.js';
import { deliveryView, faultView, forwardedAttemptView, paymentView, requestView, time } from './representations.js';

/** A parsed request to the control API. */
export interface ControlCall {
  apiKey: string | undefined;
  /** The `id` or `key` in the path. */
  name: string;
  query: Readonly<Record<string, string>>;
  /** The validated body, if the operation has one. */
  body: unknown;
  /** Aborts when the client disconnects. */
  signal: AbortSignal;
}

/** The body of a successful response; `undefined` if it has none. */
type Success<Id extends keyof operations> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Body } | { 'text/plain': infer Body } };
}
  ? Body
  : undefined;

/** A body of JSON that is too long to be made in one go. */
export class JsonParts {
  readonly parts: AsyncIterableIterator<string>;

  constructor(parts: AsyncIterableIterator<string>) {
    this.parts = parts;
  }
}

/** A handler of each operation of `openapi/sandbox.yaml`. A missing one, or a wrong response, does not compile. */
export type ControlOperations = { [Id in keyof operations]: (call: ControlCall) => Promise<Success<Id> | JsonParts> };

/** The document's bounds of a number in the query. */
interface Bounds {
  minimum: number;
  maximum: number;
  default: number;
}

const { limit: LIMIT, wait: WAIT } = definitions.listDeliveries.query;

export interface ControlSurroundings {
  control: Control;
  listeners: Listeners;
  metrics: Metrics;
  /** How much the state holds. */
  counts(): Promise<StoreCounts>;
  /** Whether the state can be reached. */
  isReady(): Promise<boolean>;
  /** Milliseconds since 1970-01-01T00:00:00Z, without what accounts have moved. */
  time(): number;
  /** The state of an account, or of all, as JSON. */
  stateText(apiKey: string | undefined): AsyncIterableIterator<string>;
  /** Aborts when the sandbox closes, which ends all waiting. */
  closing: AbortSignal;
}

export function controlOperations({
  control,
  listeners,
  metrics,
  counts,
  isReady,
  time: currentTime,
  stateText,
  closing,
}: ControlSurroundings): ControlOperations {
  const payment = async (shown: Payment) => paymentView(shown, await control.currentTime(shown.apiKey));

  async function listDeliveries({ apiKey, query, signal }: ControlCall) {
    const state = oneOf('state', query.state, DeliveryState);
    const limit = integerOf('limit', query.limit, LIMIT);
    const wait = integerOf('wait', query.wait, WAIT);
    const isMeant = (delivery: Delivery) =>
      (apiKey === undefined || delivery.apiKey === apiKey) &&
      (state === undefined || delivery.state === state) &&
      (query.payment === undefined || [delivery.paymentId, delivery.transactionId].includes(query.payment));
    if (wait > 0) {
      await withinLimits({ milliseconds: wait, signals: [signal, closing] }, (limited) =>
        control.nextDelivery(isMeant, limited, apiKey),
      );
    }
    const { items, older = null } = pageOf(
      await control.deliveriesOf(apiKey),
      { before: query.before, limit, bytes: LIST_BYTES },
      { idOf: ({ id }) => id, matches: isMeant, weigh: (delivery) => JSON.stringify(delivery).length },
    );
    return { deliveries: items.map(deliveryView), older };
  }

  return {
    // Without the store: a process is healthy also while that is unavailable, and must not be restarted then.
    getHealth: async () => ({ status: 'ok', contract_version: CONTRACT_VERSION, now: time(currentTime()) }),
    async getReady() {
      if (await isReady()) return { status: 'ready' };
      throw new Refusal('NOT_READY', 'The state of the sandbox cannot be reached.');
    },
    async getMetrics() {
      return metrics.render(await counts());
    },
    async listAccounts({ query }) {
      const limit = integerOf('limit', query.limit, LIMIT);
      const { items, older = null } = pageOf(
        (await control.apiKeys()).map((apiKey) => ({ apiKey, id: accountIdOf(apiKey) })),
        { before: query.before, limit },
        { idOf: ({ id }) => id, matches: () => true, weigh: () => 0 },
      );
      const account = async ({ apiKey, id }: (typeof items)[number]) => ({
        id,
        payments: await control.countPayments(apiKey),
      });
      return { accounts: await Promise.all(items.map(account)), older };
    },
    createAccount: async () => ({ api_key: await control.createAccount() }),
    async listPayments({ apiKey, query }) {
      const state = oneOf('state', query.state, PaymentState);
      const limit = integerOf('limit', query.limit, LIMIT);
      const page = { before: query.before, limit, bytes: LIST_BYTES };
      const { items, older = null } = await control.listPayments({ apiKey, state, ...page });
      return { payments: await Promise.all(items.map(payment)), older };
    },
    getPayment: async ({ name, apiKey }) => payment(await control.payment(name, apiKey)),
    payPayment: async ({ name, apiKey }) => payment(await control.pay(name, apiKey)),
    expirePayment: async ({ name, apiKey }) => payment(await control.expire(name, apiKey)),
    failPayment: async ({ name, apiKey }) => payment(await control.fail(name, apiKey)),
    listLicenses: async ({ apiKey }) => ({ licenses: [...(await control.licenses(apiKey))] }),
    async getLicense({ name, apiKey }) {
      const license = await control.license(name, apiKey);
      if (!license) throw new SandboxError('not-found', `There is no license key ${name}.`);
      return license;
    },
    setLicense: ({ name, apiKey, body }) => control.setLicense({ ...(body as LicenseChange), key: name }, apiKey),
    getClock: async ({ apiKey }) => ({ now: time(await control.currentTime(apiKey)) }),
    async advanceClock({ apiKey, body }) {
      await control.advance(body as ClockAdvance, apiKey);
      return { now: time(await control.currentTime(apiKey)) };
    },
    listDeliveries,
    getDelivery: async ({ name }) => deliveryView(await control.delivery(name)),
    redeliver: async ({ name }) => deliveryView(await control.redeliver(name)),
    async listen({ name, apiKey, body, signal }) {
      const { is_new: isNew = false, known = [], wait = 0 } = body as Partial<ListenRequest>;
      const request = {
        apiKey: accountOf(apiKey),
        id: listenerIdOf(name),
        isNew,
        known,
        wait,
        signals: [signal, closing],
      };
      const attempts = await listeners.listen(request);
      if (attempts) return { attempts: attempts.map(forwardedAttemptView) };
      throw new Refusal('LISTENER_REPLACED', 'Another listener has taken over this account, or this one was stopped.');
    },
    async stopListening({ name, apiKey }) {
      await listeners.stop(accountOf(apiKey), listenerIdOf(name));
      return undefined;
    },
    async reportOutcome({ name, apiKey, body }) {
      const { id, status, error, response_body: responseBody, duration_ms: duration } = body as AttemptOutcome;
      if ((status === undefined) === (error === undefined)) {
        throw new Refusal('INVALID_REQUEST', 'Expected either status or error of an attempt.');
      }
      const outcome = { status, error: error && printable(error), responseBody, duration };
      if (await listeners.report(accountOf(apiKey), listenerIdOf(name), id, outcome)) return undefined;
      throw new SandboxError('not-found', `The sandbox does not wait for an attempt ${id} of this listener.`);
    },
    listFaults: async ({ apiKey }) => ({ faults: (await control.faults(apiKey)).map(faultView) }),
    async setFault({ apiKey, body }) {
      const { payment: id, fault } = body as FaultRequest;
      return faultView({ apiKey: await control.setFault(fault, { id, apiKey }), id, fault });
    },
    async clearFault({ apiKey, query }) {
      const kind = oneOf('kind', query.kind, FaultKind);
      await control.setFault(undefined, { id: query.payment, apiKey, kind });
      return undefined;
    },
    async listRequests({ apiKey, query }) {
      const limit = integerOf('limit', query.limit, LIMIT);
      const { items, older = null } = pageOf(
        await control.requestsOf(apiKey),
        { before: query.before, limit, bytes: LIST_BYTES },
        { idOf: ({ id }) => id, matches: () => true, weigh: (entry) => JSON.stringify(entry).length },
      );
      return { requests: items.map(requestView), older };
    },
    getState: async ({ apiKey }) => new JsonParts(stateText(apiKey)),
    async reset({ apiKey }) {
      await control.reset(apiKey);
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

/** The API key of an operation that needs one. */
function accountOf(apiKey: string | undefined): string {
  if (apiKey !== undefined) return apiKey;
  throw new Refusal('INVALID_REQUEST', `Expected ${API_KEY_HEADER}, the API key of the account.`);
}

/** Ids are kept. */
const LONGEST_LISTENER_ID = 100;

function listenerIdOf(name: string): string {
  if (name.length <= LONGEST_LISTENER_ID) return name;
  throw new Refusal('INVALID_REQUEST', `Expected at most ${LONGEST_LISTENER_ID} characters as the id of a listener.`);
}
