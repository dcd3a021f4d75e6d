import { readFile } from 'node:fs/promises';
import { createHistogram } from 'node:perf_hooks';
import { API_KEY_HEADER, operationRequests } from '@kgiton/contract';
import autocannon from 'autocannon';
import { DOCUMENT_JSON } from '../../paths.js';

const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));

/** Without a `webhook_url`, which Prism would call on every request. */
const { webhook_url: _, ...example } = document.components.examples.QrisRequest.value;

/** The license key whose tokens the requests take. */
export const LICENSE_KEY: string = example.license_key;

export const PATH = operationRequests.generatePayment.path;

export const headersOf = (apiKey: string) => ({ [API_KEY_HEADER]: apiKey, 'content-type': 'application/json' });

export const bodyOf = (transactionId: string) => JSON.stringify({ ...example, transaction_id: transactionId });

const ID_PREFIX = 'TRX-';

let transactions = 0;

/** A new transaction id, always of the same length. */
export const nextTransactionId = () => ID_PREFIX + String(transactions++).padStart(12, '0');

/** The load on a server. */
export interface LoadOptions {
  url: string;
  connections: number;
  until: { seconds: number } | { requests: number };
  /** Of one length; the requests take turns with them. @default one key */
  apiKeys?: readonly string[];
}

export interface Load {
  requestsPerSecond: number;
  /** 99th percentile of the latency, in milliseconds. */
  p99: number;
}

/** The bytes that an autocannon connection sends. Its own API for changing them costs more than a fast server. */
interface RequestBytes {
  requestIterator: { currentRequest: { requestBuffer: Buffer } };
}

/**
 * Sends requests as fast as the server responds, each with a new transaction id.
 *
 * @throws {Error} when a response is not 2xx: refusing is always fast
 */
export async function load({ url, connections, until, apiKeys = ['kgiton_bench'] }: LoadOptions): Promise<Load> {
  const latencies = createHistogram();
  let requests = 0;
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
      const { requestBuffer } = (client as unknown as RequestBytes).requestIterator.currentRequest;
      const idAt = requestBuffer.indexOf(ID_PREFIX);
      const keyAt = requestBuffer.indexOf(apiKeys[0] ?? '');
      if (idAt < 0 || keyAt < 0) throw new Error('autocannon no longer keeps its requests here: adapt load.ts.');
      (client as NodeJS.EventEmitter).on('request', () => {
        start = Number.isNaN(start) ? performance.now() : start;
        requestBuffer.write(nextTransactionId(), idAt, 'latin1');
        requestBuffer.write(apiKeys[requests++ % apiKeys.length] ?? '', keyAt, 'latin1');
      });
      client.on('response', (_status, _bytes, milliseconds) => {
        latencies.record(Math.max(Math.round(milliseconds * 1000), 1));
        end = performance.now();
      });
    },
  });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0 || latencies.count === 0) {
    throw new Error(`${url}: ${latencies.count} responses; ${non2xx} not 2xx, ${errors} errors, ${timeouts} timeouts.`);
  }
  return { requestsPerSecond: (latencies.count * 1000) / (end - start), p99: latencies.percentile(99) / 1000 };
}
