import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, HOST } from './ports.js';

/** Refuses requests of other sites. */
const GUARD = new URL('prism-guard.js', import.meta.url).href;

const cli = join(dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')), 'dist/index.js');

/** Harmless output of Prism. It prints the second line for every request without a `webhook_url`. */
const noise = ['Starting Prism', 'paymentSuccess: Request failed: Only absolute URLs are supported'];

export interface PrismOptions {
  /** Path of the OpenAPI document. */
  document: string;
  /** Port to listen on; 0 picks a free one. @default 0 */
  port?: number;
  /** Runs Prism as a validating proxy in front of this URL instead of as a mock. */
  upstream?: string;
  /**
   * Log level: trace, debug, info, warn, error, fatal or silent. Prism's own default, info, more than halves its
   * throughput.
   * @default 'error'
   */
  logLevel?: string;
  /** Called with each line that Prism prints. By default, the output is discarded. */
  onOutput?: (line: string) => void;
}

export interface Prism {
  /** The port it listens on. */
  port: number;
  /** Base URL, without a trailing slash. */
  url: string;
  /** Resolves when the process exits, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the Prism CLI as a child process and resolves once it accepts connections. It responds to programs and pages of
 * this machine only.
 *
 * @throws {Error} with Prism's output, if it exits first or is not ready within 60 seconds
 */
export async function startPrism(options: PrismOptions): Promise<Prism> {
  const { document, upstream, logLevel = 'error', onOutput } = options;
  const port = options.port || (await freePort());
  // The upstream validates requests; the proxy validates only the responses.
  const command = upstream ? ['proxy', document, upstream, '--errors', '--validate-request=false'] : ['mock', document];
  // With NODE_ENV=production, Prism forks a second process unless told not to, and that one would outlive the first.
  const args = [...command, '--multiprocess=false', '--host', HOST, '--port', String(port), '--verboseLevel', logLevel];
  const child = spawn(process.execPath, ['--import', GUARD, cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  const output = readLines(child, onOutput);
  await untilReady(port, child, output);
  return {
    port,
    url: `http://${HOST}:${port}`,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readLines(child: ChildProcess, onOutput: PrismOptions['onOutput']): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const complete = (rest + chunk).split('\n');
      rest = complete.pop() ?? '';
      for (const printed of complete) {
        // A request can hold what ends a line or controls a terminal.
        const line = printed.replaceAll(/\p{Cc}/gu, ' ');
        if (lines.push(line) > 200) lines.shift();
        if (!noise.some((text) => line.includes(text))) onOutput?.(line);
      }
    });
  }
  return lines;
}

/** Connects without sending a request: Prism reports that it listens only at level info, and it logs every request. */
async function untilReady(port: number, child: ChildProcess, output: string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await accepts(port)) return;
    await delay(25);
  }
  child.kill('SIGKILL');
  throw new Error(`Prism did not start:\n${output.join('\n')}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
