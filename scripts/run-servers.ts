import { PortInUseError } from './ports.js';

interface Stoppable {
  stop(): Promise<void>;
  /** Resolves when the server stops on its own. */
  ended?: Promise<void>;
}

/**
 * Runs a command that serves until Ctrl-C or SIGTERM, which stop every server and exit with code 0. Expected errors (a
 * busy port, an invalid flag, a broken document) print one message without a stack trace and exit with code 1.
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
  console.error('A server stopped unexpectedly; stopping the others.');
  await Promise.all(servers.map((server) => server.stop()));
  process.exit(1);
}

function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const isBadFlag = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  return error instanceof PortInUseError || error instanceof RangeError || error.name === 'ContractError' || isBadFlag;
}
