import { randomBytes } from 'node:crypto';
import { API_KEY_HEADER } from '@kgiton/contract';
import { controlOperations } from '../control/generated/operations.js';
import type { ControlOperations } from '../control/operations.js';
import { Refusal, tooManyRequests } from '../control/refusal.js';
import { accountIdOf } from '../store/account-id.js';
import { MAX_ACCOUNTS } from '../store/memory/payments.js';
import { isApiKey } from '../store/store.js';
import { accountControl } from './account-control.js';
import { clientAddress } from './client-address.js';
import { createGate } from './gate.js';
import {
  type Arrival,
  type Guarded,
  HOSTED_LIMITS,
  type Hosted,
  type HostedOptions,
  SECRET_LENGTHS,
} from './hosted.js';
import { createLimiter } from './limits.js';
import { isSame } from './secrets.js';
import { createSessions } from './sessions.js';

type Operation = keyof ControlOperations;

/** What load balancers ask. */
const PROBES: readonly Operation[] = ['getHealth', 'getReady'];

/** What needs no account. */
const OPEN: readonly Operation[] = [...PROBES, 'createAccount'];

/** What operators may do without an account. */
const FOR_OPERATORS: readonly Operation[] = ['listAccounts', 'getMetrics', 'reset'];

const PROBE_PATHS = new Set<string>(PROBES.map((id) => controlOperations[id].path));

const NO_ACCOUNT = `Send the API key of an account as ${API_KEY_HEADER}; POST ${controlOperations.createAccount.path} creates one.`;
const NO_OPERATOR = 'Send the token of an operator as authorization: Bearer.';

const FULL = `The sandbox has ${MAX_ACCOUNTS} accounts, as many as it keeps in memory. Its operator can reset it, or start it with a store.`;

const API_KEY = API_KEY_HEADER.toLowerCase();

export function createHosted(options: HostedOptions, guarded: Guarded): Hosted {
  const { control, store, origins, isSecure, onLimited, onError } = guarded;
  const { operatorToken, sessionSecret, trustedProxies = 0 } = options;
  checkSecret('operatorToken', operatorToken, SECRET_LENGTHS['operator-token']);
  checkSecret('sessionSecret', sessionSecret, SECRET_LENGTHS['session-secret']);
  if (store.isShared && sessionSecret === undefined) {
    throw new TypeError('sessionSecret: a hosted sandbox that shares its store needs one, the same for all instances.');
  }
  const limits = limitsOf(options);
  const limiter = (name: string, points: number, duration: number) =>
    createLimiter({ name, points, duration }, { store, onLimited, onError });
  const perAddress = limiter('address', limits.addressRequestsPerMinute, 60);
  const perAccount = limiter('account', limits.requestsPerMinute, 60);
  const newAccounts = limiter('accounts', limits.accountsPerHour, 60 * 60);
  const payments = limiter('payments', limits.paymentsPerDay, 24 * 60 * 60);

  const addressOf = (peer: string | undefined, header: Arrival['header']) =>
    clientAddress(peer, header('x-forwarded-for'), trustedProxies);

  const isAccount = async (apiKey: string | undefined) => isApiKey(apiKey) && store.isOpen(apiKey);
  const sessions = createSessions(sessionSecret ?? randomBytes(SECRET_LENGTHS['session-secret']).toString('hex'));

  return {
    async admit({ path, peer, header }) {
      if (PROBE_PATHS.has(path)) return undefined;
      const address = addressOf(peer, header);
      const early = await perAddress.take(address);
      const apiKey = header(API_KEY);
      return early || apiKey === undefined ? early : perAccount.take(accountIdOf(apiKey));
    },
    isAccount,
    gate: createGate({ sessions, origins, isSecure, isAccount, control, store }),
    takePayment: (apiKey) => payments.take(accountIdOf(apiKey)),
    returnPayment: (apiKey) => payments.giveBack(accountIdOf(apiKey)),
    async authorize(operation, { peer, header }) {
      if (operation === 'createAccount') {
        const early = await newAccounts.take(addressOf(peer, header));
        if (early) throw tooManyRequests(early.seconds);
        // In memory, the oldest account would be dropped, which may be in use.
        if (!store.isShared && (await store.apiKeys()).length >= MAX_ACCOUNTS) throw new Refusal('NOT_READY', FULL);
      }
      if (OPEN.includes(operation)) return { control, apiKey: undefined };
      const apiKey = header(API_KEY);
      const authorization = header('authorization');
      const [, token] = /^bearer +(.+)$/i.exec(authorization ?? '') ?? [];
      const isOperator = operatorToken !== undefined && token !== undefined && isSame(token, operatorToken);
      if (authorization !== undefined && !isOperator) throw new Refusal('AUTHENTICATION_ERROR', NO_OPERATOR);
      if (isOperator && apiKey === undefined && FOR_OPERATORS.includes(operation)) return { control, apiKey };
      if (!(await isAccount(apiKey))) throw new Refusal('AUTHENTICATION_ERROR', NO_ACCOUNT);
      if (FOR_OPERATORS.includes(operation) && operation !== 'reset') {
        throw new Refusal('AUTHENTICATION_ERROR', NO_OPERATOR);
      }
      return { control: accountControl(apiKey as string, control, store), apiKey };
    },
  };
}

function limitsOf(options: HostedOptions): Record<keyof typeof HOSTED_LIMITS, number> {
  const names = Object.keys(HOSTED_LIMITS) as (keyof typeof HOSTED_LIMITS)[];
  const limits = names.map((name) => [name, options[name] ?? HOSTED_LIMITS[name]] as const);
  const wrong = limits.find(([, limit]) => !Number.isSafeInteger(limit) || limit < 1);
  if (wrong) throw new TypeError(`${wrong[0]}: expected a whole number from 1, got ${wrong[1]}.`);
  return Object.fromEntries(limits) as Record<keyof typeof HOSTED_LIMITS, number>;
}

function checkSecret(name: string, given: string | undefined, shortest: number): void {
  if (given === undefined || given.length >= shortest) return;
  throw new TypeError(`${name}: expected at least ${shortest} characters, got ${given.length}.`);
}
