export type { RedisStoreOptions } from './options.js';
export { createRedisStore } from './redis-store.js';
