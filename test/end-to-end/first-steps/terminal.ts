import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What a reader has in the environment: nothing of this process's that differs from one machine to another. */
export type Environment = Readonly<Record<string, string>>;

/** A command that goes on until it is stopped. */
interface Started {
  output(): string;
  stop(): Promise<void>;
}

/** A reader at a keyboard: a folder that `cd` changes, and commands that go on in other windows. */
export interface Terminal extends AsyncDisposable {
  /** Where the reader is. */
  readonly folder: string;
  /** Types a block to its end; every command in it has to succeed. @throws {Error} telling the command and what it said */
  type(code: string): Promise<string>;
  /**
   * Types a block whose last command goes on, and leaves it running.
   *
   * @param until what it prints, or the port that it listens on, when a reader goes on to the next step
   */
  start(code: string, until: RegExp | number): Promise<Started>;
  /** Presses Ctrl-C in every other window. */
  stopAll(): Promise<void>;
}

/** How long a block may take, in milliseconds: installing on a busy machine takes its time. */
const PATIENCE = 240_000;

let terminals = 0;

export function openTerminal(at: string, environment: Environment): Terminal {
  let folder = at;
  // Other terminals have the same folder for temporary files.
  const left = join(environment.TMPDIR ?? '', `folder-${++terminals}`);
  const running: Started[] = [];
  const stopAll = async () => {
    await Promise.all(running.splice(0).map((shell) => shell.stop()));
  };
  return {
    get folder() {
      return folder;
    },
    async type(code) {
      // The folder in which the block leaves the reader, in a file: what it prints is for the reader.
      const shell = launch(`${code}\npwd > '${left}'`, folder, environment);
      const timer = setTimeout(() => shell.stop(), PATIENCE);
      const exitCode = await shell.ended;
      clearTimeout(timer);
      if (exitCode !== 0) throw new Error(failure(code, shell.output(), `exit code ${exitCode}`));
      folder = (await readFile(left, 'utf8')).trim();
      return shell.output();
    },
    async start(code, until) {
      const shell = launch(code, folder, environment);
      running.push(shell);
      const isReady = () => (typeof until === 'number' ? accepts(until) : until.test(shell.output()));
      for (const deadline = Date.now() + PATIENCE; !(await isReady()); await delay(100)) {
        if (shell.hasEnded()) throw new Error(failure(code, shell.output(), `ended before it was ready (${until})`));
        if (Date.now() > deadline) throw new Error(failure(code, shell.output(), `not ready in time (${until})`));
      }
      return shell;
    },
    stopAll,
    [Symbol.asyncDispose]: stopAll,
  };
}

function launch(code: string, cwd: string, env: Environment) {
  // A group of its own: npx starts a shell that starts the program, and all of them have to end.
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', code], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([exitCode]) => exitCode as number | null);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ended,
    hasEnded,
    output: () => output,
    async stop() {
      if (!hasEnded() && child.pid) process.kill(-child.pid);
      await ended;
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** The command and the first lines that tell: those from the first that speaks of an error, else the last ones. */
function failure(code: string, output: string, what: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) => /error|cannot|not found|ERR_/i.test(line));
  const telling = first < 0 ? lines.slice(-10) : lines.slice(first, first + 10);
  return `${what}\n${code.trimEnd().replaceAll(/^/gm, '  $ ')}\n${telling.map((line) => `  ${line}`).join('\n')}`;
}
