import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Finished } from '../support/workspace.js';

/** What programs get of this process's environment: nothing that would make them differ from one machine to another. */
export const plain = { PATH: process.env.PATH, HOME: process.env.HOME ?? tmpdir(), NO_COLOR: '1' };

/** Runs a program in a folder. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  /** Milliseconds. A program that hangs is ended before its test is, and so does not outlive it. */
  timeout = 55_000,
): Promise<Finished> {
  const options = { cwd, env: { ...plain, ...env }, timeout, maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const cause = error && typeof error.code !== 'number' ? `\n${error.message}` : '';
      resolve({ exitCode: error ? Number(error.code) || 1 : 0, output: stdout + stderr + cause });
    });
  });
}
