import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';

/** The command of the sandbox, as it was built. */
export const cli = join(ROOT, 'packages/sandbox/dist/cli/main.js');

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `kgiton-sandbox` with these arguments. */
export const run = (...args: string[]) => runIn({}, ...args);

/** The same, with variables in the environment. */
export function runIn(environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Starts the command, and gives what it printed when it listens. */
export async function start(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data;
    });
  await expect.poll(() => output).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  return { child, url, output: () => output };
}

/** Ends a command that was started. Resolves with its exit code. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  return (await exited)[0] as number | null;
}
