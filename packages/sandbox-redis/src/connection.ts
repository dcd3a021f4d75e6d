import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailableError } from '@kgiton/sandbox/store';
import {
  createClient,
  createCluster,
  type RedisClientOptions,
  type RedisClientType,
  type RedisClusterType,
  RootNodesUnavailableError,
} from '@redis/client';
import { scripts } from './generated/scripts.js';
import { createWatch } from './interruption.js';
import { COMMAND_TIMEOUT, checkServer, type Server, unusable } from './server.js';

export type ScriptName = keyof typeof scripts;

/** What a script returns: texts, numbers, lists of them; null for none. */
export type Reply = string | number | null | Reply[];

/**
 * A client of a server or a cluster. Both have the same plain commands, which their types do not say; and to compare these
 * types takes the compiler ten seconds, so they are asserted by way of `unknown`.
 */
type Client = RedisClientType;

/** A connection to a server or a cluster. */
export interface Connection {
  client: Client;
  /** Runs a script atomically. */
  run(name: ScriptName, keys: string[], args: string[]): Promise<Reply>;
  /**
   * Calls back with each message of a channel; with undefined after messages may have been lost.
   *
   * @throws {Error} when the user may not; then the connection is closed
   */
  subscribe(channel: string, listener: (message: string | undefined) => void): Promise<void>;
  /** Lets commands in flight end. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  server: Server;
  /** Called with errors of the connection, which connects again by itself. */
  onError(error: unknown): void;
}

/** Real milliseconds of silence after which a connection is taken for lost; it is asked for a sign of life before. */
const SILENCE = 10_000;

/** Real milliseconds that commands in flight have to end when the store closes. */
const CLOSING = 2_000;

/** Real milliseconds between attempts to connect again, at most. */
const RECONNECT = 500;

const HASHES = Object.fromEntries(
  Object.entries(scripts).map(([name, source]) => [name, createHash('sha1').update(source).digest('hex')]),
) as Record<ScriptName, string>;

/** @throws {Error} that says why the server cannot be used */
export async function connect({ server, onError }: ConnectionOptions): Promise<Connection> {
  const { isCluster } = server;
  let isWatched = false;
  let isClosed = false;
  /** The latest connection error. The error of a cluster without a usable node gives no reason itself. */
  let refusal: unknown;
  // Reconnect only to a server that has been reached once.
  const socket = {
    socketTimeout: SILENCE,
    reconnectStrategy: (attempt: number, cause: Error) => (isWatched ? Math.min(attempt * 50, RECONNECT) : cause),
  };
  const client = createConnection(server, socket);
  const watch = createWatch(server, onError, isCluster ? () => isWhole(client) : undefined);
  // Messages come over a connection of their own, except in a cluster, which has one for them.
  const subscriber = isCluster ? client : client.duplicate();
  const all = [...new Set([client, subscriber])];
  for (const one of all) {
    one.on('error', (error) => {
      if (!isWatched) refusal = error;
      else if (isCluster) watch.failed(error);
      else watch.lost(one, error);
    });
    one.on('ready', () => watch.back(one));
    // Those of a cluster come with an object for each of its connections.
    one.on('node-error', (error, connection) => isWatched && watch.lost(connection, error));
    for (const event of ['node-ready', 'node-disconnect']) one.on(event, watch.back);
  }
  try {
    for (const one of all) await one.connect();
    for (const node of await nodesOf(client, isCluster)) checkServer(await aboutOf(node), isCluster);
  } catch (error) {
    for (const one of all) one.destroy();
    throw unusable(error instanceof RootNodesUnavailableError ? refusal : error, server);
  }
  isWatched = true;

  /** The same client. Its commands reject as {@link Watch} says. */
  const watched = new Proxy(client, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result = Reflect.apply(value, target, args);
        if (!(result instanceof Promise)) return result;
        return result.then(
          (reply) => {
            watch.replied();
            return reply;
          },
          (error) => {
            throw isClosed ? new StoreUnavailableError(`the store at ${server.name} is closed`) : watch.failed(error);
          },
        );
      };
    },
  });

  return {
    client: watched,
    async run(name, keys, args) {
      const call = { keys, arguments: args };
      try {
        return (await watched.evalSha(HASHES[name], call)) as Reply;
      } catch (error) {
        // The server has been restarted, or has never seen it.
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return (await watched.eval(scripts[name], call)) as Reply;
      }
    },
    async subscribe(channel, listener) {
      await subscriber.subscribe(channel, listener).catch(async (error) => {
        await close();
        throw unusable(error, server);
      });
      for (const event of ['ready', 'node-ready']) subscriber.on(event, () => listener(undefined));
    },
    close,
  };

  async function close(): Promise<void> {
    isWatched = false;
    isClosed = true;
    await Promise.all(all.map(endOf));
  }
}

/** The server, or each master of the cluster. */
function nodesOf(client: Client, isCluster: boolean): Promise<Pick<Client, 'info' | 'sendCommand'>[]> {
  if (!isCluster) return Promise.resolve([client]);
  const cluster = client as unknown as RedisClusterType;
  return Promise.all(cluster.masters.map((node) => cluster.nodeClient(node)));
}

/** Whether each master of a cluster says that all of it is there: one may be back before it knows of the others. */
async function isWhole(client: Client): Promise<boolean> {
  try {
    const nodes = await nodesOf(client, true);
    const about = await Promise.all(nodes.map((node) => node.sendCommand(['CLUSTER', 'INFO'])));
    return about.every((text) => String(text).includes('cluster_state:ok'));
  } catch {
    return false;
  }
}

/** The output of `INFO server`; empty if the user has no right to read it, in which case the server is assumed to be suitable. */
function aboutOf(node: Pick<Client, 'info'>): Promise<string> {
  return node.info('server').catch((error: Error) => {
    if (error.message.startsWith('NOPERM')) return '';
    throw error;
  });
}

/** Lets commands in flight end, unless the server is unavailable. */
async function endOf(client: Client): Promise<void> {
  const closing = new AbortController();
  const ended = client.close().catch(() => {});
  await Promise.race([ended, delay(CLOSING, undefined, { signal: closing.signal }).catch(() => {})]);
  closing.abort();
  if (client.isOpen) client.destroy();
}

type Socket = Pick<NonNullable<RedisClientOptions['socket']>, 'reconnectStrategy' | 'socketTimeout'>;

function createConnection({ url, isCluster, isTls, ca, username, password }: Server, timing: Socket): Client {
  const socket = isTls ? { ...timing, tls: true as const, ...(ca && { ca }) } : timing;
  const common = { commandOptions: { timeout: COMMAND_TIMEOUT }, pingInterval: SILENCE / 3 };
  if (!isCluster) return createClient({ url, socket, ...common }) as unknown as Client;
  // A cluster names its other nodes by address alone: they have the user and the protocol of the first.
  const defaults = { socket, ...(username && { username }), ...(password && { password }) };
  return createCluster({ rootNodes: [{ url }], defaults, ...common }) as unknown as Client;
}
