import { onTestFinished } from 'vitest';
import type { PaymentRecord } from '../../../packages/sandbox/src/payments/payment.js';
import type { Claim, NewDelivery, Store } from '../../../packages/sandbox/src/store/store.js';
import { deliveryIdOf } from '../../../packages/sandbox/src/webhooks/delivery.js';

export const A = 'kgiton_a';
export const B = 'kgiton_b';
export const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
export const EMPTY = 'SANDB-EMPTY-00000-00000-00001';
export const EXPIRES = 1_000_000;
/** Before anything in these tests is due. */
export const START = 1_000;

/** A store, seen from two processes if it can be shared; else twice the same. The license keys are the sandbox's. */
export type CreateStores = () => Promise<[Store, Store] & { close?(): Promise<void> }>;

let count = 0;

export function payment(change: Partial<PaymentRecord> = {}): PaymentRecord {
  count++;
  return {
    paymentId: `PAY-${String(count).padStart(12, '0')}`,
    transactionId: `TRX-${count}`,
    apiKey: A,
    request: '{"amount":1000}',
    response: '{"success":true}',
    createdAt: START,
    expiresAt: EXPIRES,
    ...change,
  };
}

export function delivery(
  { paymentId, transactionId, apiKey }: PaymentRecord,
  change: Partial<NewDelivery> = {},
): NewDelivery {
  return {
    id: deliveryIdOf(paymentId),
    paymentId,
    transactionId,
    apiKey,
    url: 'https://shop.example/webhook',
    body: '{"event":"payment.success"}',
    headers: { 'content-type': 'application/json' },
    state: 'pending',
    nextAttemptAt: START,
    ...change,
  };
}

export const attempt = { at: START, reason: 'schedule', status: 500, duration: 1 } as const;
export const refused = { attempts: [attempt], isAcknowledged: false } as const;
export const acknowledged = { attempts: [{ ...attempt, status: 200 }], isAcknowledged: true } as const;

/** What the tests of a kind of store use. */
export type Tools = ReturnType<typeof toolsFor>;

export function toolsFor(create: CreateStores) {
  const open = async () => {
    const stores = await create();
    onTestFinished(() => stores.close?.());
    return stores;
  };

  /** A payment that was paid, with a delivery. */
  async function paid(store: Store, change: Partial<PaymentRecord> = {}, of: Partial<NewDelivery> = {}) {
    const record = payment(change);
    await store.insert(record, LICENSE);
    const webhook = delivery(record, of);
    if (of.fault) await store.setFault(record.apiKey, record.paymentId, of.fault);
    await store.pay(record.apiKey, record.paymentId, START, webhook);
    return webhook.id;
  }

  const claimed = async (store: Store, time: number) => (await store.claim(time)) as Claim;

  return { open, paid, claimed };
}
