import { type PaymentSuccessEvent, SIGNATURE_HEADER } from '@kgiton/contract';
import { environmentVariable } from '../environment.js';
import { KGiTONError } from '../errors.js';
import { type FormOf, wrongMember } from '../wrong-member.js';
import type { RawBody } from './raw-body.js';
import { type SignatureHeader, type WebhookSecret, whyUnproven } from './verify-webhook.js';
import { WebhookSignatureError } from './webhook-signature-error.js';

/** The headers of a request: `Headers`, Node's `req.headers`, or a plain object with names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What every event has, also one that this version does not know. */
const EVENT: FormOf<Pick<PaymentSuccessEvent, 'event'>> = { event: 'string' };

/** All but `signature`, which is deprecated and proves nothing. */
const PAYMENT_SUCCESS: FormOf<Omit<PaymentSuccessEvent, 'signature'>> = {
  ...EVENT,
  payment_id: 'string',
  transaction_id: 'string',
  amount: 'number',
  payment_type: 'string',
  paid_at: 'string',
};

/**
 * Verifies a webhook and parses it.
 *
 * @param rawBody the body as it came: text or bytes
 * @param headersOrSignature the headers of the request, or the signature from them
 * @param secret your webhook secret, or several while you change it
 * @default secret the environment variable `KGITON_WEBHOOK_SECRET`
 * @throws {WebhookSignatureError} when it is not proven to come from KGiTON; `reason` says why
 * @throws {KGiTONError} `WEBHOOK_PAYLOAD_ERROR` when it does, but is no event in JSON, or lacks members of one
 */
export function unwrap(
  rawBody: RawBody,
  headersOrSignature: WebhookHeaders | SignatureHeader,
  secret: WebhookSecret | undefined = environmentVariable('KGITON_WEBHOOK_SECRET'),
): PaymentSuccessEvent {
  const reason = whyUnproven(rawBody, signatureHeader(headersOrSignature), secret);
  if (reason) throw new WebhookSignatureError(reason);
  // A decoder leaves out the byte order mark of bytes.
  const text = typeof rawBody === 'string' ? rawBody.replace(/^\uFEFF/, '') : new TextDecoder().decode(rawBody);
  const event = parse(text);
  const wrong = wrongMember(event, event?.event === 'payment.success' ? PAYMENT_SUCCESS : EVENT);
  if (event && !wrong) return event;
  const message = `The signature matches, but the body is no event: a missing or wrong ${wrong}.`;
  throw new KGiTONError(message, { code: 'WEBHOOK_PAYLOAD_ERROR' });
}

function parse(text: string): PaymentSuccessEvent | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signatureHeader(given: WebhookHeaders | SignatureHeader): SignatureHeader {
  if (typeof given === 'string' || Array.isArray(given)) return given;
  const headers = Object(given) as Headers & Record<string, SignatureHeader>;
  // Not instanceof: there are other implementations of Headers.
  if (typeof headers.get === 'function') return headers.get(SIGNATURE_HEADER);
  const name = Object.keys(headers).find((key) => key.toLowerCase() === SIGNATURE_HEADER.toLowerCase());
  return headers[name ?? ''];
}
