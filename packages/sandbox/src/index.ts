import type { SandboxControl } from './control/control.js';
import type { LoggedRequest } from './payments/request-log.js';

export type { Advance } from './clock/advance.js';
export type { DeliveryFilter, FaultTarget, SandboxControl } from './control/control.js';
export type { License, LicenseState, State } from './control/generated/schemas.js';
export {
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  REQUEST_FAULT_KINDS,
  type RequestFault,
  type WebhookFault,
} from './faults.js';
export type { Logger, LogLevel, SandboxOptions } from './options.js';
export { LICENSE_KEYS, type LicenseSeed } from './payments/license-keys.js';
export type { Payment } from './payments/payment.js';
export type { LoggedRequest } from './payments/request-log.js';
export { WARNING_HEADER } from './payments/route.js';
export type { FaultSetting, LicenseChange } from './payments/store.js';
export { createSandbox, type Sandbox } from './sandbox.js';
export { SandboxError, type SandboxErrorReason } from './sandbox-error.js';
export { type RunningSandbox, type StartSandboxOptions, startSandbox } from './start-sandbox.js';
export type { Delivery, DeliveryAttempt } from './webhooks/delivery.js';

/** @deprecated Use {@link LoggedRequest}. */
export type JournalEntry = LoggedRequest;

/** @deprecated Use {@link SandboxControl}. */
export type Simulation = SandboxControl;
