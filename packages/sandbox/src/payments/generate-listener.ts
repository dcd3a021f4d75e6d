import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_KEY_HEADER } from '@kgiton/contract';
import { createChanges } from '../server/changes.js';
import { GENERATE_PATH, type Generate, LONGEST_BODY } from './generate.js';

const API_KEY = API_KEY_HEADER.toLowerCase();

export interface GenerateListener {
  /** @returns whether the request was one to generate a payment, and is answered here */
  listen(request: IncomingMessage, response: ServerResponse): boolean;
  /** Resolves when every request that came in whole is answered, or when the signal aborts. */
  drained(signal: AbortSignal): Promise<void>;
}

/**
 * The operation of the contract for Node's own requests. To make web-standard ones of them would cost more than all the
 * rest, and this is what every test of a partner waits for (`npm run bench -- sandbox`).
 */
export function listenForGenerate(generate: Generate): GenerateListener {
  const changes = createChanges();
  let pending = 0;

  async function answer(request: IncomingMessage, response: ServerResponse, body: Uint8Array | undefined) {
    const { headers } = request;
    pending++;
    const answer = await generate({
      apiKey: headers[API_KEY] as string | undefined,
      contentType: headers['content-type'],
      prefer: headers.prefer as string | undefined,
      origin: `http://${headers.host}`,
      pageOrigin: headers.origin,
      body,
    });
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
    pending--;
    changes.notify();
  }

  return {
    listen(request, response) {
      if (request.method !== 'POST' || !isGenerate(request.url ?? '')) return false;
      receive(request, (body) => answer(request, response, body));
      return true;
    },
    async drained(signal) {
      while (pending > 0 && !signal.aborted) await changes.next(signal);
    },
  };
}

function isGenerate(url: string): boolean {
  return url === GENERATE_PATH || url.startsWith(`${GENERATE_PATH}?`);
}

/**
 * Gives the whole body; undefined as soon as it is longer than allowed, and then reads on without keeping anything, so
 * that the other side comes to read its answer. A request that breaks off is given to nobody.
 */
function receive(request: IncomingMessage, onBody: (body: Uint8Array | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let isTooLong = false;
  request.on('data', (chunk: Buffer) => {
    if (isTooLong) return;
    length += chunk.length;
    chunks.push(chunk);
    if (length <= LONGEST_BODY) return;
    isTooLong = true;
    chunks.length = 0;
    onBody(undefined);
  });
  request.on('end', () => {
    if (!isTooLong) onBody(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
}
