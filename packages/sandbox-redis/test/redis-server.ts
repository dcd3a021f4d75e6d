import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Certificate } from '../../../test/support/certificate.js';

/** The command of Redis, or else of Valkey. */
export const SERVER = ['redis-server', 'valkey-server'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);

/** A server or a cluster of a test. */
export interface RedisServer extends AsyncDisposable {
  /** As a store takes it. */
  url: string;
  /** Ends the processes without warning. */
  stop(): Promise<void>;
  /** Ends the processes without warning, unless they have ended, and starts them again with what they have written. */
  restart(): Promise<void>;
}

export interface RedisServerOptions {
  command?: string | undefined;
  /** Whether it is a cluster of three. */
  isCluster?: boolean;
  /** Whether every change is on the disk before it is acknowledged. */
  isDurable?: boolean;
  password?: string;
  /** With which it accepts TLS only. */
  tls?: Certificate;
  /** More of its configuration. */
  more?: Record<string, string>;
}

interface Node {
  port: number;
  busPort: number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Starts a server, or the three of a cluster, on loopback. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-redis-'));
  const { isCluster = false, tls, password } = options;
  const nodes = await Promise.all(Array.from({ length: isCluster ? 3 : 1 }, () => startNode(folder, options)));
  const url = (port: number) =>
    `redis${tls ? 's' : ''}${isCluster ? '+cluster' : ''}://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${port}`;
  if (isCluster) await joined(nodes, (port) => connectTo(url(port), tls?.ca));
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  return {
    url: url(nodes[0]?.port as number),
    stop,
    async restart() {
      await stop();
      await Promise.all(nodes.map((node) => node.start()));
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startNode(parent: string, options: RedisServerOptions): Promise<Node> {
  const { command = SERVER, isCluster = false, isDurable = false, password, tls, more } = options;
  const folder = await mkdtemp(join(parent, 'node-'));
  const [port, busPort] = [await freePort(), await freePort()];
  const file = (name: keyof Certificate) => join(folder, `${name}.pem`);
  for (const name of ['ca', 'key', 'cert'] as const) if (tls) await writeFile(file(name), tls[name]);
  const configuration = {
    port: tls ? 0 : port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: isDurable ? 'always' : 'no',
    ...(isCluster && { 'cluster-enabled': 'yes', 'cluster-port': busPort }),
    ...(password && { requirepass: password, masterauth: password }),
    ...(tls && {
      'tls-port': port,
      'tls-key-file': file('key'),
      'tls-cert-file': file('cert'),
      'tls-ca-cert-file': file('ca'),
      'tls-auth-clients': 'no',
      'tls-cluster': isCluster ? 'yes' : 'no',
    }),
    ...more,
  };
  const args = Object.entries(configuration).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server = await start(command as string, args);
  return {
    port,
    busPort,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
    async start() {
      server = await start(command as string, args);
    },
  };
}

/** Resolves when the server accepts connections. */
async function start(command: string, args: readonly string[]): Promise<ChildProcess> {
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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

const SLOTS = 16_384;

/** Makes a cluster of nodes that each have a part of the slots, so keys of several accounts belong to several nodes. */
async function joined(nodes: readonly Node[], connect: (port: number) => ReturnType<typeof connectTo>): Promise<void> {
  const clients = await Promise.all(nodes.map(({ port }) => connect(port)));
  const startOf = (index: number) => Math.floor((index * SLOTS) / nodes.length);
  for (const [index, client] of clients.entries()) {
    const slots = [startOf(index), startOf(index + 1) - 1].map(String);
    await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', ...slots]);
    await client.sendCommand(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)]);
  }
  for (const { port, busPort } of nodes.slice(1)) {
    await clients[0]?.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort)]);
  }
  for (const client of clients) {
    const isReady = (about: string) => about.includes('cluster_state:ok') && about.includes('cluster_known_nodes:3');
    while (!isReady(String(await client.sendCommand(['CLUSTER', 'INFO'])))) await delay(50);
    await client.close();
  }
}

/** A client of a server alone, be it one of a cluster. */
export function connectTo(url: string, ca?: string) {
  return createClient({ url: url.replace('+cluster:', ':'), ...(ca && { socket: { tls: true, ca } }) }).connect();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
