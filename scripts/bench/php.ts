import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startPaymentServer } from './payment-server.js';
import type { Comparison } from './report.js';

const run = promisify(execFile);

/** The PHP package against plain ext-curl and plain hash_hmac. */
export async function benchPhp(): Promise<Comparison[]> {
  await using server = await startPaymentServer();
  const { stdout } = await run('php', [
    // As under PHP-FPM.
    '-d',
    'opcache.enable_cli=1',
    new URL('php/bench.php', import.meta.url).pathname,
    server.url,
  ]);
  const { call, plainCall, verify, plainVerify } = JSON.parse(stdout) as Record<string, number>;
  const compared = (name: string, ours = Number.NaN, theirs = Number.NaN, atMost: number): Comparison => ({
    name,
    ours,
    theirs,
    unit: 'µs',
    how: 'median of 500 rounds of 10 calls, in turn',
    aim: { atMost },
  });
  return [
    compared('PHP: generate over loopback against plain ext-curl', call, plainCall, 1.3),
    compared('PHP: verify a webhook against plain hash_hmac and hash_equals', verify, plainVerify, 1.2),
  ];
}
