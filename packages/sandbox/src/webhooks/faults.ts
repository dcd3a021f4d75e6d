import { SIGNATURE_HEADER } from '@kgiton/contract';
import { faultCatalogue } from '../control/generated/faults.js';
import { type WebhookFault, WebhookFaultKind } from '../control/generated/schemas.js';
import { SandboxError } from '../sandbox-error.js';
import type { WebhookMessage } from './payload.js';

export type { FaultSetting } from '../store/store.js';
/** What goes wrong with a webhook. `openapi/sandbox.yaml` describes the kinds. */
export type { WebhookFault };

/** The ways in which a webhook can go wrong on demand. */
export const FAULT_KINDS = Object.values(WebhookFaultKind);

/** The effects of a fault on a webhook, from its payment to the receiver. */
export interface FaultEffects {
  /**
   * Real milliseconds that the response to a new payment waits for its webhook: the payment is paid as soon as it is
   * created. With 0, the customer pays.
   */
  earlyWait: number;
  /** The secret that signs the webhook. */
  signingSecret(secret: string): string;
  /** Changes the message after it was signed. */
  alter(message: WebhookMessage, amount: number): WebhookMessage;
  /** Whether the schedule never sends the webhook. */
  isWithheld: boolean;
  /** Milliseconds until the first attempt, by the clock of the account; undefined: it is made at once. */
  delay: number | undefined;
  /** How often each attempt is made at the same moment. */
  copies: number;
  /** Real milliseconds over which the body is sent. */
  slowness: number;
}

const NO_EFFECTS: FaultEffects = {
  earlyWait: 0,
  signingSecret: (secret) => secret,
  alter: (message) => message,
  isWithheld: false,
  delay: undefined,
  copies: 1,
  slowness: 0,
};

/** The effects of each kind that differ from {@link NO_EFFECTS}, given its `seconds` in milliseconds. */
const EFFECTS: Record<WebhookFaultKind, (milliseconds: number) => Partial<FaultEffects>> = {
  duplicate: () => ({ copies: 2 }),
  delayed: (delay) => ({ delay }),
  never: () => ({ isWithheld: true }),
  early: () => ({ earlyWait: 5_000 }),
  'wrong-secret': () => ({ signingSecret: otherSecret }),
  tampered: () => ({ alter: ({ body, headers }, amount) => ({ body: withOtherAmount(body, amount), headers }) }),
  'uppercase-signature': () => ({ alter: withUppercaseSignature }),
  slow: (slowness) => ({ slowness }),
};

/** The effects of a fault, or of none. */
export function effectsOf(fault: WebhookFault | undefined): FaultEffects {
  if (!fault) return NO_EFFECTS;
  const seconds = fault.seconds ?? faultCatalogue[fault.kind].seconds?.default ?? 0;
  return { ...NO_EFFECTS, ...EFFECTS[fault.kind](seconds * 1000) };
}

/** A secret that is not the partner's. */
export function otherSecret(secret: string): string {
  return `${secret}-of-somebody-else`;
}

/** A body whose amount is one rupiah more than was signed. */
export function withOtherAmount(body: string, amount: number): string {
  return body.replace(`"amount":${amount}`, `"amount":${amount + 1}`);
}

function withUppercaseSignature({ body, headers }: WebhookMessage): WebhookMessage {
  return { body, headers: { ...headers, [SIGNATURE_HEADER]: headers[SIGNATURE_HEADER]?.toUpperCase() ?? '' } };
}

/** @throws {SandboxError} `invalid`, when the kind or its `seconds` are */
export function checkFault({ kind, seconds }: WebhookFault): void {
  if (!FAULT_KINDS.includes(kind)) {
    throw new SandboxError('invalid', `Expected a fault of ${FAULT_KINDS.join(', ')}, got ${JSON.stringify(kind)}.`);
  }
  if (seconds === undefined) return;
  const maximum = faultCatalogue[kind].seconds?.maximum;
  if (maximum === undefined) throw new SandboxError('invalid', `A fault ${kind} has no seconds.`);
  if (!(seconds >= 0 && seconds <= maximum)) {
    throw new SandboxError('invalid', `Expected 0 to ${maximum} seconds for a fault ${kind}, got ${seconds}.`);
  }
}
