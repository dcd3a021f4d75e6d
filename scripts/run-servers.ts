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
  const stop = async () => {
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
  await Promise.race(servers.flatMap(({ ended }) => ended ?? []));
}

function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const isBadFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  return error instanceof PortInUseError || error instanceof RangeError || error.name === 'ContractError' || isBadFlag;
}
