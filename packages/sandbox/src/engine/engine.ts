import {
  type ErrorCode,
  memberNames,
  type PartnerPaymentRequest,
  type PartnerPaymentResponse,
  type PartnerPaymentType,
} from '@kgiton/contract';
import { type Violation, validatePartnerPaymentRequest } from '@kgiton/contract/validators';
import { qrisContent, SANDBOX_MERCHANT } from '../qris/qris-content.js';
import type { Clock } from './clock.js';
import { fingerprint } from './fingerprint.js';
import type { Ids } from './ids.js';
import type { Payment, Store } from './store.js';

/** Minutes that a payment can be paid, unless the request says otherwise. Contract: `PartnerPaymentType`. */
export const DEFAULT_EXPIRY: Record<PartnerPaymentType, number> = { QRIS: 30, CHECKOUT_PAGE: 120 };

/** More wrong members than that are not told: a body of a megabyte can have a million. */
const MOST_ERRORS = 100;

/** What the engine decides on a request. */
export type Decision =
  | { outcome: 'created' | 'replayed'; payment: Payment }
  | { outcome: 'refused'; code: ErrorCode; errors?: Violation[] };

/** The addresses that a response holds. */
export interface Links {
  qrImage(paymentId: string): string;
  checkoutPage(paymentId: string): string;
}

export interface Engine {
  /**
   * Decides on the body of a request, in the order of the contract's decisions: 400, replay or 409, 404, 403, 402, 502.
   * (401 comes before; it needs no body.)
   */
  generate(apiKey: string, body: unknown, links: Links): Promise<Decision>;
}

export function createEngine({ store, clock, ids }: { store: Store; clock: Clock; ids: Ids }): Engine {
  return {
    async generate(apiKey, body, links) {
      const errors = validatePartnerPaymentRequest(body);
      if (errors.length > 0) return { outcome: 'refused', code: codeOf(errors), errors: errors.slice(0, MOST_ERRORS) };
      const request = knownMembers(body as PartnerPaymentRequest);
      if (!addsUp(request)) {
        const message = 'must be the sum of price × quantity of items';
        return { outcome: 'refused', code: 'INVALID_AMOUNT', errors: [{ path: '/amount', message }] };
      }

      const print = fingerprint(request);
      const earlier = await store.find(apiKey, request.transaction_id);
      if (earlier && earlier.transactionId === request.transaction_id) return replay(earlier, print);

      const license = await store.license(apiKey, request.license_key);
      if (!license) return { outcome: 'refused', code: 'INVALID_LICENSE' };
      if (license.state === 'expired') return { outcome: 'refused', code: 'LICENSE_EXPIRED' };
      if (license.tokens < 1) return { outcome: 'refused', code: 'INSUFFICIENT_TOKENS' };
      if (license.state === 'gateway-failure') return { outcome: 'refused', code: 'GATEWAY_ERROR' };

      const insertion = await store.insert(draft(apiKey, request, print, links));
      // Another request with the same transaction id, or for the last token, may have been quicker.
      if (insertion.outcome === 'exists') return replay(insertion.payment, print);
      if (insertion.outcome === 'no-token') return { outcome: 'refused', code: 'INSUFFICIENT_TOKENS' };
      return insertion;
    },
  };

  function draft(apiKey: string, request: PartnerPaymentRequest, print: string, links: Links): Payment {
    const paymentId = ids.payment();
    // RFC 3339 without fractions: a moment that is shown is the moment that counts.
    const createdAt = Math.floor(clock.now() / 1000) * 1000;
    const minutes = request.expiry_minutes ?? DEFAULT_EXPIRY[request.payment_type];
    const expiresAt = createdAt + minutes * 60_000;
    return {
      paymentId,
      transactionId: request.transaction_id,
      apiKey,
      request,
      response: responseOf(request, paymentId, expiresAt, links),
      fingerprint: print,
      createdAt,
      expiresAt,
    };
  }
}

function replay(earlier: Payment, print: string): Decision {
  return earlier.fingerprint === print
    ? { outcome: 'replayed', payment: earlier }
    : { outcome: 'refused', code: 'DUPLICATE_TRANSACTION' };
}

function responseOf(
  request: PartnerPaymentRequest,
  paymentId: string,
  expiresAt: number,
  links: Links,
): PartnerPaymentResponse {
  const common = {
    success: true,
    payment_id: paymentId,
    transaction_id: request.transaction_id,
    amount: request.amount,
  } as const;
  const expires_at = timestamp(expiresAt);
  if (request.payment_type === 'CHECKOUT_PAGE') {
    const payment_url = links.checkoutPage(paymentId);
    return { ...common, payment_type: 'CHECKOUT_PAGE', payment_url, expires_at, qris: null };
  }
  const qr_content = qrisContent({ amount: request.amount, reference: paymentId, merchant: SANDBOX_MERCHANT });
  const qris = { qr_content, qr_image_url: links.qrImage(paymentId) };
  return { ...common, payment_type: 'QRIS', payment_url: null, expires_at, qris };
}

/** Without the members that are accepted and ignored: they make no request another one, and are not kept. */
function knownMembers(body: PartnerPaymentRequest): PartnerPaymentRequest {
  const { items, ...request } = pick(body, memberNames.PartnerPaymentRequest);
  return { ...request, ...(items && { items: items.map((item) => pick(item, memberNames.PaymentItem)) }) };
}

function pick<T extends object>(value: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name))) as T;
}

/** RFC 3339 in UTC, without fractions of a second. */
export function timestamp(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Of several faults, `payment_type` and `amount` come first: the contract's decisions, "Order of checks". */
function codeOf(errors: readonly Violation[]): ErrorCode {
  const concerns = (member: string) => errors.some(({ path }) => path === `/${member}`);
  if (concerns('payment_type')) return 'INVALID_PAYMENT_TYPE';
  return concerns('amount') ? 'INVALID_AMOUNT' : 'VALIDATION_ERROR';
}

/** Only a checkout page has items; for QRIS they are accepted and ignored. */
function addsUp({ amount, items, payment_type }: PartnerPaymentRequest): boolean {
  if (!items || payment_type === 'QRIS') return true;
  return items.reduce((sum, { price, quantity }) => sum + price * quantity, 0) === amount;
}
