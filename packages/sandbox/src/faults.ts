import { faultCatalogue, type RequestFaultKind, type WebhookFaultKind } from './control/generated/faults.js';
import type { Fault, FaultKind } from './control/generated/schemas.js';
import { SandboxError } from './sandbox-error.js';

export type { Fault, FaultKind };

/** What goes wrong with a webhook. `openapi/sandbox.yaml` describes the kinds. */
export type WebhookFault = Fault & { kind: WebhookFaultKind };

/** What goes wrong with a request. `openapi/sandbox.yaml` describes the kinds. */
export type RequestFault = Fault & { kind: RequestFaultKind };

const ALL_KINDS = Object.keys(faultCatalogue) as FaultKind[];

const isOfRequest = (kind: FaultKind): kind is RequestFaultKind => faultCatalogue[kind].affects === 'request';

/** The ways in which a request can go wrong on demand. */
export const REQUEST_FAULT_KINDS: readonly RequestFaultKind[] = ALL_KINDS.filter(isOfRequest);

/** The ways in which a webhook can go wrong on demand. */
export const FAULT_KINDS: readonly WebhookFaultKind[] = ALL_KINDS.filter((kind) => !isOfRequest(kind));

export function isRequestFault(fault: Fault): fault is RequestFault {
  return isOfRequest(fault.kind);
}

/** The `seconds` of a fault, or the default of its kind; 0 for a kind that has none. */
export function secondsOf({ kind, seconds }: Fault): number {
  return seconds ?? faultCatalogue[kind].seconds?.default ?? 0;
}

/** @throws {SandboxError} `invalid`, when the kind, its `seconds` or its `times` are */
export function checkFault({ kind, seconds, times }: Fault): void {
  if (!ALL_KINDS.includes(kind)) {
    throw new SandboxError('invalid', `Expected a fault of ${ALL_KINDS.join(', ')}, got ${JSON.stringify(kind)}.`);
  }
  if (times !== undefined && !(Number.isSafeInteger(times) && times > 0)) {
    throw new SandboxError('invalid', `Expected times as a whole number of 1 or more, got ${times}.`);
  }
  if (seconds === undefined) return;
  const maximum = faultCatalogue[kind].seconds?.maximum;
  if (maximum === undefined) throw new SandboxError('invalid', `A fault ${kind} has no seconds.`);
  if (!(seconds >= 0 && seconds <= maximum)) {
    throw new SandboxError('invalid', `Expected 0 to ${maximum} seconds for a fault ${kind}, got ${seconds}.`);
  }
}
