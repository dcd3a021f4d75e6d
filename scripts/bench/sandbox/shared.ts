import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { operationRequests } from '@kgiton/contract';
import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import type { Store } from '@kgiton/sandbox/store';
import { createRedisStore } from '@kgiton/sandbox-redis';
import { freePort, HOST } from '../../ports.js';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { bodyOf, headersOf, LICENSE_KEY, load, PATH } from './load.js';
import { startServer } from './process.js';
import { SANDBOX } from './servers.js';

const STATUS_PATH = operationRequests.getPaymentStatus.path;

const CONNECTIONS = [1, 10, 50];
const UNTIL = { seconds: 2 };
const ROUNDS = 3;

/** Accounts and payments in each, that a store holds when its cost per request is measured. */
const FEW = { accounts: 1, payments: 100 };
const MANY = { accounts: 10_000, payments: 100 };

/** Inserts that are in flight while a store is filled. */
const AT_ONCE = 500;

/** Sandboxes that share one Redis, against one in memory; and whether the cost of a request depends on what is stored. */
export async function benchShared(): Promise<Comparison[]> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    console.warn('skipped: a shared store (not installed: redis-server)');
    return [];
  }
  const port = await freePort();
  const options = ['--port', String(port), '--bind', HOST, '--save', '', '--appendonly', 'no'];
  const redis = spawn('redis-server', options, { stdio: 'ignore' });
  const stores = (prefix: string) => createRedisStore({ url: `redis://${HOST}:${port}`, prefix });
  try {
    const throughput = await measureThroughput(`redis://${HOST}:${port}`);
    return [...throughput, ...(await measureRequests(stores))];
  } finally {
    redis.kill('SIGKILL');
    await once(redis, 'exit');
  }
}

async function measureThroughput(store: string): Promise<Comparison[]> {
  const shared = (at: number) => [...SANDBOX.argsOf(at), '--store', store];
  const memory = await startServer(SANDBOX.argsOf);
  const replicas = [await startServer(shared), await startServer(shared), await startServer(shared)];
  const speedOf = (servers: readonly { url: string }[]) => async () => {
    const speeds: number[] = [];
    for (const connections of CONNECTIONS) {
      const each = Math.max(Math.floor(connections / servers.length), 1);
      const loads = await Promise.all(servers.map(({ url }) => load({ url, connections: each, until: UNTIL })));
      speeds.push(loads.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0));
    }
    return speeds;
  };
  const subjects = new Map([
    ['memory', speedOf([memory])],
    ['one', speedOf(replicas.slice(0, 1))],
    ['three', speedOf(replicas)],
  ]);
  const rounds = await takeTurns(subjects, ROUNDS);
  for (const { stop } of [memory, ...replicas]) await stop();
  const mediansOf = (name: string) =>
    CONNECTIONS.map((_, index) => median(rounds.get(name)?.map((speeds) => speeds[index] ?? Number.NaN) ?? []));
  const [inMemory, one, three] = [mediansOf('memory'), mediansOf('one'), mediansOf('three')];
  const how = `at ${CONNECTIONS.join(', ')} connections, ${UNTIL.seconds} s each, median of ${ROUNDS}; Redis without persistence on the same machine`;
  return [
    { name: 'one sandbox with Redis against one in memory', ours: one, theirs: inMemory, unit: 'requests/s', how },
    { name: 'three sandboxes with one Redis against one', ours: three, theirs: one, unit: 'requests/s', how },
  ];
}

async function measureRequests(open: (prefix: string) => ReturnType<typeof createRedisStore>): Promise<Comparison[]> {
  const context = { licenses: LICENSE_KEYS, warn: console.warn, onError: console.error };
  const count = 5_000;
  const costs: { generate: number; status: number }[] = [];
  for (const { accounts, payments } of [FEW, MANY]) {
    const store = await open(`bench-${accounts}:`)(context);
    await fill(store, accounts * payments, (index) => `kgiton_${index % accounts}`);
    await store.close();
    const sandbox = await startSandbox({ port: 0, store: open(`bench-${accounts}:`) });
    const meanOf = async (send: (index: number, apiKey: string) => Promise<Response>) => {
      const begun = performance.now();
      for (let index = 0; index < count; index++) {
        const { status } = await send(index, `kgiton_${index % accounts}`);
        if (status !== 200) throw new Error(`Expected 200, got ${status}.`);
      }
      return (performance.now() - begun) / count;
    };
    const idOf = (index: number) => `REQUEST-${accounts}-${index}`;
    costs.push({
      generate: await meanOf((index, apiKey) =>
        sandbox.fetch(`${sandbox.url}${PATH}`, {
          method: 'POST',
          headers: headersOf(apiKey),
          body: bodyOf(idOf(index)),
        }),
      ),
      status: await meanOf((index, apiKey) =>
        sandbox.fetch(sandbox.url + STATUS_PATH.replace(/\{\w+\}/, idOf(index)), { headers: headersOf(apiKey) }),
      ),
    });
    await sandbox.close();
  }
  const [few, many] = costs;
  const stored = (MANY.accounts * MANY.payments).toLocaleString('en');
  return (['generate', 'status'] as const).map((what) => ({
    name: `${what} in Redis with ${stored} payments in ${MANY.accounts.toLocaleString('en')} accounts, against ${FEW.payments} in ${FEW.accounts}`,
    ours: many?.[what] ?? Number.NaN,
    theirs: few?.[what] ?? Number.NaN,
    unit: 'ms' as const,
    how: 'whole requests without a socket, one after the other, mean of 5,000',
    aim: { atMost: 1.25 },
  }));
}

async function fill(store: Store, count: number, apiKeyOf: (index: number) => string): Promise<void> {
  for (let index = 0; index < count; index += AT_ONCE) {
    const inserts = Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, own) => apiKeyOf(index + own));
    await Promise.all(inserts.map((apiKey) => insert(store, apiKey)));
  }
}

let made = 0;

async function insert(store: Store, apiKey: string): Promise<void> {
  const id = String(made++).padStart(12, '0');
  const now = Date.now();
  const payment = {
    paymentId: `PAY-${id}`,
    transactionId: `TRX-${id}`,
    apiKey,
    request: JSON.stringify({ transaction_id: `TRX-${id}`, amount: 50_000, license_key: LICENSE_KEY }),
    response: '{"success":true}',
    createdAt: now,
    expiresAt: now + 60_000,
  };
  const { outcome } = await store.insert(payment, LICENSE_KEY);
  if (outcome !== 'created') throw new Error(`Expected a new payment, got ${outcome}.`);
}
