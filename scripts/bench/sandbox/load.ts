import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { bodyOf, headersOf, ID_PREFIX, nextTransactionId, PATH } from './request.js';

/** How to load a server: over how many connections, and until when. */
export interface LoadOptions {
  url: string;
  connections: number;
  until: { seconds: number } | { requests: number };
  /** One per connection, in turn. @default one */
  apiKeys?: readonly string[];
}

export interface Load {
  requestsPerSecond: number;
  /** Milliseconds within which 99 of 100 answers came. */
  p99: number;
}

/** Where autocannon keeps the bytes that a connection sends. Its own ways to change them cost more than a fast server. */
interface RequestBytes {
  requestIterator: { currentRequest: { requestBuffer: Buffer } };
}

/**
 * Sends requests as fast as the server answers, each with a transaction id of its own.
 *
 * @throws {Error} when an answer is not 2xx: nobody is fast by refusing
 */
export async function load({ url, connections, until, apiKeys = ['kgiton_bench'] }: LoadOptions): Promise<Load> {
  const latencies = createHistogram();
  let clients = 0;
  let start = Number.NaN;
  let end = Number.NaN;
  const result = await autocannon({
    url: url + PATH,
    method: 'POST',
    headers: headersOf(apiKeys[0] ?? ''),
    body: bodyOf(nextTransactionId()),
    connections,
    ...('seconds' in until ? { duration: until.seconds } : { amount: until.requests }),
    setupClient(client) {
      client.setHeaders(headersOf(apiKeys[clients++ % apiKeys.length] ?? ''));
      const { requestBuffer } = (client as unknown as RequestBytes).requestIterator.currentRequest;
      const at = requestBuffer.indexOf(ID_PREFIX);
      if (at < 0) throw new Error('autocannon keeps its requests elsewhere now: look at load.ts.');
      (client as NodeJS.EventEmitter).on('request', () => {
        start = Number.isNaN(start) ? performance.now() : start;
        requestBuffer.write(nextTransactionId(), at, 'latin1');
      });
      client.on('response', (_status, _bytes, milliseconds) => {
        latencies.record(Math.max(Math.round(milliseconds * 1000), 1));
        end = performance.now();
      });
    },
  });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0 || latencies.count === 0) {
    throw new Error(`${url}: ${latencies.count} answers; ${non2xx} not 2xx, ${errors} errors, ${timeouts} timeouts.`);
  }
  return { requestsPerSecond: (latencies.count * 1000) / (end - start), p99: latencies.percentile(99) / 1000 };
}
