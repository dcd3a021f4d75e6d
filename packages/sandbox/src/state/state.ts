import type { Clocks } from '../clock/clocks.js';
import type { State, StateAccount, StateFault } from '../control/generated/schemas.js';
import { time } from '../control/representations.js';
import type { PaymentRecord } from '../payments/payment.js';
import type { Store } from '../store/store.js';
import { waitUntil } from '../wait.js';

/** How many payments are written in one go. Between them, other requests get their turn. */
const PORTION = 1_000;

export interface StateSources {
  store: Store;
  clocks: Clocks;
}

/** What a sandbox keeps of an account, or of all. */
export async function readState(sources: StateSources, apiKey: string | undefined): Promise<State> {
  let text = '';
  for await (const part of stateText(sources, apiKey)) text += part;
  return JSON.parse(text);
}

/** The same as JSON, part by part. Of 10,000 payments, it may have a hundred megabytes. */
export async function* stateText({ store, clocks }: StateSources, apiKey: string | undefined): AsyncGenerator<string> {
  const apiKeys = await store.apiKeys();
  const meant = apiKey === undefined ? apiKeys : apiKeys.filter((known) => known === apiKey);
  let separator = '{"accounts":[';
  for (const key of meant) {
    const now = time(await clocks.now(key));
    const [licenses, payments, faults] = await Promise.all([
      store.licenses(key),
      store.payments(key),
      store.faults(key),
    ]);
    const account: Omit<StateAccount, 'payments' | 'faults'> = {
      api_key: key,
      now,
      // In one order, whoever made the objects.
      licenses: licenses.map(({ key, state, tokens }) => ({ key, state, tokens })),
    };
    yield `${separator}${JSON.stringify(account).slice(0, -1)},"payments":[`;
    separator = ',';
    for (let start = 0; start < payments.length; start += PORTION) {
      const portion = payments.slice(start, start + PORTION).map(paymentText);
      yield (start > 0 ? ',' : '') + portion.join(',');
      await waitUntil([], 0);
    }
    const kept = faults.map(({ id, fault }): StateFault => ({ ...(id !== undefined && { payment: id }), fault }));
    yield `],"faults":${JSON.stringify(kept)}}`;
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

/** A payment, whose request and response are JSON already. */
function paymentText({ paymentId, createdAt, expiresAt, paidAt, failedAt, request, response }: PaymentRecord): string {
  const moments = {
    payment_id: paymentId,
    created_at: time(createdAt),
    expires_at: time(expiresAt),
    ...(paidAt !== undefined && { paid_at: time(paidAt) }),
    ...(failedAt !== undefined && { failed_at: time(failedAt) }),
  };
  return `${JSON.stringify(moments).slice(0, -1)},"request":${request},"response":${response}}`;
}
