import { SIGNATURE_HEADER } from '@kgiton/contract';
import { createIds } from '../../payments/ids.js';
import { hmac, paymentSuccessBody, webhookHeaders } from '../../webhooks/payload.js';
import type { Acknowledgement } from '../../webhooks/send.js';
import { fixOfAcceptance, fixOfRejection } from './fixes.js';

/** What a handler is tried with. */
export interface WebhookCase {
  name: string;
  body: string;
  headers: Record<string, string>;
  /** `accepted` by a 2xx, or `refused` by a 4xx that means it. */
  expected: 'accepted' | 'refused';
  /** What is wrong in a handler that does otherwise. */
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
  'It refuses a webhook of KGiTON. Is its webhook secret the same?',
  'Does it compute the HMAC-SHA256 of the raw body, not of one that was parsed?',
  'Does it know the transaction (--transaction-id, --amount)?',
  'Does a login or a check for browsers (CSRF) come first?',
].join(' ');

/** The cases, in the order in which they are tried. Every one has a payment of its own, but the duplicate. */
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
      'It refuses a duplicate. Acknowledge a payment_id that you know, and do nothing.',
    ),
    refused(
      'a body that was changed',
      tampered.replace(`"amount":${amount}`, `"amount":${amount + 1}`),
      hmac(tampered, secret),
    ),
    refused('no signature', a, undefined),
    refused('an empty signature', b, ''),
    refused('a signature that is no hex', c, 'sha256_hmac_signature'),
    refused('a signature that is too short', d, hmac(d, secret).slice(0, 62)),
    refused('a signature that is too long', e, `${hmac(e, secret)}00`),
    refused('a signature under another secret', f, hmac(f, `${secret}-of-somebody-else`)),
    accepted(
      'a body in unicode, with members of a later version',
      event({ note: 'Cuci kilat – “wangi” 🧺 漢字' }),
      'Verify the bytes as they came, and ignore members that you do not know.',
    ),
    accepted('a large body', event({ note: 'x'.repeat(256 * 1024) }), 'Accept bodies of at least 1 MiB.'),
  ];
}
