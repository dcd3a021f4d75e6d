import type { OpenStore } from '../src/index.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import type { Store } from '../src/store/store.js';
import { StoreUnavailableError } from '../src/store/store-unavailable-error.js';

/** A shared store that could be opened, and that cannot be reached any more. */
export function unavailableStore(functions: Partial<Store> = {}): OpenStore {
  return async (context) => {
    const store = createMemoryStore(context);
    const names = Object.keys(store).filter((name) => typeof store[name as keyof typeof store] === 'function');
    const refuse = () => Promise.reject(new StoreUnavailableError('connection refused'));
    const gone = Object.fromEntries(names.map((name) => [name, refuse]));
    return { ...store, ...gone, isShared: true, close: async () => {}, ...functions };
  };
}
