import { execFile } from 'node:child_process';
import { join } from 'node:path';
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
