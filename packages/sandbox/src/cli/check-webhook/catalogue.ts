import { SIGNATURE_HEADER } from '@kgiton/contract';
import { createIds } from '../../payments/ids.js';
import { otherSecret, withOtherAmount } from '../../webhooks/faults.js';
import { hmac, paymentSuccessBody, webhookHeaders } from '../../webhooks/payload.js';
import type { Acknowledgement } from '../../webhooks/send.js';
import { fixOfAcceptance, fixOfRejection } from './fixes.js';

/** One webhook that a handler is tested with. */
export interface WebhookCase {
  name: string;
  body: string;
  headers: Record<string, string>;
  /** `accepted` by a 2xx, or `refused` by a 4xx that is about the webhook. */
  expected: 'accepted' | 'refused';
  /** What to fix in a handler that does otherwise. */
  fix(given: Acknowledgement): string;
}

export interface CatalogueOptions {
  secret: string;
  /** A transaction that the handler knows. */
  transactionId: string;
  /** Whole rupiah. */
  amount: number;
}

const REJECTED = [
  'The handler refuses a webhook of KGiTON. Does it use the same webhook secret?',
  'Does it compute the HMAC-SHA256 of the raw body, not of a parsed one?',
  'Does it know the transaction (--transaction-id, --amount)?',
  'Does a login or a CSRF check come first?',
].join(' ');

/** The cases, in the order in which they are tried. Each has a payment of its own, except the duplicate. */
export function catalogue({ secret, transactionId, amount }: CatalogueOptions): WebhookCase[] {
  const ids = createIds();
  const event = (more?: Record<string, unknown>) =>
    paymentSuccessBody(
      { paymentId: ids.payment(''), transactionId, amount, paymentType: 'QRIS', paidAt: Date.now() },
      secret,
      more,
    );
  const accepted = (name: string, body: string, fix: string): WebhookCase => ({
    name,
    body,
    headers: webhookHeaders(body, secret),
    expected: 'accepted',
    fix: (given) => fixOfRejection(given, fix),
  });
  const refused = (name: string, body: string, signature: string | undefined): WebhookCase => ({
    name,
    body,
    headers: { 'content-type': 'application/json', ...(signature !== undefined && { [SIGNATURE_HEADER]: signature }) },
    expected: 'refused',
    fix: fixOfAcceptance,
  });

  const first = event();
  const tampered = event();
  const [a, b, c, d, e, f] = [event(), event(), event(), event(), event(), event()] as const;
  return [
    accepted('a valid webhook', first, REJECTED),
    accepted(
      'the same webhook again',
      first,
      'The handler refuses a duplicate. Acknowledge a payment_id that you have seen, and do nothing.',
    ),
    refused('a body that was changed', withOtherAmount(tampered, amount), hmac(tampered, secret)),
    refused('no signature', a, undefined),
    refused('an empty signature', b, ''),
    refused('a signature that is not hex', c, 'sha256_hmac_signature'),
    refused('a signature that is too short', d, hmac(d, secret).slice(0, 62)),
    refused('a signature that is too long', e, `${hmac(e, secret)}00`),
    refused('a signature under another secret', f, hmac(f, otherSecret(secret))),
    accepted(
      'a body in unicode, with properties of a later version',
      event({ note: 'Cuci kilat – “wangi” 🧺 漢字' }),
      'Verify the bytes as they came, and ignore unknown properties.',
    ),
    accepted('a large body', event({ note: 'x'.repeat(256 * 1024) }), 'Accept bodies of at least 1 MiB.'),
  ];
}
