import { describeStore } from '../../../test/support/store-conformance/index.js';
import { LICENSE_KEYS } from '../src/payments/license-keys.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';

describeStore('a store in memory', async () => {
  const store = createMemoryStore({ licenses: LICENSE_KEYS, warn: () => {} });
  return [store, store];
});
