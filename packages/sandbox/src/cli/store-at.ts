import type { OpenStore } from '../store/store.js';
import { UsageError } from './options.js';

/** What this command uses of the package, which is installed beside it only where a store is shared. */
interface RedisPackage {
  createRedisStore(options: { url: string; cluster: boolean }): OpenStore;
}

const PACKAGE: string = '@kgiton/sandbox-redis';

/**
 * The store behind a URL: `redis:`, `rediss:`, or of a cluster `redis+cluster:`, `rediss+cluster:`.
 *
 * @throws {UsageError} when the package is missing; the store, when it cannot be opened
 */
export async function storeAt(url: URL): Promise<OpenStore> {
  const { createRedisStore } = await load();
  const options = { url: url.href.replace('+cluster:', ':'), cluster: url.protocol.endsWith('+cluster:') };
  return async (context) => {
    try {
      return await createRedisStore(options)(context);
    } catch (thrown) {
      const { message, code } = thrown as NodeJS.ErrnoException;
      // Without user and password.
      throw new UsageError(`--store: cannot use ${url.protocol}//${url.host}: ${message || code}`);
    }
  };
}

async function load(): Promise<RedisPackage> {
  try {
    return (await import(PACKAGE)) as RedisPackage;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const install = `npm install ${PACKAGE}, or npx -p @kgiton/sandbox -p ${PACKAGE} kgiton-sandbox --store …`;
    throw new UsageError(`--store: needs the package ${PACKAGE} beside this one: ${install}`);
  }
}
