// JavaScript, and the packages as they are built: a process of it starts at once.
import { startSandbox } from '@kgiton/sandbox';
import { createRedisStore } from '@kgiton/sandbox-redis';

/** One of several sandboxes with one store, as a process of its own. Prints its URL. */
const [url = '', prefix = '', lease = ''] = process.argv.slice(2);
const store = createRedisStore({ url, prefix, lease: Number(lease) });
const sandbox = await startSandbox({ port: 0, store, licenses: { FEW: 500 } });
console.log(sandbox.url);
