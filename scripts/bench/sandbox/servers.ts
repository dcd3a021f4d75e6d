import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOCUMENT_JSON, DOCUMENT_YAML, ROOT } from '../../paths.js';
import { HOST } from '../../ports.js';
import type { Aim } from '../report.js';
import { LICENSE_KEY } from './request.js';

/** A server that answers the operation. */
export interface Server {
  name: string;
  /** The arguments of Node that start it on a port. */
  argsOf(port: number): readonly string[];
  /** What has to be installed for it, and for whom; without it, it is not compared by size. */
  packages?: { names: readonly string[]; from: string };
  /** What the ratio of our figure to its is to be. */
  aims?: { throughput?: Aim; coldStart?: Aim; memory?: Aim };
}

const PEERS = fileURLToPath(new URL('../peers', import.meta.url));
/** The path of a file of servers/. */
export const own = (file: string) => fileURLToPath(new URL(`servers/${file}`, import.meta.url));

const prismCli = join(
  dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')),
  'dist/index.js',
);

/** As scripts/prism.ts starts it. */
const prismArgs = (level: string) => (port: number) => [
  ...[prismCli, 'mock', DOCUMENT_YAML, '--multiprocess=false'],
  ...['--host', HOST, '--port', String(port), '--verboseLevel', level],
];

export const SANDBOX: Server = {
  name: 'sandbox',
  argsOf: (port) => [
    ...[join(ROOT, 'packages/sandbox/dist/cli.js'), '--port', String(port)],
    ...['--log-level', 'silent', '--license', `${LICENSE_KEY}=100000000`],
  ],
  packages: { names: ['@kgiton/sandbox'], from: ROOT },
};

export const BARE: Server = {
  name: 'bare node:http with Ajv',
  argsOf: (port) => [own('bare.mjs'), String(port)],
  aims: { throughput: { atLeast: 0.6 } },
};

/** Answers without work, so that what is measured is the load generator. */
export const CANNED: Server = { name: 'canned answers', argsOf: (port) => [own('canned.mjs'), String(port)] };

const PRISM: Server = {
  name: 'Prism CLI, default logging',
  argsOf: prismArgs('info'),
  packages: { names: ['@stoplight/prism-cli'], from: ROOT },
  aims: { throughput: { atLeast: 10 }, coldStart: { atMost: 0.2 }, memory: { atMost: 0.5 } },
};

const QUIET_PRISM: Server = { name: 'Prism CLI, logging errors only', argsOf: prismArgs('error') };

/** Those that are to be installed in peers/; what is missing is left out, and said. */
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

/** Those that the sandbox is compared with. */
export function otherServers(): Server[] {
  return [PRISM, QUIET_PRISM, ...installedPeers(), BARE];
}
