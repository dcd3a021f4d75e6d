import type { Hono } from 'hono';
import type { Control } from '../control/control.js';
import type { ControlOperations } from '../control/operations.js';
import type { DashboardEnv } from '../dashboard/detect-language.js';
import type { Gate } from '../dashboard/gate.js';
import type { Origins } from '../http/origins.js';
import type { Store } from '../store/store.js';

/** The limits of a hosted sandbox by default. */
export const HOSTED_LIMITS = {
  requestsPerMinute: 1_200,
  addressRequestsPerMinute: 2_400,
  accountsPerHour: 60,
  paymentsPerDay: 10_000,
} as const;

/** Characters that a secret has at least. */
export const SECRET_LENGTHS = { 'operator-token': 16, 'session-secret': 32 } as const;

/** Options of a sandbox that is hosted for many. */
export interface HostedOptions {
  /**
   * The token of operators, who may list the accounts, read the metrics and reset everything.
   * @default none: nobody may
   */
  operatorToken?: string | undefined;
  /**
   * The secret that seals the sessions of the dashboard, at least 32 characters. All instances need the same one.
   * @default random, so that sessions end with the process
   */
  sessionSecret?: string | undefined;
  /**
   * How many proxies stand in front of the sandbox. Only then `X-Forwarded-For` is believed, as far as they wrote it.
   * @default 0: the address of a client is that of its connection
   */
  trustedProxies?: number | undefined;
  /**
   * Requests per minute with one API key.
   * @default 1_200
   */
  requestsPerMinute?: number | undefined;
  /**
   * Requests per minute from one address: an IPv4 address, or the first 64 bits of an IPv6 address.
   * @default 2_400
   */
  addressRequestsPerMinute?: number | undefined;
  /**
   * Accounts that one address may create per hour.
   * @default 60
   */
  accountsPerHour?: number | undefined;
  /**
   * Requests per day with one API key that generate a payment and are accepted.
   * @default 10_000
   */
  paymentsPerDay?: number | undefined;
}

/** What of the sandbox a request to the control API may use. */
export interface Grant {
  control: Control;
  /** The account that it is about; undefined: all of them. */
  apiKey: string | undefined;
}

/** A request that comes too early. */
export interface Delay {
  /** Real seconds to wait. */
  seconds: number;
}

/** Who sends a request. */
export interface Arrival {
  /** The address that the connection comes from. */
  peer: string | undefined;
  /** A header, by its lower-case name. */
  header(name: string): string | undefined;
}

/** Decides who may do what with a hosted sandbox. */
export interface Hosted {
  /** Counts a request to a path towards the rate limits. Resolves with how long to wait if one is exceeded. */
  admit(arrival: Arrival & { path: string }): Promise<Delay | undefined>;
  /** Whether an API key has an account, and so may use the API. */
  isAccount(apiKey: string): Promise<boolean>;
  /** Counts a payment towards the quota of an account. Resolves with how long to wait if it is exhausted. */
  takePayment(apiKey: string): Promise<Delay | undefined>;
  /** Takes back what {@link takePayment} has counted, for a request that was refused. */
  returnPayment(apiKey: string): Promise<void>;
  /** What a request to the control API may use. @throws {Refusal} `AUTHENTICATION_ERROR` or `RATE_LIMITED` */
  authorize(operation: keyof ControlOperations, arrival: Arrival): Promise<Grant>;
  /** Shows each browser one account of the dashboard, with the routes of its own page. */
  gate: Gate & { routes: Hono<DashboardEnv> };
}

/** The parts of the sandbox that its host guards. */
export interface Guarded {
  control: Control;
  store: Store;
  origins: Origins;
  /** Whether browsers reach the sandbox by https. */
  isSecure: boolean;
  /** Milliseconds since 1970-01-01T00:00:00Z, without what accounts have moved. */
  time(): number;
  /** Called with the name of each limit that is exceeded. */
  onLimited(limit: string): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}
