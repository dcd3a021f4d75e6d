export { LICENSE_KEYS, type LicenseSeed, type LicenseState } from './engine/license-keys.js';
export type { License, Payment } from './engine/store.js';
export type { JournalEntry } from './http/journal.js';
export type { Logger, LogLevel, SandboxOptions } from './options.js';
export { type Advance, createSandbox, type DeliveryFilter, type Sandbox, SandboxError } from './sandbox.js';
export { type RunningSandbox, type StartSandboxOptions, startSandbox } from './start-sandbox.js';
export type { Delivery, DeliveryAttempt } from './webhooks/delivery.js';
