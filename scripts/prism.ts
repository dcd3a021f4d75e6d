import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, HOST } from './ports.js';

const cli = join(dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')), 'dist/index.js');

/** What Prism prints though nothing is wrong: the second for each request without a `webhook_url` to call back. */
const noise = ['Starting Prism', 'paymentSuccess: Request failed: Only absolute URLs are supported'];

export interface PrismOptions {
  /** Path of the OpenAPI document. */
  document: string;
  /** Port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** Makes Prism the validating proxy in front of this URL, instead of a mock. */
  upstream?: string;
  /**
   * How much Prism prints: trace, debug, info, warn, error, fatal or silent. Prism's own default, info, costs it more
   * than half of its speed.
   * @default 'error'
   */
  logLevel?: string;
  /** Gets what Prism prints, line by line. @default nothing */
  onOutput?: (line: string) => void;
}

export interface Prism {
  /** The port that it listens on. */
  port: number;
  /** Base URL, without a slash at its end. */
  url: string;
  /** Resolves when the process has ended, however it did. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the Prism CLI as a process of its own, and resolves when it responds.
 *
 * @throws {Error} with what Prism printed, when it exits before it responds
 */
export async function startPrism(options: PrismOptions): Promise<Prism> {
  const { document, upstream, logLevel = 'error', onOutput } = options;
  const port = options.port || (await freePort());
  // The upstream validates requests; the proxy validates its responses.
  const command = upstream ? ['proxy', document, upstream, '--errors', '--validate-request=false'] : ['mock', document];
  // Without the flag Prism forks a second process where NODE_ENV is production, and that one would outlive the first.
  const args = [...command, '--multiprocess=false', '--host', HOST, '--port', String(port), '--verboseLevel', logLevel];
  const child = spawn(process.execPath, [cli, ...args], {
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
      for (const line of complete) {
        if (lines.push(line) > 200) lines.shift();
        if (!noise.some((text) => line.includes(text))) onOutput?.(line);
      }
    });
  }
  return lines;
}

/** Prism says that it listens only at level info, and logs each request: so connect, and ask nothing. */
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
