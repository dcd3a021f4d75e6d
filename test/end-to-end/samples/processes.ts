import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './languages.js';

export interface Finished {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a sample to its end. It gets nothing of this process's environment that could make it do otherwise elsewhere. */
export function runToEnd(program: Program, env: Record<string, string>): Promise<Finished> {
  const [file, ...args] = program.command();
  return new Promise((resolve) => {
    const options = { cwd: program.folder, env: environment(program, env), timeout: 50_000 };
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** A sample that listens on 127.0.0.1, until it is disposed of. */
export interface RunningSample extends AsyncDisposable {
  url: string;
  /** Whether it still runs. */
  isRunning(): boolean;
  /** What it wrote so far. */
  output(): string;
  /** How often it said that it processed a payment. */
  timesPaid(transactionId: string): number;
}

/**
 * Starts a sample that listens, and waits until it does or has ended.
 *
 * @param given where it listens. @default a free port, which PORT tells it
 */
export async function start(program: Program, env: Record<string, string>, given?: number): Promise<RunningSample> {
  const port = given ?? (await freePort());
  const [file, ...args] = program.command(port);
  const child = spawn(file, args, {
    cwd: program.folder,
    env: environment(program, { PORT: String(port), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await listening(child, port);
  return {
    url: `http://127.0.0.1:${port}/webhook/payment`,
    isRunning: () => isRunning(child),
    output: () => output,
    timesPaid: (transactionId) => output.split(`Paid: ${transactionId} `).length - 1,
    async [Symbol.asyncDispose]() {
      if (!isRunning(child)) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

function environment({ folder }: Program, env: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME ?? tmpdir(), TMPDIR: folder, ...env };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  while (isRunning(child)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await delay(50);
  }
}
