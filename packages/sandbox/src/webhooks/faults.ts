import { type WebhookFault, WebhookFaultKind } from '../control/generated/schemas.js';
import { SandboxError } from '../payments/sandbox-error.js';

/** What goes wrong with a webhook; its kinds are described in `openapi/sandbox.yaml`. */
export type { WebhookFault };

/** How a webhook can go wrong, on demand. */
export const FAULT_KINDS = Object.values(WebhookFaultKind);

/** A fault, and what it applies to. */
export interface FaultSetting {
  apiKey: string;
  /** The payment id or transaction id that it applies to; every payment of the API key without it. */
  id?: string | undefined;
  fault: WebhookFault;
}

/** Seconds that a `delayed` webhook waits, unless the fault says otherwise. */
export const DEFAULT_DELAY_SECONDS = 60;

/** Seconds over which a `slow` webhook arrives, unless the fault says otherwise. */
export const DEFAULT_SLOW_SECONDS = 5;

/** The most `seconds` of each kind that has them. */
const MOST_SECONDS: Partial<Record<WebhookFault['kind'], number>> = { delayed: 86_400, slow: 60 };

/** @throws {SandboxError} `invalid`, when it is no fault */
export function checkFault({ kind, seconds }: WebhookFault): void {
  if (!FAULT_KINDS.includes(kind)) {
    throw new SandboxError('invalid', `Expected a fault of ${FAULT_KINDS.join(', ')}, got ${JSON.stringify(kind)}.`);
  }
  const most = MOST_SECONDS[kind];
  if (seconds === undefined) return;
  if (most === undefined) throw new SandboxError('invalid', `A fault ${kind} has no seconds.`);
  if (!(seconds >= 0 && seconds <= most)) {
    throw new SandboxError('invalid', `Expected 0 to ${most} seconds for a fault ${kind}, got ${seconds}.`);
  }
}
