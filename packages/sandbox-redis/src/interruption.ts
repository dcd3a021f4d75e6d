import { ErrorReply, TimeoutError } from '@redis/client';

/** Notices that a server is away, and that it is back. */
export interface Watch {
  /** One of the connections has failed. */
  lost(connection: unknown, error: unknown): void;
  /** That connection is there again. */
  back(connection: unknown): void;
  /** A command that failed rejects with what is returned: within an interruption, all of them with the same error. */
  failed(error: unknown): unknown;
  /** A command has had a reply, so the interruption is over. */
  replied(): void;
}

/** What a server says that is there, and not yet of use. */
const STARTING = /^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)\b/;

/**
 * One interruption is one error, whoever meets it: connections that are made again and again, and every command meanwhile.
 *
 * @param server whose it is, without user and password
 * @param timeout milliseconds until a command fails that cannot be sent
 * @param onError called with the error of each interruption
 */
export function createWatch(server: string, timeout: number, onError: (error: unknown) => void): Watch {
  const down = new Set<unknown>();
  let interruption: Error | undefined;

  function interrupt(cause: unknown): Error {
    if (interruption) return interruption;
    interruption = new Error(`the store at ${server} is away: ${reasonOf(cause)}`, { cause });
    onError(interruption);
    return interruption;
  }

  /** The client's error has no words. */
  function reasonOf(cause: unknown): string {
    if (cause instanceof TimeoutError) return `a command could not be sent for ${timeout / 1000} seconds`;
    const { message, code, name } = cause as NodeJS.ErrnoException;
    return message || code || name;
  }

  return {
    lost(connection, error) {
      down.add(connection);
      interrupt(error);
    },
    back: (connection) => void down.delete(connection),
    failed: (error) => (error instanceof ErrorReply && !STARTING.test(error.message) ? error : interrupt(error)),
    // A connection alone shows nothing: a server that has just started may refuse whatever it is asked.
    replied() {
      if (down.size === 0) interruption = undefined;
    },
  };
}
