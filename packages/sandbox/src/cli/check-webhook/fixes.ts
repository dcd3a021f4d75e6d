import { ACKNOWLEDGE_TIMEOUT, type Acknowledgement } from '../../webhooks/send.js';

/**
 * 4xx about the path, the method, the format, the size or the load: such a handler has not looked at the signature. Any
 * other 4xx refuses the webhook itself; 401 is the best of them.
 */
const NO_REFUSALS: ReadonlySet<number> = new Set([
  404, 405, 406, 407, 408, 410, 411, 413, 414, 415, 417, 421, 426, 429, 431,
]);

/** Whether a response refuses the webhook because of its content. */
export function isRefusal({ status = 0 }: Acknowledgement): boolean {
  return status >= 400 && status < 500 && !NO_REFUSALS.has(status);
}

/** What to fix in a handler that does not accept a valid webhook. */
export function fixOfRejection({ status = 0 }: Acknowledgement, fix: string): string {
  if (status >= 500) return `The handler fails (${status}); its log should say why. ${fix}`;
  if (status >= 300 && status < 400) {
    return `The handler redirects (${status}), and KGiTON does not follow redirects: use the target URL.`;
  }
  if (status === 404 || status === 410) {
    return `Nothing is there (${status}): is the path of the URL right, and does the handler know the transaction (--transaction-id)?`;
  }
  if (status === 405) return 'The handler does not accept POST (405): is the path of the URL right?';
  if (status === 413) return `The handler does not accept a body of this size (413). ${fix}`;
  if (status === 415) return 'The handler does not accept application/json (415).';
  if (status === 429) return 'The handler limits requests (429): remove the rate limit from this path.';
  return fix;
}

/** What to fix in a handler that does not refuse an invalid webhook. */
export function fixOfAcceptance({ status = 0 }: Acknowledgement): string {
  if (status >= 500) {
    return `The handler fails (${status}) where it should refuse: treat a missing or malformed signature as a wrong one. Respond with 401.`;
  }
  if (status >= 200 && status < 300) {
    return 'The handler accepts webhooks that KGiTON did not send. Verify X-KGiTON-Signature before anything else.';
  }
  return `Respond with 401 to a wrong signature: ${status} does not say that the webhook was refused.`;
}

/** A handler that refuses everything, or does not exist, has not verified anything. */
export const FIX_FIRST = 'A valid webhook is not accepted, so this proves nothing yet. Fix that first.';

/** What to fix if there was no response, at first or after others. */
export function fixOfSilence(url: string, { error = '', duration }: Acknowledgement, hasResponded: boolean): string {
  if (duration >= ACKNOWLEDGE_TIMEOUT) {
    return `KGiTON waits ${ACKNOWLEDGE_TIMEOUT / 1000} s, and no response came. Respond in every case, then do the work, and try again.`;
  }
  return hasResponded
    ? `No response came (${error}), although earlier cases got one: an uncaught exception? Respond in every case, and try again.`
    : `Nothing responds at ${url} (${error}). Start your handler, or check the URL.`;
}
