import { LICENSE_KEYS } from '../src/engine/license-keys.js';
import type { Payment } from '../src/engine/payment.js';
import type { License } from '../src/generated/schemas.js';
import type { JournalEntry } from '../src/http/journal.js';
import type { Delivery } from '../src/webhooks/delivery.js';
import { API_KEY, START, type World } from './dashboard-simulation.js';

const MINUTE = 60_000;
const LICENSE = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';
export const WEBHOOK_URL = 'https://laundry.example/webhooks/kgiton';

/** What a test says of a payment; the rest is as usual. */
export interface GivenPayment {
  number?: number;
  apiKey?: string;
  paidAt?: number | undefined;
  expiresAt?: number;
  request?: Partial<Payment['request']>;
}

export function paymentOf({ number = 1, apiKey = API_KEY, paidAt, expiresAt, request }: GivenPayment = {}): Payment {
  const paymentId = `PAY-${String(number).padStart(12, 'ABCDEF7XQ2M0')}`;
  const transaction_id = `TRX-${number}`;
  const createdAt = START - number * MINUTE;
  const common = { success: true, payment_id: paymentId, transaction_id, amount: 50_000, expires_at: '' } as const;
  const full = {
    transaction_id,
    amount: 50_000,
    license_key: LICENSE,
    payment_type: 'QRIS',
    webhook_url: WEBHOOK_URL,
    ...request,
  } satisfies Payment['request'];
  return {
    paymentId,
    transactionId: full.transaction_id,
    apiKey,
    request: full,
    response:
      full.payment_type === 'QRIS'
        ? {
            ...common,
            payment_type: 'QRIS',
            payment_url: null,
            qris: { qr_content: `content of ${paymentId}`, qr_image_url: `/qr/${paymentId}.png` },
          }
        : { ...common, payment_type: 'CHECKOUT_PAGE', payment_url: `/pay/${paymentId}`, qris: null },
    createdAt,
    expiresAt: expiresAt ?? createdAt + 30 * MINUTE,
    paidAt,
  } as Payment;
}

export function deliveryOf(number: number, given: Partial<Delivery> = {}): Delivery {
  const body = `{"event":"payment.success","payment_id":"PAY-${number}","transaction_id":"TRX-${number}","amount":50000,"payment_type":"QRIS","paid_at":"2026-11-23T14:20:00Z","signature":"${'ab12'.repeat(16)}"}`;
  return {
    id: `dlv_${number}`,
    paymentId: `PAY-${number}`,
    transactionId: `TRX-${number}`,
    apiKey: API_KEY,
    url: WEBHOOK_URL,
    body,
    headers: { 'content-type': 'application/json', 'X-KGiTON-Signature': 'ab12'.repeat(16) },
    state: 'delivered',
    attempts: [{ at: START - number * MINUTE, status: 200, duration: 12.4, reason: 'schedule' }],
    ...given,
  };
}

export function requestOf(number: number, given: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id: `req_${String(number).padStart(12, 'K7Q2M0XABCDE')}`,
    at: START - number * MINUTE,
    apiKey: API_KEY,
    body: `{"transaction_id":"TRX-${number}","amount":50000,"license_key":"${LICENSE}","payment_type":"QRIS"}`,
    status: 200,
    errors: [],
    warnings: [],
    ...given,
  };
}

export const licenses: License[] = LICENSE_KEYS.map(({ key, state, tokens }) => ({ key, state, tokens }));

/** A morning's work: every state of everything. */
export function busyWorld(): Partial<World> {
  const second = 'kgiton_bakery_staging';
  const checkout = {
    payment_type: 'CHECKOUT_PAGE' as const,
    description: 'Laundry kiloan dan setrika',
    back_url: 'https://laundry.example/orders/1',
    customer_name: 'Budi Santoso',
    customer_email: 'budi@example.com',
    items: [
      { id: '1', name: 'Laundry 5kg', price: 100_000, quantity: 1 },
      { id: '2', name: 'Setrika ekspres', price: 25_000, quantity: 2 },
    ],
  };
  const payments = [
    paymentOf({ number: 12, request: { amount: 1_250_000 }, paidAt: START - 9 * MINUTE }),
    paymentOf({ number: 11, apiKey: second, request: { amount: 18_000 }, expiresAt: START - 3 * MINUTE }),
    paymentOf({ number: 10, request: { ...checkout, amount: 150_000 }, paidAt: START - 8 * MINUTE }),
    paymentOf({ number: 9, apiKey: second, request: { amount: 10_000_000 } }),
    paymentOf({ number: 8, paidAt: START - 6 * MINUTE }),
    paymentOf({ number: 7, request: { ...checkout, amount: 150_000 }, expiresAt: START - MINUTE }),
    paymentOf({ number: 6, request: { amount: 75_500 }, paidAt: START - 4 * MINUTE }),
    paymentOf({ number: 5, request: { amount: 32_000, webhook_url: undefined } }),
    paymentOf({ number: 4, request: { amount: 99_000 }, paidAt: START - MINUTE }),
    paymentOf({ number: 3, request: { ...checkout, amount: 150_000 }, expiresAt: START + 117 * MINUTE }),
    paymentOf({ number: 2, request: { transaction_id: 'TRX-2-laundry-express-2026-11-23-0000001', amount: 64_000 } }),
    paymentOf({ number: 1 }),
  ];
  const attempt = { at: START - 5 * MINUTE, duration: 31, reason: 'schedule' as const };
  return {
    payments,
    apiKeys: [API_KEY, second],
    licenses,
    faults: [
      { apiKey: API_KEY, id: 'TRX-1', fault: { kind: 'delayed', seconds: 90 } },
      { apiKey: second, fault: { kind: 'never' } },
    ],
    deliveries: [
      deliveryOf(12),
      deliveryOf(10, {
        state: 'failed',
        attempts: [
          { ...attempt, status: 500 },
          { ...attempt, at: START - 4 * MINUTE, error: 'connect ECONNREFUSED 127.0.0.1:3000', duration: 2 },
          { ...attempt, at: START - 2 * MINUTE, status: 404, reason: 'redelivery' },
        ],
      }),
      deliveryOf(8, { state: 'withheld', fault: { kind: 'never' }, attempts: [] }),
      deliveryOf(6, {
        fault: { kind: 'duplicate' },
        attempts: [attempt, attempt].map((one) => ({ ...one, status: 204 })),
      }),
      deliveryOf(4, { state: 'pending', attempts: [{ ...attempt, status: 503 }], nextAttemptAt: START + 4 * MINUTE }),
    ],
    requests: [
      requestOf(12),
      requestOf(9, { status: 401, code: 'AUTHENTICATION_ERROR', apiKey: undefined }),
      requestOf(8, { status: 402, code: 'INSUFFICIENT_TOKENS', apiKey: second }),
      requestOf(5, {
        status: 400,
        code: 'VALIDATION_ERROR',
        body: '{"transaction_id":"TRX 5","amount":"50000","webhook_url":"laundry.example"}',
        errors: [
          { path: 'transaction_id', message: 'must have 1 to 50 letters, digits, _ or -' },
          { path: 'items[0].price', message: 'must be an integer' },
          { path: '', message: 'must have the member license_key' },
        ],
      }),
      requestOf(3, { warnings: ['ignored the unknown member "expire_minutes"; did you mean "expiry_minutes"?'] }),
      requestOf(1),
    ],
  };
}
