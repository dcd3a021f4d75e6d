import type { Clocks } from '../clock/clocks.js';
import type { State } from '../control/generated/schemas.js';
import { time } from '../control/representations.js';
import type { Ids } from '../payments/ids.js';
import { paymentOf } from '../payments/payment.js';
import type { Store } from '../payments/store.js';
import type { StartAccount } from './read-state.js';

/** What a sandbox keeps of an account, or of all. */
export async function writeState(
  { store, clocks }: { store: Store; clocks: Clocks },
  apiKey: string | undefined,
): Promise<State> {
  const apiKeys = await store.apiKeys();
  const meant = apiKey === undefined ? apiKeys : apiKeys.filter((known) => known === apiKey);
  return { accounts: await Promise.all(meant.map((key) => accountOf(key))) };

  async function accountOf(key: string): Promise<State['accounts'][number]> {
    const now = time(clocks.now(key));
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

/**
 * Loads accounts into a store. Starts every write before it waits for one: a store in memory has everything when this
 * returns.
 */
export async function loadState(
  accounts: readonly StartAccount[],
  { store, clocks, ids }: { store: Store; clocks: Clocks; ids: Ids },
): Promise<void> {
  const writes = accounts.flatMap(({ apiKey, now, licenses, payments, faults }) => {
    if (now !== undefined) clocks.set(apiKey, now);
    ids.reserve(payments.map(({ paymentId }) => paymentId));
    return [
      store.open(apiKey),
      ...licenses.map((license) => store.setLicense(apiKey, license)),
      ...payments.map((payment) => store.restore({ ...payment })),
      ...faults.map(({ id, fault }) => store.setFault(apiKey, id, fault)),
    ];
  });
  await Promise.all(writes);
}
