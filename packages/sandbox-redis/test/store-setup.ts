import { LICENSE_KEYS } from '@kgiton/sandbox';
import type { Store } from '@kgiton/sandbox/store';
import { createRedisStore } from '../src/index.js';
import type { RedisServer } from './redis-server.js';

/** What a sandbox gives to its store. Nobody reads its log lines and errors. */
export const context = { licenses: LICENSE_KEYS, warn: () => {}, onError: () => {} };

/** A license key with enough tokens. */
export const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';

/** A moment by the clock of an account. */
export const START = 1_000;

let count = 0;

/** A prefix for the keys of one test. */
export const nextPrefix = () => `test-${++count}:`;

/** The stores of two processes that share everything, with their prefix. They close with their test. */
export async function openTwo({ url }: RedisServer) {
  const prefix = nextPrefix();
  const open = createRedisStore({ url, prefix });
  const stores: [Store, Store] = [await open(context), await open(context)];
  const close = async () => void (await Promise.all(stores.map((store) => store.close())));
  return Object.assign(stores, { prefix, close, [Symbol.asyncDispose]: close });
}

/** A store that closes with its test. */
export async function openAt(url: string): Promise<Store & AsyncDisposable> {
  const store = await createRedisStore({ url, prefix: nextPrefix() })(context);
  return { ...store, [Symbol.asyncDispose]: store.close };
}
