import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { plain } from '../compatibility/run.js';
import { serve } from './http-server.js';

/** PHP's own web server, with a folder of an application of Laravel and several processes. */
export async function servePhp(
  php: string,
  folder: string,
  environment: NodeJS.ProcessEnv = {},
  options: string[] = [],
) {
  const port = await freePort();
  const child = spawn(php, [...options, '-S', `127.0.0.1:${port}`, '-t', 'public', 'public/index.php'], {
    cwd: folder,
    // The workers of the server are children of it; a signal to the group ends them all.
    detached: true,
    env: { ...plain, PHP_CLI_SERVER_WORKERS: '4', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.pipe(createWriteStream(join(folder, 'server.log')));
  const ended = once(child, 'exit');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      process.kill(-(child.pid ?? Number.NaN), 'SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
