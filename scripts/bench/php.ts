import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { responseExamples } from '@kgiton/contract';
import type { Comparison } from './report.js';

const run = promisify(execFile);
const payment = JSON.stringify(responseExamples.generatePayment['200'].QRIS);

/** The PHP package against plain ext-curl and plain hash_hmac. */
export async function benchPhp(): Promise<Comparison[]> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': payment.length }).end(payment);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await run('php', [
      // As under PHP-FPM.
      '-d',
      'opcache.enable_cli=1',
      new URL('php/bench.php', import.meta.url).pathname,
      url,
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
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
