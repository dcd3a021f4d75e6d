import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { onTestFinished } from 'vitest';

export interface Started {
  url: string;
  /** Sends SIGTERM, as `docker stop` does. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts a sandbox on a free port until the test ends, with nothing in its environment but what is given. */
export async function startCommand(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Started> {
  const options = { KGITON_SANDBOX_PORT: '0', KGITON_SANDBOX_JSON: 'yes', KGITON_SANDBOX_LOG_LEVEL: 'warn', ...env };
  const child = spawn(program, args, { cwd, env: options, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  // Also where the test fails.
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exit]);
  if (typeof line !== 'string') throw new Error(`${program} ended with ${line} before it listened.`);
  return {
    url: JSON.parse(line).url,
    async stop() {
      child.kill();
      return (await exit)[0];
    },
  };
}
