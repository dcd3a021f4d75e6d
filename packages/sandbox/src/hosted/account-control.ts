import type { Control } from '../control/control.js';
import { SandboxError } from '../sandbox-error.js';
import type { Store } from '../store/store.js';
import type { Delivery } from '../webhooks/delivery.js';

/**
 * The control of one account. Whatever API key a call names, it is about this account, so what another account has is not
 * found, as if it did not exist.
 */
export function accountControl(apiKey: string, control: Control, store: Pick<Store, 'changes' | 'open'>): Control {
  const isOwn = (delivery: Delivery) => delivery.apiKey === apiKey;

  async function delivery(id: string): Promise<Delivery> {
    const found = await control.delivery(id);
    if (isOwn(found)) return found;
    throw new SandboxError('not-found', `There is no delivery ${id}.`);
  }

  return {
    payment: (id) => control.payment(id, apiKey),
    payments: (_apiKey, limit) => control.payments(apiKey, limit),
    listPayments: (filter) => control.listPayments({ ...filter, apiKey }),
    countPayments: () => control.countPayments(apiKey),
    pay: (id) => control.pay(id, apiKey),
    expire: (id) => control.expire(id, apiKey),
    fail: (id) => control.fail(id, apiKey),
    license: (key) => control.license(key, apiKey),
    licenses: () => control.licenses(apiKey),
    setLicense: (change) => control.setLicense(change, apiKey),
    currentTime: () => control.currentTime(apiKey),
    advance: (by) => control.advance(by, apiKey),
    deliveriesOf: () => control.deliveriesOf(apiKey),
    delivery,
    waitForDelivery: (filter) => control.waitForDelivery({ ...filter, apiKey }),
    nextDelivery: (matches, signal) => control.nextDelivery((one) => isOwn(one) && matches(one), signal),
    async redeliver(id) {
      await delivery(id);
      return control.redeliver(id);
    },
    setFault: (fault, target) => control.setFault(fault, { ...target, apiKey }),
    faults: () => control.faults(apiKey),
    requestsOf: () => control.requestsOf(apiKey),
    createAccount: () => control.createAccount(),
    apiKeys: async () => [apiKey],
    async reset() {
      await control.reset(apiKey);
      // Its key stays valid.
      await store.open(apiKey);
    },
    state: () => control.state(apiKey),
    async change(signal) {
      await store.changes.next((change) => change.apiKey === undefined || change.apiKey === apiKey, signal);
    },
  };
}
