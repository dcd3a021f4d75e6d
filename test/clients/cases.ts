import type { PassingResponse } from '../support/mutating-proxy.js';

/** A call that every client makes, and how the server changes its response. */
export interface Case {
  /** What the test says that the client does. */
  does: string;
  name: string;
  /** @default 'generatePayment' */
  operation?: 'getPaymentStatus';
  /** @default '{name}-1' */
  transactionId?: string;
  /** The payment that it asks for, if it has not generated it itself. */
  payment?: 'pending' | 'paid';
  amount?: number;
  licenseKey?: string;
  apiKey?: string;
  paymentType?: 'QRIS' | 'CHECKOUT_PAGE';
  /** The payment status that it gets. */
  paymentStatus?: string;
  /** The status and the code of the error that it gets. */
  error?: { status: number; code: string };
  /** Changes the response of the sandbox, for what the sandbox never sends by itself. */
  mutate?: (response: PassingResponse) => PassingResponse;
}

const error = (status: number, code: string, properties: Record<string, unknown> = {}) => ({
  status,
  contentType: 'application/json',
  body: { success: false, code, message: 'Said by the test.', ...properties },
});

/** Every case, in the order in which the clients make their calls. */
export const cases: readonly Case[] = [
  { name: 'qris', does: 'gets a QRIS code' },
  { name: 'checkout', does: 'gets a checkout page for a bill with an item', paymentType: 'CHECKOUT_PAGE' },
  {
    name: 'status-400',
    does: 'learns which property of the request is invalid',
    amount: 10_000_001,
    error: { status: 400, code: 'INVALID_AMOUNT' },
  },
  {
    name: 'status-401',
    does: 'learns that its API key is unknown',
    apiKey: 'unknown',
    error: { status: 401, code: 'AUTHENTICATION_ERROR' },
  },
  {
    name: 'status-402',
    does: 'learns that no token is left',
    licenseKey: 'SANDB-EMPTY-00000-00000-00001',
    error: { status: 402, code: 'INSUFFICIENT_TOKENS' },
  },
  {
    name: 'status-403',
    does: 'learns that the license key has expired',
    licenseKey: 'SANDB-EXPIR-ED000-00000-00001',
    error: { status: 403, code: 'LICENSE_EXPIRED' },
  },
  {
    name: 'status-404',
    does: 'learns that the license key is not found',
    licenseKey: 'SANDB-OTHER-00000-00000-00001',
    error: { status: 404, code: 'INVALID_LICENSE' },
  },
  {
    name: 'status-409',
    does: 'learns that the transaction id was used before',
    transactionId: 'qris-1',
    amount: 60_000,
    error: { status: 409, code: 'DUPLICATE_TRANSACTION' },
  },
  {
    name: 'status-500',
    does: 'learns of an error inside KGiTON',
    error: { status: 500, code: 'INTERNAL_ERROR' },
    mutate: () => error(500, 'INTERNAL_ERROR'),
  },
  {
    name: 'status-502',
    does: 'learns that the payment gateway failed',
    licenseKey: 'SANDB-GATEW-AYERR-00000-00001',
    error: { status: 502, code: 'GATEWAY_ERROR' },
  },
  {
    name: 'added-property',
    does: 'reads a response with properties that the contract does not name',
    mutate: ({ body, ...response }) => ({
      ...response,
      body: { ...body, added: { new: true }, qris: { ...(body.qris as object), added: 'new' } },
    }),
  },
  {
    name: 'new-code',
    does: 'reads an error with a new code and with properties that the contract does not name',
    error: { status: 403, code: 'LICENSE_PAUSED' },
    mutate: () =>
      error(403, 'LICENSE_PAUSED', {
        added: ['new'],
        errors: [{ path: '/license_key', message: 'is paused', added: 'new' }],
      }),
  },
  {
    name: 'pending',
    operation: 'getPaymentStatus',
    does: 'learns that the payment that it has generated is pending',
    transactionId: 'qris-1',
    paymentStatus: 'pending',
  },
  {
    name: 'paid',
    operation: 'getPaymentStatus',
    does: 'learns when a payment was paid',
    payment: 'paid',
    paymentStatus: 'paid',
  },
  {
    name: 'new-status',
    operation: 'getPaymentStatus',
    does: 'reads a new payment status, with properties that the contract does not name',
    payment: 'paid',
    paymentStatus: 'refunded',
    mutate: ({ body, ...response }) => ({
      ...response,
      body: { ...body, payment_status: 'refunded', webhook_sent: true, added: { new: true } },
    }),
  },
  {
    name: 'no-gateway-id',
    operation: 'getPaymentStatus',
    does: 'reads a payment without an id of the payment gateway',
    payment: 'pending',
    paymentStatus: 'pending',
    mutate: ({ body, ...response }) => ({ ...response, body: { ...body, gateway_transaction_id: null } }),
  },
  {
    name: 'not-found',
    operation: 'getPaymentStatus',
    does: 'learns that a transaction is not found, whatever characters its id has',
    transactionId: 'no/such payment',
    error: { status: 404, code: 'TRANSACTION_NOT_FOUND' },
  },
  {
    name: 'ask-401',
    operation: 'getPaymentStatus',
    does: 'learns that the API key that it asks with is unknown',
    apiKey: 'unknown',
    error: { status: 401, code: 'AUTHENTICATION_ERROR' },
  },
  {
    name: 'ask-500',
    operation: 'getPaymentStatus',
    does: 'learns of an error inside KGiTON when it asks',
    payment: 'pending',
    error: { status: 500, code: 'INTERNAL_ERROR' },
    mutate: () => error(500, 'INTERNAL_ERROR'),
  },
];

export const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

/**
 * The calls as a program reads them: a line each, with the name of the case, operation, API key, transaction id,
 * amount, license key and payment type, and a tab between them. The last three are only for generating.
 */
export function callsOf(apiKey: string): string {
  const lines = cases.map((wanted) => {
    const { name, operation = 'generatePayment', amount = 50_000, licenseKey = LICENSE, paymentType = 'QRIS' } = wanted;
    const key = wanted.apiKey ?? apiKey;
    return [name, operation, key, transactionIdOf(wanted), amount, licenseKey, paymentType].join('\t');
  });
  return `${lines.join('\n')}\n`;
}

export function transactionIdOf({ name, transactionId = `${name}-1` }: Case): string {
  return transactionId;
}

/** What a program has to print of each case: the properties of the response that the client got, each read by its own type. */
export function expectedOf(exchanges: readonly { response: PassingResponse }[]): Map<string, unknown> {
  return new Map<string, unknown>(
    exchanges.map(({ response }, index) => {
      const wanted = cases[index];
      if (!wanted) throw new Error(`There are more calls than the ${cases.length} of the cases.`);
      const { status, body } = response;
      const { error = { status: 200, code: undefined }, paymentStatus } = wanted;
      if (error.status !== status || error.code !== body.code || paymentStatus !== body.payment_status) {
        throw new Error(`${wanted.name} got a response that it does not want: ${status} ${JSON.stringify(body)}`);
      }
      if (wanted.error) return [wanted.name, { error: errorOf(status, body) }];
      return [wanted.name, wanted.operation ? { status: statusOf(body) } : { payment: paymentOf(body) }];
    }),
  );
}

function paymentOf(body: Record<string, unknown>) {
  const { success, payment_id, transaction_id, amount, payment_type, payment_url, expires_at } = body;
  const qris = body.qris as { qr_content: string; qr_image_url: string } | null;
  return {
    success,
    payment_id,
    transaction_id,
    amount,
    payment_type,
    payment_url,
    expires_at: secondsOf(expires_at),
    qr_content: qris?.qr_content ?? null,
    qr_image_url: qris?.qr_image_url ?? null,
  };
}

function statusOf(body: Record<string, unknown>) {
  const { success, payment_id, transaction_id, payment_status, amount, payment_type } = body;
  const { gateway_transaction_id, paid_at, expires_at, webhook_sent, created_at } = body;
  return {
    success,
    payment_id,
    transaction_id,
    payment_status,
    amount,
    payment_type,
    gateway_transaction_id,
    paid_at: paid_at === null ? null : secondsOf(paid_at),
    expires_at: secondsOf(expires_at),
    webhook_sent,
    created_at: secondsOf(created_at),
  };
}

function secondsOf(time: unknown): number {
  return Date.parse(String(time)) / 1000;
}

function errorOf(status: number, { code, message, errors = [] }: Record<string, unknown>) {
  return { status, code, message, errors: (errors as { path: string }[]).map(({ path }) => path) };
}
