import { createServer } from 'node:net';

/** The host that every server in this repository listens on: loopback only. */
export const HOST = '127.0.0.1';

/** The port is in use or needs elevated privileges. The message says how to choose another one. */
export class PortInUseError extends Error {
  override name = 'PortInUseError' as const;
}

/**
 * Resolves if `port` is free.
 *
 * @param remedy how to choose another port, for the message, for example `--port N or MOCK_PORT=N`
 * @throws {PortInUseError} if the port is in use or needs elevated privileges
 */
export async function assertPortFree(port: number, remedy: string): Promise<void> {
  await listenOnce(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    const reason = error.code === 'EACCES' ? 'needs elevated privileges' : 'is in use';
    throw new PortInUseError(`Port ${port} ${reason}; choose another with ${remedy}.`, { cause: error });
  });
}

/** Returns a port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * Parses the port given by a flag or its environment variable.
 *
 * @param name the flag and the variable, for the error message
 * @param fallback the port if none is given
 * @throws {RangeError} if it is not an integer from 0 to 65535
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
