import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, HOST } from '../../ports.js';
import { bodyOf, headersOf, nextTransactionId, PATH } from './load.js';

/** A running server in a process of its own. */
export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** Milliseconds from process start to first response. */
  coldStart: number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

const killAll = () => {
  for (const child of running) child.kill('SIGKILL');
};
process.once('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/**
 * Starts a Node server and resolves once it responds.
 *
 * @param argsOf the arguments of Node, given the port to listen on
 * @param withMessages whether to open an IPC channel
 * @throws {Error} with the server's output, unless it responds with 200
 */
export async function startServer(
  argsOf: (port: number) => readonly string[],
  withMessages = false,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://${HOST}:${port}`;
  const start = performance.now();
  const child = spawn(process.execPath, argsOf(port), {
    // Reading the log, long in Prism's case, would cost the load generator time.
    stdio: ['ignore', 'ignore', 'pipe', withMessages ? 'ipc' : 'ignore'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => running.delete(child));
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    printed = (printed + chunk).slice(-2000);
  });
  async function stop(): Promise<void> {
    child.kill('SIGKILL');
    await exited;
  }
  const status = await firstStatus(url, child);
  if (status === 200) return { url, child, coldStart: performance.now() - start, stop };
  await stop();
  throw new Error(`${argsOf(port).join(' ')}: expected 200, got ${status ?? 'no response'}.\n${printed}`);
}

async function firstStatus(url: string, child: ChildProcess): Promise<number | undefined> {
  const request = { method: 'POST', headers: headersOf('kgiton_bench') };
  const deadline = Date.now() + 60_000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const body = bodyOf(nextTransactionId());
    const response = await fetch(url + PATH, { ...request, body }).catch(() => undefined);
    await response?.arrayBuffer();
    if (response) return response.status;
    await delay(2);
  }
  return undefined;
}

/** The resident set of the process, in megabytes. */
export async function memoryOf({ child }: ServerProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)]);
  return (Number(stdout) * 1024) / 1e6;
}
