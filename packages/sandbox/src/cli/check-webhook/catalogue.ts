import { SIGNATURE_HEADER } from '@kgiton/contract';
import { createIds } from '../../payments/ids.js';
import { hmac } from '../../platform/node.js';
import { otherSecret, withOtherAmount } from '../../webhooks/faults.js';
import { paymentSuccessBody, type WebhookMessage, webhookHeaders } from '../../webhooks/payload.js';
import type { Acknowledgement } from '../../webhooks/send.js';
import { type Diagnosis, diagnosisOfAcceptance, diagnosisOfRejection } from './fixes.js';

/**
 * - `valid`: the first webhook; while it is not accepted, what the others show proves nothing
 * - `concurrent`: sent at the same moment as the case before it
 * - `duplicate`: the first webhook again
 * - `forged`: not signed, or not for these bytes
 * - `rewritten`: correctly signed, with bytes that change when they are parsed and written again
 * - `later`: as a later version of the contract may send it
 * - `unreadable`: no JSON
 * - `advisory`: the contract does not demand it
 */
type Kind = 'valid' | 'concurrent' | 'duplicate' | 'forged' | 'rewritten' | 'later' | 'unreadable' | 'advisory';

/** One webhook that a handler is tested with. */
export interface WebhookCase extends WebhookMessage {
  name: string;
  kind: Kind;
  /** The payment that it reports. */
  paymentId: string;
  /** @default POST */
  method?: 'GET';
  /** `accepted` by a 2xx, or `refused` by a 4xx that is about the webhook. */
  expected: 'accepted' | 'refused';
  /** What is wrong with a handler that does otherwise, unless a diagnosis tells more. */
  otherwise(given: Acknowledgement): Diagnosis;
}

export interface CatalogueOptions {
  secret: string;
  /** A transaction that the handler knows. */
  transactionId: string;
  /** Whole rupiah. */
  amount: number;
}

/** Cases by which the mistakes of a handler are told apart. */
export const CASES = {
  unsigned: 'no signature',
  otherSecret: 'a signature under another secret',
  notJson: 'a body that is not JSON',
} as const;

/** Above the default limit of many body parsers, 100 KB. */
export const LARGE_KIB = 128;

/** What to fix in a handler that does otherwise, where no diagnosis can tell more. */
const FIXES = {
  concurrent: {
    mistake: 'concurrent-duplicate-refused',
    fix: 'The handler refuses one of two equal webhooks that arrive at the same moment. Let the database decide which comes first, by a unique index on payment_id, and acknowledge both.',
  },
  duplicate: {
    mistake: 'duplicate-refused',
    fix: 'The handler refuses a duplicate. Acknowledge a payment_id that you have seen, and do nothing.',
  },
  event: {
    mistake: 'event-refused',
    fix: 'Acknowledge an event that you do not know, and do nothing: later versions may add events.',
  },
  large: {
    mistake: 'body-limit',
    fix: `The handler refuses a body of ${LARGE_KIB} KiB; the default limit of many body parsers is 100 KB. KGiTON's webhooks have less than 1 KB today and no promised limit, so nothing fails. Accept 1 MiB to be on the safe side.`,
  },
  get: {
    mistake: 'get-accepted',
    fix: 'KGiTON sends no GET, but browsers, scanners and link previews do. Respond with 405, and process nothing.',
  },
};

/** Makes events of new payments, each signed with the secret of the handler unless another one is given. */
export function eventsOf({ secret, transactionId, amount }: CatalogueOptions) {
  const ids = createIds();
  return (more?: Record<string, unknown>, signingSecret = secret) => {
    const paymentId = ids.payment('');
    const payment = { paymentId, transactionId, amount, paymentType: 'QRIS' as const, paidAt: Date.now() };
    return { paymentId, body: paymentSuccessBody(payment, signingSecret, more) };
  };
}

/** The cases, in the order in which they are tried. Each has a payment of its own, except the duplicates. */
export function catalogue(options: CatalogueOptions): WebhookCase[] {
  const { secret, amount } = options;
  const event = eventsOf(options);
  type Event = ReturnType<typeof event>;

  const signed = (kind: Kind, name: string, { paymentId, body }: Event, otherwise?: Diagnosis): WebhookCase => ({
    name,
    kind,
    paymentId,
    body,
    headers: webhookHeaders(body, secret),
    expected: 'accepted',
    otherwise: (given) => diagnosisOfRejection(given, otherwise),
  });
  const rewritten = (name: string, { paymentId, body }: Event, rewrite: (body: string) => string): WebhookCase =>
    signed('rewritten', name, { paymentId, body: rewrite(body) });
  /** @param signature undefined: without one; a function: of the body before it was replaced */
  const refused = (
    kind: Kind,
    name: string,
    signature?: (body: string) => string,
    replace = (body: string) => body,
  ): WebhookCase => {
    const { paymentId, body } = event();
    const header = signature && { [SIGNATURE_HEADER]: signature(body) };
    const headers = { 'content-type': 'application/json', ...header };
    return {
      name,
      kind,
      paymentId,
      body: replace(body),
      headers,
      expected: 'refused',
      otherwise: diagnosisOfAcceptance,
    };
  };
  const forged = (name: string, signature?: (body: string) => string) => refused('forged', name, signature);
  const right = (body: string) => hmac(body, secret);

  const first = event();
  return [
    signed('valid', 'a valid webhook', first),
    signed('concurrent', 'the same webhook at the same moment', first, FIXES.concurrent),
    signed('duplicate', 'the same webhook again', first, FIXES.duplicate),
    refused('forged', 'a body that was changed', right, (body) => withOtherAmount(body, amount)),
    forged(CASES.unsigned),
    forged('an empty signature', () => ''),
    forged('a signature that is not hex', () => 'sha256_hmac_signature'),
    forged('a signature that is too short', (body) => right(body).slice(0, 62)),
    forged('a signature that is too long', (body) => `${right(body)}00`),
    forged(CASES.otherSecret, (body) => hmac(body, otherSecret(secret))),
    rewritten('white space between the tokens', event(), withWhiteSpace),
    rewritten('escaped characters', event(), (body) => body.replaceAll('-', '\\u002d')),
    rewritten('escaped slashes', event({ receipt: 'https://shop.example/1' }), (body) => body.replaceAll('/', '\\/')),
    rewritten('a number with a decimal point', event({ total: amount }), (body) =>
      body.replace(`"total":${amount}`, `"total":${amount}.0`),
    ),
    rewritten('properties in another order', event(), inReverse),
    signed('rewritten', 'an added property', event({ customer: { points: {}, tags: [], note: null } })),
    signed('rewritten', 'a body in unicode', event({ note: 'Cuci kilat – “wangi” 🧺 漢字 <½ & 1/2>' })),
    signed('later', 'an unknown event', event({ event: 'payment.refunded' }), FIXES.event),
    refused('unreadable', 'an empty body', right, () => ''),
    refused('unreadable', CASES.notJson, right, (body) => body.slice(0, -1)),
    signed('advisory', 'a large body', event({ note: 'x'.repeat(LARGE_KIB * 1024) }), FIXES.large),
    { ...refused('advisory', 'a GET'), method: 'GET', otherwise: () => FIXES.get },
  ];
}

/** As a person, or a system with other line ends, would write it. */
function withWhiteSpace(body: string): string {
  return `\n${JSON.stringify(JSON.parse(body), null, 1).replaceAll('\n', '\r\n').replaceAll('":', '" :')}\r\n`;
}

/** With a name at the end that JavaScript moves to the front. */
function inReverse(body: string): string {
  const properties = Object.entries(JSON.parse(body)).reverse();
  return `{${properties.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join(',')},"1":true}`;
}
