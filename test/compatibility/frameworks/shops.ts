import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { RunningSandbox } from '@kgiton/sandbox';
import { vi } from 'vitest';
import { freePort } from '../../../scripts/ports.js';

/** What a shop verifies webhooks with. */
export const SECRET = 'whsec_test_kgiton';

/** A shop that listens, and what it has printed. */
export interface Shop extends AsyncDisposable {
  url: string;
  /** Its account in the sandbox. */
  apiKey: string;
  output(): string;
}

/**
 * Starts a shop that reads its settings from the environment, and waits until it responds.
 *
 * @param webhook the path of its webhook
 */
export async function startShop(
  sandbox: RunningSandbox,
  command: string,
  args: (port: number) => string[],
  { cwd, webhook }: { cwd: string; webhook: string },
): Promise<Shop> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const apiKey = `kgiton_recipe_${port}`;
  const child = spawn(command, args(port), {
    cwd,
    // The workers of PHP's server are children of it; a signal to the group ends them all.
    detached: true,
    env: {
      ...process.env,
      PORT: String(port),
      PHP_CLI_SERVER_WORKERS: '4',
      PUBLIC_URL: url,
      WEBHOOK_URL: url + webhook,
      KGITON_BASE_URL: sandbox.url,
      KGITON_API_KEY: apiKey,
      KGITON_LICENSE_KEY: 'SANDB-ACTIV-E0000-00000-00001',
      KGITON_WEBHOOK_SECRET: SECRET,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const shop = { url, apiKey, output: () => output, [Symbol.asyncDispose]: () => end(child) };
  try {
    const responds = () => fetch(url).then(Boolean, () => false);
    await vi.waitUntil(responds, { timeout: 60_000 });
    return shop;
  } catch (error) {
    await end(child);
    throw new Error(`The recipe does not listen:\n${output}`, { cause: error });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-(child.pid ?? Number.NaN), 'SIGTERM');
  await ended;
}
