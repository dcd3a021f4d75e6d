import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, createCluster, type RedisClientOptions } from '@redis/client';
import { scripts } from './generated/scripts.js';
import { createWatch } from './interruption.js';

export type ScriptName = keyof typeof scripts;

/** What a script returns: texts, numbers, lists of them; null for none. */
export type Reply = string | number | null | Reply[];

/** Plain commands are the same of a server and of a cluster. */
type Client = ReturnType<typeof createClient>;

/** A connection to a server or a cluster. */
export interface Connection {
  client: Client;
  /** Runs a script atomically. */
  run(name: ScriptName, keys: string[], args: string[]): Promise<Reply>;
  /** Calls back with each message of a channel; with undefined after messages may have been lost. */
  subscribe(channel: string, listener: (message: string | undefined) => void): Promise<void>;
  /** Lets commands in flight end. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  /** Such as `redis://user:password@host:6379/0`; `rediss:` for TLS. */
  url: string;
  /** Whether the URL is that of a node of a cluster. */
  isCluster: boolean;
  /** Called with errors of the connection, which connects again by itself. */
  onError(error: unknown): void;
}

/** Real milliseconds until a command fails that cannot be sent, because the connection is interrupted. */
const COMMAND_TIMEOUT = 5_000;

/** Real milliseconds of silence after which a connection is taken for lost; it is asked for a sign of life before. */
const SILENCE = 10_000;

/** Real milliseconds that commands in flight have to end when the store closes. */
const CLOSING = 2_000;

/** Real milliseconds between attempts to connect again, at most. */
const RECONNECT = 500;

const HASHES = Object.fromEntries(
  Object.entries(scripts).map(([name, source]) => [name, createHash('sha1').update(source).digest('hex')]),
) as Record<ScriptName, string>;

/** @throws when the server cannot be reached, or is too old */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { url, isCluster, onError } = options;
  let isWatched = false;
  const { protocol, host } = new URL(url);
  const watch = createWatch(`${protocol}//${host}`, COMMAND_TIMEOUT, onError);
  // Only what was there once is worth waiting for.
  const socket = {
    socketTimeout: SILENCE,
    reconnectStrategy: (attempt: number, cause: Error) => (isWatched ? Math.min(attempt * 50, RECONNECT) : cause),
  };
  const client = createConnection(options, socket);
  // Messages come over a connection of their own, except in a cluster, which has one for them.
  const subscriber = isCluster ? client : client.duplicate();
  const all = [...new Set([client, subscriber])];
  for (const one of all) {
    one.on('error', (error) => isWatched && (isCluster ? watch.failed(error) : watch.lost(one, error)));
    one.on('ready', () => watch.back(one));
    // Those of a cluster come with an object for each of its connections.
    one.on('node-error', (error, connection) => isWatched && watch.lost(connection, error));
    for (const event of ['node-ready', 'node-disconnect']) one.on(event, watch.back);
  }
  try {
    for (const one of all) await one.connect();
    await checkVersion(client, isCluster);
  } catch (error) {
    for (const one of all) one.destroy();
    throw error;
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
            throw isWatched ? watch.failed(error) : error;
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
      await subscriber.subscribe(channel, listener);
      for (const event of ['ready', 'node-ready']) subscriber.on(event, () => listener(undefined));
    },
    async close() {
      isWatched = false;
      await Promise.all(all.map(endOf));
    },
  };
}

/** The first version that has what the scripts use. Valkey says that it is compatible with one. */
const OLDEST = 7;

/** @throws when the server is too old */
async function checkVersion(client: Client, isCluster: boolean): Promise<void> {
  const cluster = client as unknown as ReturnType<typeof createCluster>;
  const server = isCluster ? await cluster.nodeClient(cluster.getRandomNode()) : client;
  // Users who may not ask are believed.
  const about = await server.info('server').catch(() => '');
  const [, version = ''] = /^redis_version:(\S+)/m.exec(about) ?? [];
  if (Number.parseInt(version, 10) < OLDEST) {
    throw new Error(`needs Redis ${OLDEST}.0 or later, or Valkey; this is Redis ${version}`);
  }
}

/** Lets commands in flight end, unless the server is away. */
async function endOf(client: Client): Promise<void> {
  const patience = new AbortController();
  const ended = client.close().catch(() => {});
  await Promise.race([ended, delay(CLOSING, undefined, { signal: patience.signal }).catch(() => {})]);
  patience.abort();
  if (client.isOpen) client.destroy();
}

type Socket = Pick<NonNullable<RedisClientOptions['socket']>, 'reconnectStrategy' | 'socketTimeout'>;

function createConnection({ url, isCluster }: ConnectionOptions, socket: Socket): Client {
  const common = { commandOptions: { timeout: COMMAND_TIMEOUT }, pingInterval: SILENCE / 3 };
  if (!isCluster) return createClient({ url, socket, ...common }) as Client;
  // A cluster names its other nodes by address alone: they have the user and the protocol of the first.
  const { protocol, username, password } = new URL(url);
  const defaults = {
    socket: { ...socket, ...(protocol === 'rediss:' && { tls: true as const }) },
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  return createCluster({ rootNodes: [{ url }], defaults, ...common }) as unknown as Client;
}
