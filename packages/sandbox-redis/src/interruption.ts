import { StoreUnavailableError } from '@kgiton/sandbox/store';
import { ErrorReply } from '@redis/client';
import { concealed, reasonOf, type Server } from './server.js';

/** Notices that a server is unavailable, and that it is back. */
export interface Watch {
  /** One of the connections has failed. */
  lost(connection: unknown, error: unknown): void;
  /** That connection is there again. A client may say so after the first reply that came over it. */
  back(connection: unknown): void;
  /**
   * A command that failed rejects with what is returned: within an interruption, all of them with the same error; with its
   * own, if the fault is that of the command.
   */
  failed(error: unknown): unknown;
  /** A command has had a reply, so the interruption is over; that of a cluster, if the other nodes are there too. */
  replied(): void;
}

/** Errors of a reachable server that cannot serve for now: it is starting, or another one is taking over. */
const WAITING = /^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|READONLY|BUSY)\b/;

/** How the client fails that looks for the node of a part of a cluster which has none. */
const WITHOUT_NODE = /\(reading '(master|replicas)'\)/;

/**
 * One interruption is one error, whoever meets it: connections that are made again and again, and every command meanwhile.
 *
 * @param onError called with the error of each interruption
 * @param isWhole whether each node of a cluster says that all of it is there
 */
export function createWatch(
  server: Server,
  onError: (error: unknown) => void,
  isWhole?: () => Promise<boolean>,
): Watch {
  const down = new Set<unknown>();
  let interruption: StoreUnavailableError | undefined;
  let isAsking = false;
  // A connection alone proves nothing: a server that has just started may refuse every command.
  let isServing = false;

  function interrupt(thrown: unknown): StoreUnavailableError {
    isServing = false;
    if (interruption) return interruption;
    const cause = concealed(thrown, server);
    interruption = new StoreUnavailableError(`the store at ${server.name} is unavailable: ${reasonOf(cause)}`, {
      cause,
    });
    onError(interruption);
    return interruption;
  }

  function endIfOver(): void {
    if (!interruption || !isServing || isAsking || down.size > 0) return;
    if (!isWhole) {
      interruption = undefined;
      return;
    }
    isAsking = true;
    isWhole().then((isOver) => {
      isAsking = false;
      if (isOver && isServing && down.size === 0) interruption = undefined;
    });
  }

  return {
    lost(connection, error) {
      down.add(connection);
      interrupt(error);
    },
    back(connection) {
      down.delete(connection);
      endIfOver();
    },
    failed: (error) => (isFault(error) ? concealed(error, server) : interrupt(error)),
    replied() {
      isServing = true;
      endIfOver();
    },
  };
}

/** Whether the server is of use, and the command was not: it refused it, or the client could not write it. */
function isFault(error: unknown): boolean {
  if (error instanceof ErrorReply) return !WAITING.test(error.message);
  return error instanceof TypeError && !WITHOUT_NODE.test(error.message);
}
