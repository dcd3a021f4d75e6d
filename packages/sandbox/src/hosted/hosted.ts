import type { Hono } from 'hono';
import type { Control } from '../control/control.js';
import type { ControlOperations } from '../control/operations.js';
import type { DashboardEnv } from '../dashboard/detect-language.js';
import type { Gate } from '../dashboard/gate.js';
import type { Origins } from '../http/origins.js';
import type { Store } from '../store/store.js';

export { HOSTED_LIMITS, type HostedOptions, SECRET_LENGTHS } from './options.js';

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
  /** Called with the name of each limit that is exceeded. */
  onLimited(limit: string): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}
