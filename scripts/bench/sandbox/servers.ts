import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCUMENT_JSON, DOCUMENT_YAML, ROOT } from '../../paths.js';
import { HOST } from '../../ports.js';
import type { Aim } from '../report.js';
import { LICENSE_KEY } from './load.js';

/** A server that implements the operation. */
export interface Server {
  name: string;
  /** The Node arguments that start it on a port. */
  argsOf(port: number): readonly string[];
  /** The packages to install and the folder that depends on them. Without it, sizes are not compared. */
  packages?: { names: readonly string[]; from: string };
  /** The aims for the ratio of our figure to this server's. */
  aims?: { throughput?: Aim; coldStart?: Aim; memory?: Aim };
}

const PEERS = fileURLToPath(new URL('../peers', import.meta.url));
/** The path of a file in servers/. */
export const own = (file: string) => fileURLToPath(new URL(`servers/${file}`, import.meta.url));

const prismCli = join(
  dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')),
  'dist/index.js',
);

/** The arguments of scripts/prism.ts. */
const prismArgs = (level: string) => (port: number) => [
  ...[prismCli, 'mock', DOCUMENT_YAML, '--multiprocess=false'],
  ...['--host', HOST, '--port', String(port), '--verboseLevel', level],
];

export const SANDBOX: Server = {
  name: 'sandbox',
  argsOf: (port) => [
    ...[join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js'), '--port', String(port)],
    ...['--log-level', 'silent', '--license', `${LICENSE_KEY}=100000000`],
  ],
  packages: { names: ['@kgiton/sandbox'], from: ROOT },
};

export const BARE: Server = {
  name: 'bare node:http with Ajv',
  argsOf: (port) => [own('bare.mjs'), String(port)],
  aims: { throughput: { atLeast: 0.6 } },
};

/** Responds without doing any work, to measure the load generator. */
export const CANNED: Server = { name: 'canned responses', argsOf: (port) => [own('canned.mjs'), String(port)] };

const PRISM: Server = {
  name: 'Prism CLI, default logging',
  argsOf: prismArgs('info'),
  packages: { names: ['@stoplight/prism-cli'], from: ROOT },
  aims: { throughput: { atLeast: 10 }, coldStart: { atMost: 0.2 }, memory: { atMost: 0.5 } },
};

const QUIET_PRISM: Server = { name: 'Prism CLI, logging errors only', argsOf: prismArgs('error') };

/** The servers in peers/. Skips those that are not installed, with a warning. */
function installedPeers(): Server[] {
  const { dependencies } = JSON.parse(readFileSync(join(PEERS, 'package.json'), 'utf8'));
  const peer = (name: string, file: string, others: readonly string[] = []): Server => ({
    name: `${name} ${dependencies[name]}`,
    argsOf: (port) => [join(PEERS, file), String(port), DOCUMENT_JSON],
    packages: { names: [name, ...others], from: PEERS },
  });
  const peers = [
    peer('@scalar/mock-server', 'scalar.mjs', ['@hono/node-server']),
    { ...peer('openapi-backend', 'openapi-backend.mjs'), aims: { throughput: { atLeast: 1 } } },
  ];
  const [installed, missing] = [true, false].map((wanted) =>
    peers.filter(
      ({ packages }) => packages?.names.every((name) => existsSync(join(PEERS, 'node_modules', name))) === wanted,
    ),
  );
  if (missing?.length) {
    const names = missing.map(({ name }) => name).join(', ');
    console.warn(`skipped: ${names} (not installed: npm ci --prefix scripts/bench/peers)`);
  }
  return installed ?? [];
}

/** The servers that the sandbox is compared with. */
export function otherServers(): Server[] {
  return [PRISM, QUIET_PRISM, ...installedPeers(), BARE];
}
