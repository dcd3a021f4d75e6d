import { SIGNATURE_HEADER } from '@kgiton/contract';
import { parseUrl } from '../../http/parse-url.js';
import { ACKNOWLEDGE_TIMEOUT, type Acknowledgement, isAcknowledged } from '../../webhooks/send.js';
import type { Counts } from './count.js';
import { type Exchange, printable } from './exchange.js';

/** What is wrong with a handler, and what to do. */
export interface Diagnosis {
  /** A name for programs: `reserialized-body`. */
  mistake: string;
  /** For people. */
  fix: string;
}

/**
 * 4xx about the path, the method, the format, the size or the load: such a handler has not looked at the signature. Any
 * other 4xx refuses the webhook itself; 401 is the best of them.
 */
const NO_REFUSALS: ReadonlySet<number> = new Set([
  404, 405, 406, 407, 408, 410, 411, 413, 414, 415, 417, 419, 421, 426, 429, 431,
]);

/** Whether a response refuses the webhook because of its content. */
export function isRefusal({ status = 0 }: Acknowledgement): boolean {
  return status >= 400 && status < 500 && !NO_REFUSALS.has(status);
}

/** What is wrong with a handler that does not accept a webhook of KGiTON. */
export function diagnosisOfRejection(
  { status = 0 }: Acknowledgement,
  { mistake, fix }: Diagnosis = { mistake: 'refused', fix: 'Acknowledge it.' },
): Diagnosis {
  return { mistake, fix: status >= 500 ? `The handler fails (${status}); its log should say why. ${fix}` : fix };
}

/** What is wrong with a handler that does not refuse an invalid webhook. */
export function diagnosisOfAcceptance({ status = 0 }: Acknowledgement): Diagnosis {
  if (status >= 500) {
    const fix = `The handler fails (${status}) where it should refuse: treat a missing or malformed signature as a wrong one. Respond with 401.`;
    return { mistake: 'throws', fix };
  }
  if (status >= 200 && status < 300) return UNVERIFIED;
  const fix = `Respond with 401 to a wrong signature: ${status} does not say that the webhook was refused.`;
  return { mistake: 'unclear-refusal', fix };
}

/** It accepts a webhook that KGiTON did not send. */
export const UNVERIFIED: Diagnosis = {
  mistake: 'unverified',
  fix: `The handler accepts webhooks that KGiTON did not send. Verify ${SIGNATURE_HEADER} before anything else.`,
};

/** A handler that refuses everything, or does not exist, has not verified anything. */
export const FIX_FIRST = 'A valid webhook is not accepted, so this proves nothing yet. Fix that first.';

const OPEN_PATH = 'Exempt this one path; the signature protects it.';

/** Why a valid webhook is refused by something that has not looked at its signature; undefined if that may not be so. */
export function diagnosisOfFront({ status = 0, refusal, text = '' }: Exchange, url: string): Diagnosis | undefined {
  if (status >= 300 && status < 400) return diagnosisOfRedirect(status, refusal?.get('location') ?? '', url);
  if (status === 419 || (status < 500 && /csrf|xsrf|authenticity.?token|page expired/i.test(text))) {
    const fix = `CSRF protection refuses the webhook (${status}) before the handler sees it: KGiTON has no token of your pages. ${OPEN_PATH}`;
    return { mistake: 'csrf', fix };
  }
  if (status === 405) {
    return { mistake: 'method', fix: 'The handler does not accept POST (405): is the path of the URL right?' };
  }
  if (status === 415) {
    return { mistake: 'content-type', fix: 'The handler does not accept application/json (415).' };
  }
  if (status === 429) {
    const fix = 'The handler limits requests (429): remove the rate limit from this path.';
    return { mistake: 'rate-limit', fix };
  }
  return undefined;
}

function diagnosisOfRedirect(status: number, location: string, url: string): Diagnosis {
  const target = parseUrl(location, url);
  const to = target ? ` to ${printable(target.origin + target.pathname)}` : '';
  if (/log.?in|sign.?in|auth|sso|session|masuk/i.test(target?.pathname ?? '')) {
    const fix = `A login in front of the handler redirects the webhook (${status})${to}. ${OPEN_PATH}`;
    return { mistake: 'login', fix };
  }
  const fix = `The handler redirects (${status})${to}, and KGiTON does not follow redirects: use the target URL.`;
  return { mistake: 'redirect', fix };
}

/** The signature was right, and still the webhook was not accepted. */
export function diagnosisOfProcessing({ status = 0 }: Exchange, statusOfForged: number): Diagnosis {
  const why =
    status >= 500
      ? 'its log should say why.'
      : 'does it know the transaction (--transaction-id, --amount)? Acknowledge a webhook that another attempt would not change, and log it.';
  const fix = `The signature seems to be right, since a wrong one gets ${statusOfForged}. Then the handler responds with ${status}: ${why}`;
  return { mistake: 'not-processed', fix };
}

/** Errors of languages about a body that is no text any more. */
const OBJECT_AS_BODY = /instance of (an )?(Object|Array)|array given|bytes-like object|no implicit conversion of Hash/i;

/** What is likely when no signature that was tried is accepted. `unsigned`, `other` and `notJson` are forged. */
export function diagnosisOfRefusal(
  valid: Exchange,
  { unsigned, other, notJson }: { unsigned?: Exchange; other?: Exchange; notJson?: Exchange },
): Diagnosis {
  const { status = 0, refusal, text = '' } = valid;
  if (OBJECT_AS_BODY.test(text)) return { mistake: 'parsed-body', fix: `${PARSED_BODY} ${RAW_BODY}` };
  if (notJson?.status !== undefined && notJson.status < 500 && notJson.status !== other?.status) {
    const fix = `${PARSED_BODY} A body that is not JSON gets ${notJson.status}, one with a wrong signature ${other?.status ?? 'nothing'}. ${RAW_BODY}`;
    return { mistake: 'parsed-body', fix };
  }
  if (status >= 500) {
    const fix = `The handler fails (${status}); its log should say why. Does it find the header and the secret, and has it the raw body rather than a parsed one?`;
    return { mistake: 'failure', fix };
  }
  if (status === 404 || status === 410) {
    const fix = `Nothing is there (${status}): is the path of the URL right, and does the handler know the transaction (--transaction-id)?`;
    return { mistake: 'not-found', fix };
  }
  if (status === 413) {
    return { mistake: 'body-limit', fix: 'The handler does not accept a body of some hundred bytes (413).' };
  }
  const challenge = refusal?.get('www-authenticate');
  if (challenge) {
    const fix = `A login in front of the handler refuses the webhook (${status}, ${printable(challenge)}). ${OPEN_PATH}`;
    return { mistake: 'login', fix };
  }
  const seesHeader = unsigned !== undefined && (unsigned.status !== status || unsigned.text !== text);
  // PHP calls everything HTML.
  const isPage = /^\s*<(!doctype|html|head|title)/i.test(text);
  if (!seesHeader && (isPage || status === 403)) {
    const fix = `Something refuses the webhook (${status}), probably before the handler sees it: CSRF protection, a login or a firewall. ${OPEN_PATH} If the log of the handler shows the request, its secret differs.`;
    return { mistake: 'blocked', fix };
  }
  const header = seesHeader
    ? ''
    : ` Nothing shows that it finds the header either: it is req.headers['${SIGNATURE_HEADER.toLowerCase()}'] in Node.js, and $_SERVER['HTTP_${SIGNATURE_HEADER.toUpperCase().replaceAll('-', '_')}'] in PHP.`;
  const fix = `The handler probably uses another webhook secret; --webhook-secret names the one of this test.${header} Neither another header nor any other signature that was tried is accepted.`;
  return { mistake: 'wrong-secret', fix };
}

export const RAW_BODY = 'Verify the raw body, the bytes as they came.';

const PARSED_BODY = 'A parser has read the body before the handler verifies it.';

/** A correct signature is refused because of how the body is written. */
export function diagnosisOfRewritten({ status = 0 }: Exchange, statusOfForged = 0): Diagnosis {
  if (status !== statusOfForged) {
    const fix = `The handler accepts the signature, since a wrong one gets ${statusOfForged}, and then responds with ${status}. Read any JSON, and ignore unknown properties.`;
    return { mistake: 'strict-body', fix };
  }
  const fix = `The handler does not verify the bytes that came, only some form of them. ${RAW_BODY} Or a proxy in front of it rewrites bodies: let this path through unchanged.`;
  return { mistake: 'changed-body', fix };
}

export const BODY_SIGNATURE: Diagnosis = {
  mistake: 'body-signature',
  fix: `The handler verifies the signature property of the body. It is deprecated and does not cover the bytes that came. Verify the header ${SIGNATURE_HEADER}.`,
};

export const MISSING_SIGNATURE: Diagnosis = {
  mistake: 'missing-signature',
  fix: 'The handler verifies only a signature that is there. Treat a missing or empty one as a wrong one: respond with 401.',
};

export const PARTIAL_SIGNATURE: Diagnosis = {
  mistake: 'partial-signature',
  fix: 'The handler compares only a part of the signature. Compare all 64 digits, in constant time.',
};

/** What no response shows. */
export const UNSEEN =
  'No response shows whether an order was paid twice by the duplicates, or at all by a forged webhook. Let your test system tell the count: --probe URL. Or look there yourself.';

export const NOT_COUNTED_ONCE: Diagnosis = {
  mistake: 'miscounted',
  fix: 'At least one webhook is counted wrongly; the cases above say which.',
};

export const COUNTED_BEFORE =
  'The payment was counted before the test, so nothing shows how often a webhook counts: name an order that is not paid yet with --transaction-id.';

/** What is wrong with the count of the payments after a case, if something is; one that could not be seen is `unproven`. */
export function diagnosisOfCount(
  outcome: Exchange & Partial<Counts> & { tried: { kind: string; expected: string } },
): (Diagnosis & { verdict: 'failed' | 'unproven' }) | undefined {
  const { tried, counted, countedBefore } = outcome;
  if (counted === undefined) return undefined;
  const isAccepted = isAcknowledged(outcome);
  if (tried.kind === 'valid' && isAccepted && counted === 0 && countedBefore) {
    return { verdict: 'unproven', mistake: 'counted-before', fix: COUNTED_BEFORE };
  }
  if (tried.kind === 'valid' && isAccepted && counted <= 0) {
    const fix =
      'The webhook is accepted, but the payment is not counted. Does the handler know the transaction (--transaction-id, --amount), and does --probe URL tell the count of that payment?';
    return { verdict: 'failed', mistake: 'not-counted', fix };
  }
  if (['concurrent', 'duplicate'].includes(tried.kind) && counted > (tried.kind === 'concurrent' ? 1 : 0)) {
    const when = tried.kind === 'concurrent' ? ' that arrives at the same moment' : '';
    const fix = `The handler counts a duplicate${when} as a new payment. Store payment_id in a column with a unique index, in the transaction that changes the order.`;
    return { verdict: 'failed', mistake: 'counted-twice', fix };
  }
  if (tried.expected === 'refused' && counted > 0) {
    const fix = 'The payment of an invalid webhook is counted. Verify the signature before anything else.';
    return { verdict: 'failed', mistake: 'counted-forged', fix };
  }
  if (tried.kind === 'later' && counted > 0) {
    const fix = 'An unknown event is counted as a payment. Count only payment.success, and acknowledge the others.';
    return { verdict: 'failed', mistake: 'counted-event', fix };
  }
  if (!['valid', 'concurrent', 'duplicate'].includes(tried.kind) && counted > 1) {
    const fix = `One webhook is counted as ${counted} payments.`;
    return { verdict: 'failed', mistake: 'counted-twice', fix };
  }
  return undefined;
}

/** Codes of Node.js for a certificate that is not trusted. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN/;

/** What to fix if there was no response, at first or after others. */
export function diagnosisOfSilence(
  url: string,
  { error = '', code = '', duration }: Exchange,
  hasResponded: boolean,
): Diagnosis {
  if (duration >= ACKNOWLEDGE_TIMEOUT) {
    const fix = `KGiTON waits ${ACKNOWLEDGE_TIMEOUT / 1000} s, and no response came. Respond in every case, then do the work, and try again.`;
    return { mistake: 'timeout', fix };
  }
  if (hasResponded) {
    const fix = `No response came (${error}), although earlier cases got one: an uncaught exception? Respond in every case, and try again.`;
    return { mistake: 'crash', fix };
  }
  if (UNTRUSTED.test(code)) {
    const fix = `A server is there, but its TLS certificate is not trusted (${error}). Serve a certificate of a public authority, together with its intermediate certificates. To test with one of your own, run the command with NODE_EXTRA_CA_CERTS=FILE.`;
    return { mistake: 'untrusted-certificate', fix };
  }
  if (/^(ERR_TLS_)?CERT_/.test(code)) {
    const fix = `A server is there, but its TLS certificate is not valid here (${error}). Renew it, or use the host name that it is for.`;
    return { mistake: 'invalid-certificate', fix };
  }
  if (/^ERR_SSL|^EPROTO/.test(code)) {
    return { mistake: 'no-tls', fix: `The server does not speak TLS there (${error}): use http:// for this address.` };
  }
  if (/^(ECONNRESET|UND_ERR_SOCKET)$/.test(code)) {
    const hint = url.startsWith('http:') ? 'Does it expect https://?' : 'Is something else listening there?';
    const fix = `A server is there, but closes the connection without a response (${error}). ${hint}`;
    return { mistake: 'closed', fix };
  }
  return {
    mistake: 'unreachable',
    fix: `Nothing responds at ${url} (${error}). Start your handler, or check the URL.`,
  };
}
