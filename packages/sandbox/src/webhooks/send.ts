import { setTimeout as delay } from 'node:timers/promises';
import { WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';

/** Real milliseconds that a receiver has to acknowledge. */
export const ACKNOWLEDGE_TIMEOUT = WEBHOOK_TIMEOUT_SECONDS * 1000;

/** In how many pieces a slow webhook comes. */
const PIECES = 10;

/** Sends a request; the platform's `fetch`, or the receiver itself in a test. */
export type Send = (request: Request) => Promise<Response>;

/** What a receiver answered, or why it did not. */
export interface Acknowledgement {
  status?: number;
  error?: string;
  /** Real milliseconds that it took. */
  duration: number;
}

export interface PostOptions {
  /** Gives up when it aborts. */
  signal?: AbortSignal;
  /**
   * Real milliseconds over which the body is sent, piece by piece.
   * @default 0: at once
   */
  slowness?: number;
}

/** Posts a webhook as KGiTON does: 30 seconds, redirects not followed, the body of the answer ignored. Never rejects. */
export async function postWebhook(
  { url, body, headers }: { url: string; body: string; headers: Readonly<Record<string, string>> },
  send: Send,
  { signal, slowness = 0 }: PostOptions = {},
): Promise<Acknowledgement> {
  const begun = performance.now();
  const given = new AbortController();
  const giveUp = () => given.abort(signal?.reason);
  // A timer that keeps the process alive: whoever waits for this webhook has nothing else that does.
  const timer = setTimeout(
    () => given.abort(new Error(`no answer within ${ACKNOWLEDGE_TIMEOUT / 1000} s`)),
    ACKNOWLEDGE_TIMEOUT,
  );
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  try {
    const request = requestOf(url, body, headers, slowness, given.signal);
    // Not every receiver that takes the place of the network heeds the signal.
    const response = await Promise.race([send(request), rejectionOf(given.signal)]);
    // Read, it would hold the connection. What becomes of that is no matter of the acknowledgement.
    response.body?.cancel().catch(() => {});
    return { status: response.status, duration: Math.round(performance.now() - begun) };
  } catch (error) {
    return { error: messageOf(error), duration: Math.round(performance.now() - begun) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

function requestOf(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  slowness: number,
  signal: AbortSignal,
): Request {
  // With its length, as at once: a body in chunks would be another test, which many servers do not pass.
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const sent =
    slowness > 0
      ? { body: inPieces(body, slowness), duplex: 'half', headers: { ...headers, ...length } }
      : { body, headers };
  const request = new Request(url, { method: 'POST', ...sent, redirect: 'manual', signal });
  // Fetch follows the signal by way of the request, which nobody else holds: collected as garbage, it would pass nothing on.
  signal.addEventListener('abort', () => request.url, { once: true });
  return request;
}

/** Any 2xx acknowledges. */
export function isAcknowledged({ status = 0 }: Pick<Acknowledgement, 'status'>): boolean {
  return status >= 200 && status < 300;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error ?? 'the receiver failed');
  const { message, cause } = error as Error & { cause?: { code?: string } };
  const text = cause instanceof Error ? cause.message || String(cause.code) : message;
  if (text !== 'bad port') return text || error.name;
  return 'fetch refuses this port, whoever listens there (https://fetch.spec.whatwg.org/#port-blocking)';
}

/** A body that arrives over so many milliseconds. */
function inPieces(body: string, milliseconds: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  const size = Math.ceil(bytes.length / PIECES);
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent > 0) await delay(milliseconds / (PIECES - 1));
      if (sent < bytes.length) controller.enqueue(bytes.subarray(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}

/** Rejects when the signal aborts. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
