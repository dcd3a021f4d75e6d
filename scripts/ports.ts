import { createServer } from 'node:net';

/** The address that every server of this repository listens on. */
export const HOST = '127.0.0.1';

/** The port is in use. The message says how to choose another one. */
export class PortInUseError extends Error {
  override name = 'PortInUseError' as const;
}

/**
 * Resolves when `port` can be listened on.
 *
 * @param remedy how to choose another port, for the message, for example `--port N or MOCK_PORT=N`
 * @throws {PortInUseError} when something listens there already
 */
export async function assertPortFree(port: number, remedy: string): Promise<void> {
  await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    const reason = error.code === 'EACCES' ? 'needs more rights than you have' : 'is in use';
    throw new PortInUseError(`Port ${port} ${reason}; choose another with ${remedy}.`, { cause: error });
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * The port from a flag or its environment variable.
 *
 * @throws {RangeError} when it is not a whole number from 0 to 65535
 */
export function parsePort(given: string | undefined, name: string, fallback: number): number {
  if (given === undefined || given === '') return fallback;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535) {
    throw new RangeError(`${name}: expected a port from 0 to 65535, got ${JSON.stringify(given)}.`);
  }
  return port;
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
