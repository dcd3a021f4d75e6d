import { once } from 'node:events';
import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { type Load, load } from './load.js';
import { type ServerProcess, startServer } from './process.js';
import { own, SANDBOX } from './servers.js';

const CHUNKS = 10;
const REQUESTS = 100_000;
const API_KEYS = ['kgiton_a', 'kgiton_b', 'kgiton_c', 'kgiton_d', 'kgiton_e'];
/** Nearly as many as a sandbox keeps in memory. */
const MANY_API_KEYS = Array.from({ length: 900 }, (_, index) => `kgiton_${100 + index}`);

interface Chunk extends Load {
  /** Heap in use, in megabytes. */
  heap: number;
  /** Resident set, in megabytes. */
  resident: number;
}

/** Whether the sandbox stays as fast and as small over a million payments. Prints each chunk. */
export async function benchMillion(): Promise<Comparison[]> {
  const args = ['--expose-gc', '--import', own('report-memory.mjs')];
  const server = await startServer((port) => [...args, ...SANDBOX.argsOf(port)], true);
  try {
    const chunks: Chunk[] = [];
    for (let count = 1; count <= CHUNKS; count++) {
      const speed = await load({ url: server.url, connections: 10, until: { requests: REQUESTS }, apiKeys: API_KEYS });
      const chunk = { ...speed, ...(await memoryOf(server)) };
      chunks.push(chunk);
      console.log(`       ${(count * REQUESTS).toLocaleString('en').padStart(9)} payments: ${describe(chunk)}`);
    }
    const speedOf = async (apiKeys: readonly string[]) =>
      (await load({ url: server.url, connections: 50, until: { requests: REQUESTS }, apiKeys })).requestsPerSecond;
    const rounds = await takeTurns(
      new Map([
        ['few', () => speedOf(API_KEYS)],
        ['many', () => speedOf(MANY_API_KEYS)],
      ]),
      3,
    );
    return [...compareEnds(chunks), compareAccounts(rounds)];
  } finally {
    await server.stop();
  }
}

function compareAccounts(rounds: ReadonlyMap<string, readonly number[]>): Comparison {
  const [few, many] = ['few', 'many'].map((name) => median(rounds.get(name) ?? []));
  return {
    name: `sandbox, throughput with ${MANY_API_KEYS.length} accounts against ${API_KEYS.length}`,
    ours: many ?? Number.NaN,
    theirs: few ?? Number.NaN,
    unit: 'requests/s',
    how: '50 connections, median of 3',
    aim: { atLeast: 0.8 },
  };
}

async function memoryOf({ child }: ServerProcess): Promise<Pick<Chunk, 'heap' | 'resident'>> {
  const reply = once(child, 'message');
  child.send('memory');
  const [{ heapUsed, rss }] = (await reply) as [NodeJS.MemoryUsage];
  return { heap: heapUsed / 1e6, resident: rss / 1e6 };
}

function describe({ requestsPerSecond, p99, heap, resident }: Chunk): string {
  const memory = `heap ${heap.toFixed(1)} MB, resident ${resident.toFixed(0)} MB`;
  return `${requestsPerSecond.toFixed(0)} requests/s, p99 ${p99.toFixed(2)} ms, ${memory}`;
}

/**
 * Compares the last chunk with the second: during the first, the sandbox fills up to its limit of payments. Flat means
 * within a tenth for memory, and within a quarter for speed, since another program can slow a chunk down.
 */
function compareEnds(chunks: readonly Chunk[]): Comparison[] {
  const [second, last] = [chunks[1], chunks.at(-1)];
  if (!second || !last) return [];
  const how = `10 connections, ${API_KEYS.length} API keys`;
  const compare = (what: string, figure: keyof Chunk, unit: Comparison['unit']) => ({
    name: `sandbox, ${what} of the last ${REQUESTS.toLocaleString('en')} of a million payments against the second`,
    ours: last[figure],
    theirs: second[figure],
    unit,
    how,
  });
  return [
    { ...compare('throughput', 'requestsPerSecond', 'requests/s'), aim: { atLeast: 0.8 } },
    { ...compare('p99', 'p99', 'ms'), aim: { atMost: 1.25 } },
    { ...compare('heap', 'heap', 'MB'), how: `${how}; after a garbage collection`, aim: { atMost: 1.1 } },
    { ...compare('resident memory', 'resident', 'MB'), aim: { atMost: 1.1 } },
  ];
}
