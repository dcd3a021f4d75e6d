import type { PartnerPaymentRequest } from '@kgiton/contract';
import type { RunningSandbox, Sandbox } from '../src/index.js';

export const PATH = '/api/partner/payment/generate';
export const STATUS_PATH = '/api/partner/payment/status/';
export const API_KEY = 'kgiton_test';
export const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

let count = 0;

/** A valid request with a new transaction id. */
export function request(properties: Partial<PartnerPaymentRequest> = {}): PartnerPaymentRequest {
  return {
    transaction_id: `TRX-${++count}`,
    amount: 50_000,
    license_key: LICENSE,
    payment_type: 'QRIS',
    ...properties,
  };
}

/** Sends a raw body, without a socket. */
export function post(
  sandbox: Pick<Sandbox, 'fetch'>,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return sandbox.fetch(
    new Request(`http://sandbox.test${PATH}`, {
      method: 'POST',
      body,
      headers: { 'x-api-key': API_KEY, 'content-type': 'application/json', ...headers },
    }),
  );
}

/** Asks for the status of a payment, without a socket. */
export async function status(
  sandbox: Pick<Sandbox, 'fetch'>,
  id: string,
  { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {},
) {
  const all = { 'x-api-key': API_KEY, ...headers };
  const response = await sandbox.fetch(`http://sandbox.test${STATUS_PATH}${id}`, { ...init, headers: all });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/**
 * Resolves when a sandbox has read what was sent to it before. It reads its connections in the order in which they have
 * something to read, and responds to this request last.
 */
export async function caughtUp({ url }: Pick<RunningSandbox, 'url'>): Promise<void> {
  await (await fetch(`${url}/_sandbox/health`)).arrayBuffer();
}

/** The response to a request. */
export async function generate(sandbox: Pick<Sandbox, 'fetch'>, body: unknown, headers: Record<string, string> = {}) {
  const response = await post(sandbox, JSON.stringify(body), headers);
  return { status: response.status, headers: response.headers, body: await response.json() };
}
