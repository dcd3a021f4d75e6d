import type { Delivery, DeliveryAttempt, Fault, NewDelivery, PaymentRecord } from '@kgiton/sandbox/store';
import type { Reply } from './connection.js';

/** What never changes of a payment. */
type Fixed = Omit<PaymentRecord, 'expiresAt' | 'paidAt' | 'failedAt'>;

export function fixedPart({ expiresAt, paidAt, failedAt, ...fixed }: PaymentRecord): string {
  return JSON.stringify(fixed satisfies Fixed);
}

/** A payment, as the scripts return it. */
export function paymentOf(reply: Reply): PaymentRecord {
  const [fixed, expiresAt, paidAt, failedAt] = reply as [string, string, string, string];
  return {
    ...(JSON.parse(fixed) as Fixed),
    expiresAt: Number(expiresAt),
    ...(paidAt && { paidAt: Number(paidAt) }),
    ...(failedAt && { failedAt: Number(failedAt) }),
  };
}

/** What never changes of a delivery. */
export function fixedDelivery({ state, nextAttemptAt, ...fixed }: NewDelivery): string {
  return JSON.stringify(fixed);
}

/** A delivery, as the scripts return it. */
export function deliveryOf(reply: Reply): Delivery {
  const [fixed, state, nextAttemptAt, attempts] = reply as [string, Delivery['state'], string, string];
  return {
    ...(JSON.parse(fixed) as Omit<NewDelivery, 'state' | 'nextAttemptAt'>),
    state,
    nextAttemptAt: nextAttemptAt ? Number(nextAttemptAt) : undefined,
    attempts: attempts ? attempts.split('\n').map((line) => JSON.parse(line) as DeliveryAttempt) : [],
  };
}

/** A fault with how often it still applies. */
export function faultOf<Kind extends Fault>(fault: string, times: string): Kind {
  return { ...JSON.parse(fault), ...(times && { times: Number(times) }) };
}
