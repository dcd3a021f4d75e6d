import type { WebhookFault } from '../webhooks/faults.js';

/** Each fault in a word or two, as in "Webhook: twice". */
export const FAULT_WORDS: Readonly<Record<WebhookFault['kind'], string>> = {
  duplicate: 'twice',
  delayed: 'delayed',
  never: 'never',
  early: 'before the answer',
  'wrong-secret': 'wrong secret',
  tampered: 'tampered',
  'uppercase-signature': 'upper-case signature',
  slow: 'slow',
};

/** What happens, for those who have not read the documentation. */
export const FAULT_EXPLANATIONS: Readonly<Record<WebhookFault['kind'], string>> = {
  duplicate: 'Each attempt is made twice, at the same moment.',
  delayed: 'The first attempt waits, by the sandbox’s clock.',
  never: 'It is not sent at all.',
  early: 'Paid as soon as it is created; the webhook overtakes the answer.',
  'wrong-secret': 'Signed with another secret.',
  tampered: 'The amount is changed after signing.',
  'uppercase-signature': 'The hex digits of the signature are upper-case.',
  slow: 'The body arrives piece by piece, in real time.',
};

/** A fault as a chip says it: `delayed 60 s`. */
export function faultLabel({ kind, seconds }: WebhookFault): string {
  return seconds === undefined ? FAULT_WORDS[kind] : `${FAULT_WORDS[kind]} ${seconds}\u00a0s`;
}
