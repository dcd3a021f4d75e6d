import { SIGNATURE_HEADER } from '@kgiton/contract';
import type { WebhookFaultKind } from '../control/generated/faults.js';
import { secondsOf, type WebhookFault } from '../faults.js';
import type { WebhookMessage } from './payload.js';

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
  return { ...NO_EFFECTS, ...EFFECTS[fault.kind](secondsOf(fault) * 1000) };
}

/** A secret that is not the partner's. */
export function otherSecret(secret: string): string {
  return `${secret}-of-somebody-else`;
}

/** A body whose amount is one rupiah more than was signed. Nothing else changes, whatever the spacing. */
export function withOtherAmount(body: string, amount: number): string {
  return body.replace(/("amount"\s*:\s*)[\d.eE+-]+/, (_whole, name: string) => name + (amount + 1));
}

function withUppercaseSignature({ body, headers }: WebhookMessage): WebhookMessage {
  return { body, headers: { ...headers, [SIGNATURE_HEADER]: headers[SIGNATURE_HEADER]?.toUpperCase() ?? '' } };
}
