import type { SandboxControl } from './control/control.js';
import type { LoggedRequest } from './payments/logged-request.js';

export type { Advance } from './clock/advance.js';
export type { Control, DeliveryFilter, FaultTarget, SandboxControl } from './control/control.js';
export type { License, LicenseState, State } from './control/generated/schemas.js';
export {
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  REQUEST_FAULT_KINDS,
  type RequestFault,
  type WebhookFault,
} from './faults.js';
export type { HostedOptions } from './hosted/options.js';
export type { Logger, LogLevel, SandboxOptions } from './options.js';
export { LICENSE_KEYS, type LicenseSeed } from './payments/license-keys.js';
export type { LoggedRequest } from './payments/logged-request.js';
export type { Payment } from './payments/payment.js';
export { WARNING_HEADER } from './payments/route.js';
export { createSandbox, type Sandbox, type SharedSandbox } from './sandbox.js';
export { SandboxError, type SandboxErrorReason } from './sandbox-error.js';
export {
  type RunningSandbox,
  type RunningSharedSandbox,
  type StartSandboxOptions,
  startSandbox,
} from './start-sandbox.js';
export type { FaultSetting, LicenseChange, OpenStore } from './store/store.js';
export type { Delivery, DeliveryAttempt } from './webhooks/delivery.js';

/** @deprecated Use {@link LoggedRequest}. */
export type JournalEntry = LoggedRequest;

/** @deprecated Use {@link SandboxControl}. */
export type Simulation = SandboxControl;
