import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../paths.js';
import { startPaymentServer } from './payment-server.js';
import type { Comparison } from './report.js';

const run = promisify(execFile);
const PYTHON = join(ROOT, 'packages/python/.venv/bin/python');

/** The Python package against plain httpx and plain hmac. */
export async function benchPython(): Promise<Comparison[]> {
  if (!existsSync(PYTHON))
    throw new Error('Install what the Python package is tested with: packages/python/tools/install.sh');
  await using server = await startPaymentServer();
  const program = join(ROOT, 'scripts/bench/python/bench.py');
  const env = { ...process.env, PYTHONPATH: join(ROOT, 'packages/python/src') };
  const { stdout } = await run(PYTHON, [program, server.url], { env });
  const { call, plainCall, verify, plainVerify } = JSON.parse(stdout) as Record<string, number>;
  const compared = (
    name: string,
    ours = Number.NaN,
    theirs = Number.NaN,
    atMost: number,
    calls: number,
  ): Comparison => ({
    name,
    ours,
    theirs,
    unit: 'µs',
    how: `median of 300 rounds of ${calls} calls, in turn`,
    aim: { atMost },
  });
  return [
    compared('Python: generate over loopback against plain httpx', call, plainCall, 1.3, 10),
    compared('Python: verify a webhook against plain hmac.new and compare_digest', verify, plainVerify, 1.2, 100),
  ];
}
