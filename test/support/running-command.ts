import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../../scripts/paths.js';

/** An npm command that serves until it is told to stop. */
export interface Running {
  output(): string;
  /** Presses Ctrl-C: the terminal sends SIGINT to every process of the command. */
  pressCtrlC(): Promise<number | null>;
}

/** Runs an npm command as a terminal does, in a process group of its own, until it prints `ready`. */
export async function runUntil(args: string[], ready: string, cwd = ROOT): Promise<Running> {
  const child = spawn('npm', args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`It ended before it was ready:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.includes(ready)) resolve();
      });
    }
  });
  child.removeAllListeners('exit');
  return {
    output: () => output,
    async pressCtrlC() {
      process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
      const [exitCode] = await once(child, 'exit');
      return exitCode;
    },
  };
}
