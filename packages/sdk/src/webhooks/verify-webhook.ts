import { hmacSha256, isEqual } from '#hmac';
import { type RawBody, rawBytes } from './raw-body.js';

/** The secret of your webhooks, or the old and the new one while you change it. */
export type WebhookSecret = string | readonly string[];

/** What `req.headers['x-kgiton-signature']` or `headers.get('x-kgiton-signature')` give. */
export type SignatureHeader = string | readonly string[] | null | undefined;

/** Why a webhook is not proven to come from KGiTON. */
export type WebhookSignatureReason =
  | 'body-parsed'
  | 'no-secret'
  | 'no-signature'
  | 'malformed-signature'
  | 'secret-white-space'
  | 'mismatch';

/** 64 lowercase hex digits, as the contract says; anything else is no signature. */
const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * Whether KGiTON sent this webhook: whether the signature is that of exactly these bytes under the secret, or one of the
 * secrets. Compares in constant time. Synchronous, so that a forgotten `await` cannot make everything true. Never throws:
 * a signature that is missing, malformed or given twice is simply not one, and neither is any under an empty secret.
 */
export function verifyWebhook(rawBody: RawBody, signature: SignatureHeader, secret: WebhookSecret): boolean {
  try {
    return !whyUnproven(rawBody, signature, secret);
  } catch {
    // JavaScript's callers are not held to the types; a secret that is a number lands here.
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
  // A list of one is its member; a longer one has commas, which no signature has.
  const signature = String(header ?? '');
  if (!signature) return 'no-signature';
  if (!SIGNATURE.test(signature)) return 'malformed-signature';
  for (const candidate of secrets) {
    // Under an empty one everybody can sign.
    if (candidate && isEqual(hmacSha256(body, candidate), signature)) return undefined;
  }
  return secrets.some((candidate) => candidate && candidate !== candidate.trim()) ? 'secret-white-space' : 'mismatch';
}
