import { type PaymentSuccessEvent, SIGNATURE_HEADER } from '@kgiton/contract';
import { environmentVariable } from '../environment.js';
import { KGiTONError } from '../errors.js';
import { type Shape, wrongProperty } from '../wrong-property.js';
import type { RawBody } from './raw-body.js';
import { type SignatureHeader, type WebhookSecret, whyUnproven } from './verify-webhook.js';
import { WebhookSignatureError } from './webhook-signature-error.js';

/** The headers of a request: `Headers`, Node's `req.headers`, or a plain object with names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The properties of every event, including events that this version does not know. */
const EVENT: Shape<Pick<PaymentSuccessEvent, 'event'>> = { event: 'string' };

/** All properties except `signature`, which is deprecated and proves nothing. */
const PAYMENT_SUCCESS: Shape<Omit<PaymentSuccessEvent, 'signature'>> = {
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
 * @param rawBody the body as received: a string or bytes
 * @param headersOrSignature the headers of the request, or the signature from them
 * @param secret your webhook secret, or several during a rotation
 * @default secret the environment variable `KGITON_WEBHOOK_SECRET`
 * @throws {WebhookSignatureError} if it is not proven to come from KGiTON; `reason` says why
 * @throws {KGiTONError} `WEBHOOK_PAYLOAD_ERROR` if it is, but is not JSON, not an event, or lacks properties of one
 */
export function unwrap(
  rawBody: RawBody,
  headersOrSignature: WebhookHeaders | SignatureHeader,
  secret: WebhookSecret | undefined = environmentVariable('KGITON_WEBHOOK_SECRET'),
): PaymentSuccessEvent {
  const reason = whyUnproven(rawBody, signatureHeader(headersOrSignature), secret);
  if (reason) throw new WebhookSignatureError(reason);
  // For bytes, the decoder drops the byte order mark.
  const text = typeof rawBody === 'string' ? rawBody.replace(/^\uFEFF/, '') : new TextDecoder().decode(rawBody);
  const event = parse(text);
  const wrong = wrongProperty(event, event?.event === 'payment.success' ? PAYMENT_SUCCESS : EVENT);
  if (event && !wrong) return event;
  const message = `The signature matches, but the body is not an event: a missing or wrong ${wrong}.`;
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
  // Not instanceof: Headers has other implementations.
  if (typeof headers.get === 'function') return headers.get(SIGNATURE_HEADER);
  const name = Object.keys(headers).find((key) => key.toLowerCase() === SIGNATURE_HEADER.toLowerCase());
  return headers[name ?? ''];
}
