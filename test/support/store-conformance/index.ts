import { describeAccounts } from './accounts.js';
import { describeClocks } from './clocks.js';
import { describeDeliveries } from './deliveries.js';
import { type CreateStores, toolsFor } from './fixtures.js';
import { describeLicenseKeys } from './license-keys.js';
import { describeListeners } from './listeners.js';
import { describePayments } from './payments.js';

export { delivery, payment } from './fixtures.js';

/** What every store does, whatever holds the state. */
export function describeStore(name: string, create: CreateStores): void {
  const tools = toolsFor(create);
  describePayments(name, tools);
  describeLicenseKeys(name, tools);
  describeDeliveries(name, tools);
  describeClocks(name, tools);
  describeAccounts(name, tools);
  describeListeners(name, tools);
}
