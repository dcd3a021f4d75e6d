import { ACKNOWLEDGE_TIMEOUT, type Acknowledgement } from '../../webhooks/send.js';

/**
 * 4xx that speak of the path, the method, the format, the size or the load: whoever answers so has not looked at the
 * signature. Any other refuses the webhook itself; 401 is the best of them.
 */
const NO_REFUSALS: ReadonlySet<number> = new Set([
  404, 405, 406, 407, 408, 410, 411, 413, 414, 415, 417, 421, 426, 429, 431,
]);

/** Whether an answer says that the webhook is not taken because of what it is. */
export function isRefusal({ status = 0 }: Acknowledgement): boolean {
  return status >= 400 && status < 500 && !NO_REFUSALS.has(status);
}

/** What to mend in a handler that does not accept a webhook that is right. */
export function fixOfRejection({ status = 0 }: Acknowledgement, fix: string): string {
  if (status >= 500) return `It fails (${status}); its log should say why. ${fix}`;
  if (status >= 300 && status < 400)
    return `It redirects (${status}), which KGiTON does not follow: use the address behind.`;
  if (status === 404 || status === 410)
    return `Nothing is there (${status}): is the path of the URL right, and does it know the transaction (--transaction-id)?`;
  if (status === 405) return 'It takes no POST (405): is the path of the URL right?';
  if (status === 413) return `It takes no body of this size (413). ${fix}`;
  if (status === 415) return 'It takes no application/json (415).';
  if (status === 429) return 'It was asked too often (429): set no limit of requests for this path.';
  return fix;
}

/** What to mend in a handler that does not refuse a webhook that is wrong. */
export function fixOfAcceptance({ status = 0 }: Acknowledgement): string {
  if (status >= 500) {
    return `It fails (${status}) where it should refuse: a missing or malformed signature is simply a wrong one. Answer 401.`;
  }
  if (status >= 200 && status < 300) {
    return 'It takes webhooks that KGiTON did not send. Verify X-KGiTON-Signature before anything else.';
  }
  return `Answer 401 to a signature that is wrong: ${status} does not say that the webhook was refused.`;
}

/** Whatever else is not as it should be: a handler that refuses everything, or is not there, has not verified anything. */
export const MEND_FIRST = 'A valid webhook is not accepted, so this proves nothing yet. Mend that first.';

/** What to mend if there was no answer, at first or after others. */
export function fixOfSilence(url: string, { error = '', duration }: Acknowledgement, hasAnswered: boolean): string {
  if (duration >= ACKNOWLEDGE_TIMEOUT) {
    return `KGiTON waits ${ACKNOWLEDGE_TIMEOUT / 1000} s, and no answer came. Answer in every case, then do the work, and try again.`;
  }
  return hasAnswered
    ? `No answer came (${error}), although it answered before: an exception that nobody catches? Answer in every case, and try again.`
    : `Nobody answers at ${url} (${error}). Start your handler, or is the address another one?`;
}
