import type { PassingAnswer } from '../support/fault-proxy.js';

/** A call that every client makes, and what the server makes of its answer. */
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
  /** Changes the answer of the sandbox, for what the sandbox does not say by itself. */
  fault?: (answer: PassingAnswer) => PassingAnswer;
}

const error = (status: number, code: string, members: Record<string, unknown> = {}) => ({
  status,
  contentType: 'application/json',
  body: { success: false, code, message: 'Said by the test.', ...members },
});

/** Every case, in the order in which the clients make their calls. */
export const cases: readonly Case[] = [
  { name: 'qris', does: 'gets a QRIS code' },
  { name: 'checkout', does: 'gets a checkout page for a bill with an item', paymentType: 'CHECKOUT_PAGE' },
  {
    name: 'status-400',
    does: 'is told which member of the request is wrong',
    amount: 10_000_001,
    error: { status: 400, code: 'INVALID_AMOUNT' },
  },
  {
    name: 'status-401',
    does: 'is told that its API key is not known',
    apiKey: 'unknown',
    error: { status: 401, code: 'AUTHENTICATION_ERROR' },
  },
  {
    name: 'status-402',
    does: 'is told that no token is left',
    licenseKey: 'SANDB-EMPTY-00000-00000-00001',
    error: { status: 402, code: 'INSUFFICIENT_TOKENS' },
  },
  {
    name: 'status-403',
    does: 'is told that the license key has expired',
    licenseKey: 'SANDB-EXPIR-ED000-00000-00001',
    error: { status: 403, code: 'LICENSE_EXPIRED' },
  },
  {
    name: 'status-404',
    does: 'is told that the license key is not found',
    licenseKey: 'SANDB-OTHER-00000-00000-00001',
    error: { status: 404, code: 'INVALID_LICENSE' },
  },
  {
    name: 'status-409',
    does: 'is told that the transaction id was used before',
    repeats: 'qris',
    amount: 60_000,
    error: { status: 409, code: 'DUPLICATE_TRANSACTION' },
  },
  {
    name: 'status-500',
    does: 'is told of a fault inside KGiTON',
    error: { status: 500, code: 'INTERNAL_ERROR' },
    fault: () => error(500, 'INTERNAL_ERROR'),
  },
  {
    name: 'status-502',
    does: 'is told that the payment gateway failed',
    licenseKey: 'SANDB-GATEW-AYERR-00000-00001',
    error: { status: 502, code: 'GATEWAY_ERROR' },
  },
  {
    name: 'added-member',
    does: 'reads a response that has members which the contract does not know',
    fault: ({ body, ...answer }) => ({
      ...answer,
      body: { ...body, added: { new: true }, qris: { ...(body.qris as object), added: 'new' } },
    }),
  },
  {
    name: 'new-code',
    does: 'reads an error whose code is new, with members which the contract does not know',
    error: { status: 403, code: 'LICENSE_PAUSED' },
    fault: () =>
      error(403, 'LICENSE_PAUSED', {
        added: ['new'],
        errors: [{ path: '/license_key', message: 'is paused', added: 'new' }],
      }),
  },
];
