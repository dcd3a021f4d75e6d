import { API_KEY_HEADER, operationRequests, type PartnerPaymentType } from '@kgiton/contract';
import { LICENSE_KEYS } from '../payments/license-keys.js';

/** An API key to try; any that starts with `kgiton_` works. */
const API_KEY = 'kgiton_your_api_key_here';

export interface FirstRequestOptions {
  apiKey?: string | undefined;
  paymentType: PartnerPaymentType;
  /** How far the JSON is indented, in spaces; on one line without it. */
  indent?: number;
}

/** A command for a shell that creates a payment. */
export function firstRequest(url: string, { apiKey = API_KEY, paymentType, indent }: FirstRequestOptions): string {
  const [license] = LICENSE_KEYS;
  const request = {
    transaction_id: 'TRX-2026-001',
    amount: 50_000,
    license_key: license?.key,
    payment_type: paymentType,
  };
  return `curl ${url}${operationRequests.generatePayment.path} \\
  -H ${quoted(`${API_KEY_HEADER}: ${apiKey}`)} \\
  -H 'content-type: application/json' \\
  -d ${quoted(JSON.stringify(request, undefined, indent).replaceAll('\n', '\n  '))}`;
}

// The API key may come from the address of a page: one word for the shell, whatever it is.
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
