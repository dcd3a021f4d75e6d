import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, createCluster, type RedisClientOptions } from '@redis/client';
import { scripts } from './generated/scripts.js';

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

/** The events of a connection that is there again; the second is that of a cluster. */
const BACK = ['ready', 'node-ready'] as const;

/** @throws when the server cannot be reached */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  let isReady = false;
  // Each attempt to connect again fails with an error. One of them tells of an interruption.
  let isInterrupted = false;
  const onError = (error: unknown) => {
    if (isReady && !isInterrupted) options.onError(error);
    isInterrupted = isReady;
  };
  // Only what was there once is worth waiting for.
  const socket = {
    socketTimeout: SILENCE,
    reconnectStrategy: (attempt: number, cause: Error) => (isReady ? Math.min(attempt * 50, RECONNECT) : cause),
  };
  const client = createConnection(options, socket);
  // Messages come over a connection of their own, except in a cluster, which has one for them.
  const subscriber = options.isCluster ? client : client.duplicate();
  const all = [...new Set([client, subscriber])];
  for (const one of all) {
    one.on('error', onError);
    for (const event of BACK) {
      one.on(event, () => {
        isInterrupted = false;
      });
    }
    await one.connect().catch((error) => {
      for (const other of all) other.destroy();
      throw error;
    });
  }
  isReady = true;

  return {
    client,
    async run(name, keys, args) {
      const call = { keys, arguments: args };
      try {
        return (await client.evalSha(HASHES[name], call)) as Reply;
      } catch (error) {
        // The server has been restarted, or has never seen it.
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return (await client.eval(scripts[name], call)) as Reply;
      }
    },
    async subscribe(channel, listener) {
      await subscriber.subscribe(channel, listener);
      for (const event of BACK) subscriber.on(event, () => listener(undefined));
    },
    async close() {
      await Promise.all(all.map(endOf));
    },
  };
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
  return createCluster({ rootNodes: [{ url }], defaults: { socket }, ...common }) as unknown as Client;
}
