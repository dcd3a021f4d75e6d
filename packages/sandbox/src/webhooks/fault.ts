import { SandboxError } from '../sandbox-error.js';

/** How a webhook can go wrong, on demand. */
export const FAULT_KINDS = [
  'duplicate',
  'delayed',
  'never',
  'early',
  'wrong-secret',
  'tampered',
  'uppercase-signature',
  'slow',
] as const;

/** What goes wrong with the webhook of a payment. */
export interface WebhookFault {
  /**
   * - `duplicate`: each attempt is made twice, at the same moment
   * - `delayed`: the first attempt waits, by the sandbox's clock (`seconds`, 60 unless given)
   * - `never`: it is not sent at all
   * - `early`: the payment is paid as soon as it is created, and the webhook arrives before the answer to the request
   * - `wrong-secret`: signed with another secret
   * - `tampered`: the amount is changed after signing
   * - `uppercase-signature`: the hex digits of the signature are upper-case
   * - `slow`: the body arrives piece by piece, in real time (`seconds`, 5 unless given)
   */
  kind: (typeof FAULT_KINDS)[number];
  /** Of `delayed` (0 to 86,400) and `slow` (0 to 60). */
  seconds?: number | undefined;
}

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
