import { PortInUseError } from './ports.js';

interface Stoppable {
  stop(): Promise<void>;
  /** Resolves when the server ends by itself. */
  ended?: Promise<void>;
}

/**
 * Runs a command that serves until it is told to stop: Ctrl-C and SIGTERM stop every server and exit with 0. What can be
 * expected to go wrong (a busy port, a bad flag, a broken document) is one message and exit code 1, not a stack trace.
 */
export async function runServers(start: () => Promise<Stoppable[]>): Promise<void> {
  let servers: Stoppable[] = [];
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    await Promise.all(servers.map((server) => server.stop()));
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    servers = await start();
  } catch (error) {
    if (!isExpected(error)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  const ending = servers.flatMap(({ ended }) => ended ?? []);
  if (ending.length === 0) return;
  await Promise.race(ending);
  if (isStopping) return;
  console.error('A server ended by itself; stopping the others.');
  await Promise.all(servers.map((server) => server.stop()));
  process.exit(1);
}

function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const isBadFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  return error instanceof PortInUseError || error instanceof RangeError || error.name === 'ContractError' || isBadFlag;
}
