import type { Clocks } from '../clock/clocks.js';
import type { State } from '../control/generated/schemas.js';
import { time } from '../control/representations.js';
import { paymentOf } from '../payments/payment.js';
import type { Store } from '../store/store.js';

/** What a sandbox keeps of an account, or of all. */
export async function writeState(
  { store, clocks }: { store: Store; clocks: Clocks },
  apiKey: string | undefined,
): Promise<State> {
  const apiKeys = await store.apiKeys();
  const meant = apiKey === undefined ? apiKeys : apiKeys.filter((known) => known === apiKey);
  return { accounts: await Promise.all(meant.map((key) => accountOf(key))) };

  async function accountOf(key: string): Promise<State['accounts'][number]> {
    const now = time(await clocks.now(key));
    const [licenses, payments, faults] = await Promise.all([
      store.licenses(key),
      store.payments(key),
      store.faults(key),
    ]);
    return {
      api_key: key,
      now,
      // In one order, whoever made the objects.
      licenses: licenses.map(({ key, state, tokens }) => ({ key, state, tokens })),
      payments: payments.map((record) => {
        const { paymentId, createdAt, expiresAt, paidAt, failedAt, request, response } = paymentOf(record);
        return {
          payment_id: paymentId,
          created_at: time(createdAt),
          expires_at: time(expiresAt),
          ...(paidAt !== undefined && { paid_at: time(paidAt) }),
          ...(failedAt !== undefined && { failed_at: time(failedAt) }),
          request,
          response,
        };
      }),
      faults: faults.map(({ id, fault }) => ({ ...(id !== undefined && { payment: id }), fault })),
    };
  }
}
