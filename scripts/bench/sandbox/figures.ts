import { median, takeTurns } from '../measure.js';
import { type Load, load } from './load.js';
import { memoryOf, type ServerProcess, startServer } from './process.js';
import type { Server } from './servers.js';

export const CONNECTIONS = [1, 10, 50];
export const SECONDS = 2;
export const ROUNDS = 3;
export const STARTS = 5;
/** What a server has answered before its speed and its memory are measured. */
export const WARM_UP = 5_000;

/** Medians of a server. */
export interface Figures {
  /** One for each of {@link CONNECTIONS}. */
  requestsPerSecond: readonly number[];
  /** Milliseconds; one for each of {@link CONNECTIONS}. */
  p99: readonly number[];
  /** Milliseconds. */
  coldStart: number;
  /** Megabytes after the first answer. */
  memoryAtStart: number;
  /** Megabytes after {@link WARM_UP} answers. */
  memory: number;
}

/** Measures all servers in turns. */
export async function measureFigures(servers: readonly Server[]): Promise<Map<Server, Figures>> {
  const coldStarts = await measureColdStarts(servers);
  const running = new Map<Server, ServerProcess>();
  try {
    for (const server of servers) running.set(server, await startServer(server.argsOf));
    const memories = new Map<Server, Pick<Figures, 'memory' | 'memoryAtStart'>>();
    for (const [server, process] of running) {
      const memoryAtStart = await memoryOf(process);
      await load({ url: process.url, connections: 10, until: { requests: WARM_UP } });
      memories.set(server, { memoryAtStart, memory: await memoryOf(process) });
    }
    const loads = await takeTurns(
      new Map([...running].map(([server, { url }]) => [server, () => loadAll(url)])),
      ROUNDS,
    );
    return new Map(
      servers.map((server) => [
        server,
        {
          ...mediansOf(loads.get(server) ?? []),
          ...(memories.get(server) as Pick<Figures, 'memory' | 'memoryAtStart'>),
          coldStart: median(coldStarts.get(server) ?? []),
        },
      ]),
    );
  } finally {
    for (const process of running.values()) await process.stop();
  }
}

async function measureColdStarts(servers: readonly Server[]): Promise<Map<Server, number[]>> {
  const start = async ({ argsOf }: Server) => {
    const { coldStart, stop } = await startServer(argsOf);
    await stop();
    return coldStart;
  };
  return takeTurns(new Map(servers.map((server) => [server, () => start(server)])), STARTS);
}

async function loadAll(url: string): Promise<Load[]> {
  const loads: Load[] = [];
  for (const connections of CONNECTIONS) loads.push(await load({ url, connections, until: { seconds: SECONDS } }));
  return loads;
}

function mediansOf(rounds: readonly Load[][]): Pick<Figures, 'requestsPerSecond' | 'p99'> {
  const medians = (figure: keyof Load) =>
    CONNECTIONS.map((_, index) => median(rounds.map((loads) => loads[index]?.[figure] ?? Number.NaN)));
  return { requestsPerSecond: medians('requestsPerSecond'), p99: medians('p99') };
}
