import { readFile } from 'node:fs/promises';
import type { OpenStore } from '../store/store.js';
import { UsageError } from './options.js';

/** What this command uses of the package, which is installed beside it only where a store is shared. */
interface RedisPackage {
  createRedisStore(options: { url: string; ca?: string | undefined }): OpenStore;
}

const PACKAGE: string = '@kgiton/sandbox-redis';

/**
 * The store behind a URL: `redis:`, `rediss:`, or of a cluster `redis+cluster:`, `rediss+cluster:`.
 *
 * @param caFile with the certificates that sign those of the servers
 * @throws {UsageError} when the package is missing, or does not take the options; the store, when it cannot be opened
 */
export async function storeAt(url: URL, caFile: string | undefined): Promise<OpenStore> {
  const { createRedisStore } = await load();
  const ca = caFile === undefined ? undefined : await certificate(caFile);
  try {
    const open = createRedisStore({ url: url.href, ca });
    return (context) => open(context).catch(refuse);
  } catch (thrown) {
    return refuse(thrown);
  }
}

/** What the package says shows no user and no password. */
function refuse(thrown: unknown): never {
  const { message } = thrown as Error;
  const [, option, rest] = /^(url|ca): (.*)$/s.exec(message) ?? ['', 'url', message];
  throw new UsageError(`${option === 'ca' ? '--store-ca' : '--store'}: ${rest}`);
}

function certificate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`--store-ca: cannot read ${file}: ${error.message}`);
  });
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
