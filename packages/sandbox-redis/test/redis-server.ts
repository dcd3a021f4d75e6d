import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';

/** The command of Redis or Valkey on this machine, if there is one. */
export const SERVER = ['redis-server', 'valkey-server'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);

/** A server of a test. */
export interface RedisServer extends AsyncDisposable {
  url: string;
  /** Ends the process without warning. */
  stop(): Promise<void>;
  /** Ends the process without warning, unless it has ended, and starts it again with what it has written. */
  restart(): Promise<void>;
}

export interface RedisServerOptions {
  isCluster?: boolean;
  /** Whether every change is on the disk before it is acknowledged. */
  isDurable?: boolean;
}

/** Starts a server on loopback. */
export async function startRedis({
  isCluster = false,
  isDurable = false,
}: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-redis-'));
  const port = await freePort();
  const options = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: isDurable ? 'always' : 'no',
    'cluster-enabled': isCluster ? 'yes' : 'no',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server = await start(args);
  if (isCluster) await takeAllSlots(port);
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    async restart() {
      await stop();
      server = await start(args);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when the server accepts connections. */
async function start(args: readonly string[]): Promise<ChildProcess> {
  const server = spawn(SERVER as string, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`The server ended:\n${output}`)));
  });
  return server;
}

/** Makes a cluster of one node, which refuses scripts whose keys belong to several slots. */
async function takeAllSlots(port: number): Promise<void> {
  const client = createClient({ socket: { host: '127.0.0.1', port } });
  await client.connect();
  await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
  while (!String(await client.sendCommand(['CLUSTER', 'INFO'])).includes('cluster_state:ok'));
  await client.close();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
