import { median, takeTurns } from '../measure.js';
import type { Comparison } from '../report.js';
import { installedSize } from './installed-size.js';
import { type Load, load } from './load.js';
import { memoryOf, type ServerProcess, startServer } from './process.js';
import { BARE, CANNED, otherServers, SANDBOX, type Server } from './servers.js';

const CONNECTIONS = [1, 10, 50];
const SECONDS = 2;
const ROUNDS = 3;
const STARTS = 5;
/** Requests before speed and memory are measured. */
const WARM_UP = 5_000;

/** The medians of a server. */
interface Figures {
  /** One for each of {@link CONNECTIONS}. */
  requestsPerSecond: readonly number[];
  /** Milliseconds; one for each of {@link CONNECTIONS}. */
  p99: readonly number[];
  /** Milliseconds from the start of the process to the first response. */
  coldStart: number;
  /** Megabytes after the first response. */
  memoryAtStart: number;
  /** Megabytes after {@link WARM_UP} requests. */
  memory: number;
}

const AT = `at ${CONNECTIONS.join(', ')} connections`;
const LOADED = `${SECONDS} s each, median of ${ROUNDS}`;

/** The sandbox against other servers of the same contract, and against a minimal one. */
export async function benchSandbox(): Promise<Comparison[]> {
  const others = otherServers();
  const figures = await measureFigures([SANDBOX, ...others, CANNED]);
  const of = (server: Server) => figures.get(server) as Figures;
  const sizes = await Promise.all(others.map(compareSize));
  return [
    {
      name: `load generator ${AT}, what it can send against what ${BARE.name} serves`,
      ours: of(CANNED).requestsPerSecond,
      theirs: of(BARE).requestsPerSecond,
      unit: 'requests/s',
      how: `near 1, it slows the fast servers; ${LOADED}`,
    },
    ...others.map((other) => compareThroughput(of(SANDBOX), of(other), other)),
    ...others.map((other) => compareLatency(of(SANDBOX), of(other), other)),
    // The two Prism configurations differ in speed only.
    ...others
      .filter(({ aims, packages }) => aims || packages)
      .flatMap((other) => compareProcess(of(SANDBOX), of(other), other)),
    ...sizes.flat(),
  ];
}

function compareThroughput(ours: Figures, theirs: Figures, { name, aims }: Server): Comparison {
  return {
    name: `sandbox, throughput ${AT} against ${name}`,
    ours: ours.requestsPerSecond,
    theirs: theirs.requestsPerSecond,
    unit: 'requests/s',
    how: LOADED,
    aim: aims?.throughput,
  };
}

function compareLatency(ours: Figures, theirs: Figures, { name }: Server): Comparison {
  const how = `under full load; ${LOADED}`;
  return { name: `sandbox, p99 ${AT} against ${name}`, ours: ours.p99, theirs: theirs.p99, unit: 'ms', how };
}

function compareProcess(ours: Figures, theirs: Figures, { name, aims }: Server): Comparison[] {
  return [
    {
      name: `sandbox, cold start against ${name}`,
      ours: ours.coldStart,
      theirs: theirs.coldStart,
      unit: 'ms',
      how: `from process start to first response, median of ${STARTS}`,
      aim: aims?.coldStart,
    },
    {
      name: `sandbox, memory after start and after ${WARM_UP} requests against ${name}`,
      ours: [ours.memoryAtStart, ours.memory],
      theirs: [theirs.memoryAtStart, theirs.memory],
      unit: 'MB',
      how: 'resident set of the process, one sample',
      aim: aims?.memory,
    },
  ];
}

async function compareSize({ name, packages }: Server): Promise<Comparison[]> {
  if (!packages || !SANDBOX.packages) return [];
  const [ours, theirs] = await Promise.all(
    [SANDBOX.packages, packages].map(({ names, from }) => installedSize(names, from)),
  );
  if (!ours || !theirs) return [];
  return [
    {
      name: `sandbox, installed size against ${name}`,
      ours: ours.bytes / 1e6,
      theirs: theirs.bytes / 1e6,
      unit: 'MB',
      how: `with all dependencies: ${ours.packages} : ${theirs.packages} packages`,
    },
  ];
}

/** Measures all servers in turn. */
async function measureFigures(servers: readonly Server[]): Promise<Map<Server, Figures>> {
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
