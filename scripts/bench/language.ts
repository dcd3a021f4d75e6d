import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { responseExamples } from '@kgiton/contract';
import type { Comparison } from './report.js';

const run = promisify(execFile);
const payment = JSON.stringify(responseExamples.generatePayment['200'].QRIS);

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
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': payment.length }).end(payment);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await run(program, [...args, url], { cwd });
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
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
