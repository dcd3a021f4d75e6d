import { hmacSha256, isEqual } from '#hmac';
import type { WebhookSignatureReason } from '../generated/rules.js';
import { type RawBody, rawBytes } from './raw-body.js';

/** Your webhook secret, or the old and the new one during a rotation. */
export type WebhookSecret = string | readonly string[];

/** What `req.headers['x-kgiton-signature']` or `headers.get('x-kgiton-signature')` returns. */
export type SignatureHeader = string | readonly string[] | null | undefined;

export type { WebhookSignatureReason };

/** 64 lowercase hex digits, as in the contract. Anything else is not a signature. */
const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * Whether KGiTON sent this webhook: whether the signature matches exactly these bytes and the secret, or one of the
 * secrets. Compares in constant time. Synchronous, so that a forgotten `await` cannot turn every result into true.
 * Never throws: returns false for a missing, malformed or repeated signature, and for an empty secret.
 */
export function verifyWebhook(rawBody: RawBody, signature: SignatureHeader, secret: WebhookSecret): boolean {
  try {
    return !whyUnproven(rawBody, signature, secret);
  } catch {
    // JavaScript callers may ignore the types: a secret that is a number ends up here.
    return false;
  }
}

/** Why the webhook is not proven to come from KGiTON; undefined if it is. */
export function whyUnproven(
  rawBody: RawBody,
  header: SignatureHeader,
  secret: WebhookSecret | undefined,
): WebhookSignatureReason | undefined {
  const body = rawBytes(rawBody);
  if (body === undefined) return 'body-parsed';
  const secrets = typeof secret === 'string' ? [secret] : (secret ?? []);
  if (!secrets.some(Boolean)) return 'no-secret';
  // A list of one becomes its only value. A longer list becomes a string with commas, which no signature has.
  const signature = String(header ?? '');
  if (!signature) return 'no-signature';
  if (!SIGNATURE.test(signature)) return 'malformed-signature';
  for (const candidate of secrets) {
    // Anybody can sign with an empty secret.
    if (candidate && isEqual(hmacSha256(body, candidate), signature)) return undefined;
  }
  return secrets.some((candidate) => candidate && candidate !== candidate.trim()) ? 'secret-white-space' : 'mismatch';
}
