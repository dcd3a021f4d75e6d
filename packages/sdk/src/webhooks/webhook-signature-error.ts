import { SIGNATURE_HEADER } from '@kgiton/contract';
import { KGiTONError } from '../errors.js';
import type { WebhookSignatureReason } from './verify-webhook.js';

const MESSAGES: Record<WebhookSignatureReason, string> = {
  'body-parsed': 'The body was already parsed: pass it raw, as from express.raw() or request.text().',
  'no-secret': 'No webhook secret: pass it, or set KGITON_WEBHOOK_SECRET.',
  'no-signature': `The header ${SIGNATURE_HEADER} is missing.`,
  'malformed-signature': `The header ${SIGNATURE_HEADER} is not 64 lowercase hex digits.`,
  'secret-white-space': 'The signature does not match, and the secret has surrounding whitespace: trim it.',
  mismatch: 'The signature does not match: the body was changed, or the secret is wrong.',
};

/** The webhook is not proven to come from KGiTON. Ignore what it says, and respond with 401. */
export class WebhookSignatureError extends KGiTONError {
  /** @internal */
  static override readonly kgitonClass = 'WebhookSignatureError';
  declare readonly name: 'WebhookSignatureError';
  declare readonly code: 'WEBHOOK_SIGNATURE_ERROR';
  readonly reason: WebhookSignatureReason;

  constructor(reason: WebhookSignatureReason) {
    super(MESSAGES[reason], { code: 'WEBHOOK_SIGNATURE_ERROR' });
    this.reason = reason;
  }
}
