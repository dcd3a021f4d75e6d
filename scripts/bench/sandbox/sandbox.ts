import type { Comparison } from '../report.js';
import { CONNECTIONS, type Figures, measureFigures, ROUNDS, SECONDS, STARTS, WARM_UP } from './figures.js';
import { installedSize } from './installed-size.js';
import { BARE, CANNED, otherServers, SANDBOX, type Server } from './servers.js';

const AT = `at ${CONNECTIONS.join(', ')} connections`;
const LOADED = `${SECONDS} s each, median of ${ROUNDS}`;

/** The sandbox beside other servers of the same contract, and beside the least that such a server can be. */
export async function benchSandbox(): Promise<Comparison[]> {
  const others = otherServers();
  const figures = await measureFigures([SANDBOX, ...others, CANNED]);
  const of = (server: Server) => figures.get(server) as Figures;
  const sizes = await Promise.all(others.map(compareSize));
  return [
    {
      name: `load generator ${AT}, what it can send against what ${BARE.name} answers`,
      ours: of(CANNED).requestsPerSecond,
      theirs: of(BARE).requestsPerSecond,
      unit: 'requests/s',
      how: `near 1, it slows the fast ones; ${LOADED}`,
    },
    ...others.map((other) => compareThroughput(of(SANDBOX), of(other), other)),
    ...others.map((other) => compareLatency(of(SANDBOX), of(other), other)),
    // Prism twice differs in speed only.
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
      how: `from the start of the process to its first answer, median of ${STARTS}`,
      aim: aims?.coldStart,
    },
    {
      name: `sandbox, memory at the start and after ${WARM_UP} requests against ${name}`,
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
