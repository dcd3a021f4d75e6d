import type { RequestFaultKind } from '../control/generated/faults.js';
import { type RequestFault, secondsOf } from '../faults.js';
import type { Outcome } from './outcome.js';

/** What a fault works with. */
interface Surroundings {
  /** The `seconds` of the fault. */
  seconds: number;
  /** Lets the request take effect. */
  perform(): Promise<Outcome>;
  /**
   * Resolves after real milliseconds, or as soon as the client gives up or the sandbox closes; without a number, only
   * then.
   */
  wait(milliseconds?: number): Promise<void>;
}

/** Never sent. The status counts as that of a refused request, of which the request log hides more. */
const NOTHING_SENT: Outcome = { status: 500, body: '' };

/** What becomes of a request with a fault of each kind. */
const OUTCOMES: Record<RequestFaultKind, (surroundings: Surroundings) => Promise<Outcome>> = {
  'lost-response': async ({ perform }) => ({ ...(await perform()), cut: 'closed' }),
  async hang({ wait }) {
    await wait();
    return { ...NOTHING_SENT, cut: 'closed' };
  },
  reset: async () => ({ ...NOTHING_SENT, cut: 'reset' }),
  garbage: async () => pageOf(502, 'Bad Gateway'),
  async truncated({ perform }) {
    const outcome = await perform();
    return { ...outcome, body: outcome.body.slice(0, outcome.body.length / 2) };
  },
  async 'rate-limit'({ seconds }) {
    const page = pageOf(429, 'Too Many Requests');
    // RFC 9110: a whole number.
    return { ...page, headers: { ...page.headers, 'retry-after': String(Math.ceil(seconds)) } };
  },
  async 'slow-response'({ seconds, perform, wait }) {
    const outcome = await perform();
    await wait(seconds * 1000);
    return outcome;
  },
};

/** Lets a request go wrong. */
export function performWithFault(fault: RequestFault, options: Omit<Surroundings, 'seconds'>): Promise<Outcome> {
  return OUTCOMES[fault.kind]({ ...options, seconds: secondsOf(fault) });
}

/** A page of a proxy, as it stands between many shops and KGiTON. */
function pageOf(status: number, text: string): Outcome {
  const title = `${status} ${text}`;
  const body = `<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`;
  return { status, body, headers: { 'content-type': 'text/html' } };
}
