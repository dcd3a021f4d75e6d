import {
  DEFAULT_EXPIRY_MINUTES,
  type ErrorCode,
  type PartnerPaymentRequest,
  type PartnerPaymentResponse,
  type PaymentItem,
  propertyNames,
} from '@kgiton/contract';
import { type Violation, validatePartnerPaymentRequest } from '@kgiton/contract/validators';
import type { Clocks } from '../clock/clocks.js';
import type { Store } from '../store/store.js';
import type { Ids } from './ids.js';
import { type PaymentRecord, timestamp } from './payment.js';
import { qrisContent } from './qris.js';

/** The decision on a request. */
export type Decision =
  | { outcome: 'created' | 'replayed'; payment: PaymentRecord }
  | { outcome: 'refused'; code: ErrorCode; errors?: Violation[] };

/**
 * Decides on the body of a request, in the order of the contract's decisions: 400, replay or 409, 404, 403, 402, 502.
 * (401 comes before; it needs no body.)
 *
 * @param origin the base of the URLs in the response
 */
export type CreatePayment = (apiKey: string, body: unknown, origin: string) => Promise<Decision>;

export function paymentCreation({ store, clocks, ids }: { store: Store; clocks: Clocks; ids: Ids }): CreatePayment {
  return async (apiKey, body, origin) => {
    const errors = validatePartnerPaymentRequest(body);
    if (errors.length > 0) return { outcome: 'refused', code: codeOf(errors), errors };
    const request = knownProperties(body as PartnerPaymentRequest);
    if (!addsUp(request)) {
      const message = `must be ${sumOf(request.items ?? [])}, the sum of price × quantity of items`;
      return { outcome: 'refused', code: 'INVALID_AMOUNT', errors: [{ path: '/amount', message }] };
    }

    const text = JSON.stringify(request);
    const earlier = await store.findByTransaction(apiKey, request.transaction_id);
    if (earlier) return replay(earlier, text);

    const license = await store.license(apiKey, request.license_key);
    if (!license) return { outcome: 'refused', code: 'INVALID_LICENSE' };
    if (license.state === 'expired') return { outcome: 'refused', code: 'LICENSE_EXPIRED' };
    if (license.tokens < 1) return { outcome: 'refused', code: 'INSUFFICIENT_TOKENS' };
    if (license.state === 'gateway-failure') return { outcome: 'refused', code: 'GATEWAY_ERROR' };

    const now = await clocks.now(apiKey);
    const insertion = await store.insert(draft(apiKey, request, text, origin, now), request.license_key);
    // Another request with the same transaction id, or for the last token, may have been faster.
    if (insertion.outcome === 'exists') return replay(insertion.payment, text);
    if (insertion.outcome === 'no-token') return { outcome: 'refused', code: 'INSUFFICIENT_TOKENS' };
    return insertion;
  };

  function draft(
    apiKey: string,
    request: PartnerPaymentRequest,
    text: string,
    origin: string,
    now: number,
  ): PaymentRecord {
    const paymentId = ids.payment(apiKey);
    // RFC 3339 without fractions: the moment that is shown is the moment that counts.
    const createdAt = Math.floor(now / 1000) * 1000;
    const minutes = request.expiry_minutes ?? DEFAULT_EXPIRY_MINUTES[request.payment_type];
    const expiresAt = createdAt + minutes * 60_000;
    return {
      paymentId,
      transactionId: request.transaction_id,
      apiKey,
      request: text,
      response: JSON.stringify(responseOf(request, paymentId, expiresAt, origin)),
      createdAt,
      expiresAt,
    };
  }
}

function replay(earlier: PaymentRecord, text: string): Decision {
  return earlier.request === text
    ? { outcome: 'replayed', payment: earlier }
    : { outcome: 'refused', code: 'DUPLICATE_TRANSACTION' };
}

function responseOf(
  { transaction_id, amount, payment_type }: PartnerPaymentRequest,
  payment_id: string,
  expiresAt: number,
  origin: string,
): PartnerPaymentResponse {
  const isPage = payment_type === 'CHECKOUT_PAGE';
  return {
    success: true,
    payment_id,
    transaction_id,
    amount,
    payment_type,
    payment_url: isPage ? `${origin}/pay/${payment_id}` : null,
    expires_at: timestamp(expiresAt),
    qris: isPage
      ? null
      : {
          qr_content: qrisContent({ amount, reference: payment_id }),
          qr_image_url: `${origin}/qr/${payment_id}.png`,
        },
  };
}

/**
 * The request in the contract's order, without the properties that are accepted and ignored: neither they nor the order
 * make a repetition a different request.
 */
export function knownProperties(body: PartnerPaymentRequest): PartnerPaymentRequest {
  const request = pick(body, propertyNames.PartnerPaymentRequest);
  // An empty list is the same as none: Java's generated clients send it.
  if (request.items?.length) request.items = request.items.map((item) => pick(item, propertyNames.PaymentItem));
  else delete request.items;
  return request;
}

/** The properties that are present, in the order of `names`. */
function pick<T extends object>(value: T, names: readonly (keyof T)[]): T {
  const picked = {} as T;
  for (const name of names) if (Object.hasOwn(value, name)) picked[name] = value[name];
  return picked;
}

/** Of several errors, `payment_type` and `amount` come first: the contract's decisions, "Order of checks". */
function codeOf(errors: readonly Violation[]): ErrorCode {
  const concerns = (property: string) => errors.some(({ path }) => path === `/${property}`);
  if (concerns('payment_type')) return 'INVALID_PAYMENT_TYPE';
  return concerns('amount') ? 'INVALID_AMOUNT' : 'VALIDATION_ERROR';
}

/** Only a checkout page shows items; for QRIS they are accepted and ignored. */
function addsUp({ amount, items, payment_type }: PartnerPaymentRequest): boolean {
  return !items || payment_type === 'QRIS' || sumOf(items) === amount;
}

function sumOf(items: readonly PaymentItem[]): number {
  return items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}
