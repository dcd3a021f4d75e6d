import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startPaymentServer } from './payment-server.js';
import type { Comparison } from './report.js';

const run = promisify(execFile);

/** What the package of a language does, and the same by hand. */
export interface LanguageBench {
  language: string;
  plainCall: string;
  plainVerify: string;
  /** Prints microseconds as JSON: `call`, `plainCall`, `verify` and `plainVerify`. Its last argument is a URL. */
  command: [program: string, ...args: string[]];
  cwd?: string;
}

/** A package of another language against what its language has. */
export async function benchLanguage(bench: LanguageBench): Promise<Comparison[]> {
  const { language, plainCall: byHand, plainVerify: verifiedByHand, cwd } = bench;
  const [program, ...args] = bench.command;
  await using server = await startPaymentServer();
  const { stdout } = await run(program, [...args, server.url], { cwd });
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
    compared(`${language}: generate over loopback against plain ${byHand}`, call, plainCall, 1.3),
    compared(`${language}: verify a webhook against plain ${verifiedByHand}`, verify, plainVerify, 1.2),
  ];
}
