import type { PassingResponse } from '../support/mutating-proxy.js';
import { cases } from './cases.js';

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
