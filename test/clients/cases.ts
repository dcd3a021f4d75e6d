import type { PassingResponse } from '../support/mutating-proxy.js';

/** A call that every client makes, and how the server changes its response. */
export interface Case {
  /** What the test says that the client does. */
  does: string;
  /** Its name, which begins the transaction id. */
  name: string;
  amount?: number;
  licenseKey?: string;
  apiKey?: string;
  paymentType?: 'QRIS' | 'CHECKOUT_PAGE';
  /** The case whose transaction id it uses again. */
  repeats?: string;
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
    repeats: 'qris',
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
];

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

/**
 * The calls as a program reads them: a line each, with the name of the case, API key, transaction id, amount, license
 * key and payment type, and a tab between them.
 */
export function callsOf(apiKey: string): string {
  const lines = cases.map((wanted) => {
    const { name, amount = 50_000, licenseKey = LICENSE, paymentType = 'QRIS', repeats = name } = wanted;
    return [name, wanted.apiKey ?? apiKey, transactionIdOf(repeats), amount, licenseKey, paymentType].join('\t');
  });
  return `${lines.join('\n')}\n`;
}

/** What a program has to print of each case: the properties of the response that the client got, each read by its own type. */
export function expectedOf(exchanges: readonly { response: PassingResponse }[]): Map<string, unknown> {
  return new Map(
    exchanges.map(({ response }, index) => {
      const wanted = cases[index];
      if (!wanted) throw new Error(`There are more calls than the ${cases.length} of the cases.`);
      const { status, body } = response;
      const { error = { status: 200, code: undefined } } = wanted;
      if (error.status !== status || error.code !== body.code) {
        throw new Error(`${wanted.name} got ${status}, not ${error.status}: ${JSON.stringify(body)}`);
      }
      return [wanted.name, wanted.error ? { error: errorOf(status, body) } : { payment: paymentOf(body) }];
    }),
  );
}

function transactionIdOf(name: string): string {
  return `${name}-1`;
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
    expires_at: Date.parse(String(expires_at)) / 1000,
    qr_content: qris?.qr_content ?? null,
    qr_image_url: qris?.qr_image_url ?? null,
  };
}

function errorOf(status: number, { code, message, errors = [] }: Record<string, unknown>) {
  return { status, code, message, errors: (errors as { path: string }[]).map(({ path }) => path) };
}
