import { WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import { sendsStreams, toUtf8 } from '../platform/node.js';
import { printable } from '../printable.js';
import { rejectOnAbort, waitUntil, withinLimits } from '../wait.js';
import type { WebhookMessage } from './payload.js';

/** Real milliseconds that a receiver has to acknowledge. */
export const ACKNOWLEDGE_TIMEOUT = WEBHOOK_TIMEOUT_SECONDS * 1000;

/** The number of pieces of a slow webhook. */
const PIECES = 10;

/** How much of a response body is kept, in bytes. */
const KEPT_BYTES = 4_096;

/** Real milliseconds that the body of a response may take after its status. */
const BODY_TIMEOUT = 1_000;

/** Sends a request: `fetch` of the platform, or the receiver itself in a test. */
export type Send = (request: Request) => Promise<Response>;

/** The response of a receiver, or why there was none. */
export interface Acknowledgement {
  status?: number;
  /** The start of the response body: at most {@link KEPT_BYTES}. */
  responseBody?: string;
  error?: string;
  /** Real milliseconds from the request to the status or the error. */
  duration: number;
}

export interface PostOptions {
  /** Ends the attempt when it aborts. */
  signal?: AbortSignal;
  /**
   * Real milliseconds over which the body is sent, piece by piece.
   * @default 0: at once
   */
  slowness?: number;
}

/**
 * Posts a webhook like KGiTON: with the contract's timeout and without following redirects. The body of the response does
 * not matter to KGiTON; its start is kept for people. Never rejects.
 */
export async function postWebhook(
  { url, ...message }: WebhookMessage & { url: string },
  send: Send,
  { signal, slowness = 0 }: PostOptions = {},
): Promise<Acknowledgement> {
  const begun = performance.now();
  const duration = () => Math.round(performance.now() - begun);
  const limits = {
    milliseconds: ACKNOWLEDGE_TIMEOUT,
    reason: new Error(`no response within ${WEBHOOK_TIMEOUT_SECONDS} s`),
    signals: signal ? [signal] : [],
  };
  try {
    return await withinLimits(limits, async (limited) => {
      if (!sendsStreams && slowness > 0) await waitUntil([limited], slowness);
      const request = requestOf(url, message, sendsStreams ? slowness : 0, limited);
      // Holds the request until the attempt ends: fetch follows the signal through it, and once collected as garbage it
      // would pass nothing on. Node.js in turn holds every signal that has a listener.
      const hold = () => request.url;
      limited.addEventListener('abort', hold);
      try {
        // Not every function that stands in for the network observes the signal.
        const response = await Promise.race([send(request), rejectOnAbort(limited)]);
        const acknowledgement = { status: response.status, duration: duration() };
        return { ...acknowledgement, responseBody: await readStart(response, limited) };
      } finally {
        limited.removeEventListener('abort', hold);
      }
    });
  } catch (error) {
    return { error: reasonOf(error), duration: duration() };
  }
}

/** The start of a response body as text, as far as it arrives in time. Never rejects, and releases the connection. */
async function readStart(response: Response, signal: AbortSignal): Promise<string> {
  const pieces: Uint8Array[] = [];
  let missing = KEPT_BYTES;
  try {
    const reader = response.body?.getReader();
    const limits = { milliseconds: BODY_TIMEOUT, signals: [signal] };
    await withinLimits(limits, async (limited) => {
      const late = rejectOnAbort(limited);
      // Without a body, nobody waits for it.
      late.catch(() => {});
      try {
        while (reader && missing > 0) {
          const { done, value } = await Promise.race([reader.read(), late]);
          if (done) break;
          // A copy: the rest of a large piece is not kept.
          pieces.push(value.slice(0, missing));
          missing -= value.length;
        }
      } finally {
        // An unread rest would hold the connection. Whether cancelling it works does not matter to the attempt.
        reader?.cancel().catch(() => {});
      }
    });
  } catch {
    // What has arrived is all there is: the receiver hung up, or takes its time.
  }
  // As a stream, which leaves out the start of a character that was cut in two.
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
}

function requestOf(url: string, { body, headers }: WebhookMessage, slowness: number, signal: AbortSignal): Request {
  // With its length, as in a normal attempt: a chunked body would be another test, which many servers do not pass.
  const length = { 'content-length': String(toUtf8(body).length) };
  const sent =
    slowness > 0
      ? { body: inPieces(body, slowness), duplex: 'half', headers: { ...headers, ...length } }
      : { body, headers };
  return new Request(url, { method: 'POST', ...sent, redirect: 'manual', signal });
}

/** Any 2xx acknowledges. */
export function isAcknowledged({ status = 0 }: Pick<Acknowledgement, 'status'>): boolean {
  return status >= 200 && status < 300;
}

const CLOSED = 'the receiver closed the connection without a response';
const NO_HTTP = 'the receiver sent no valid HTTP response';

/** What errors of `fetch` and `node:http` mean whose own words are about their insides, by message and by code. */
const REASONS: Readonly<Record<string, string>> = {
  'bad port': 'fetch refuses this port, whoever listens there (https://fetch.spec.whatwg.org/#port-blocking)',
  'bad upgrade': `${NO_HTTP}: it changes the protocol`,
  'other side closed': CLOSED,
  'socket hang up': CLOSED,
  UND_ERR_HEADERS_OVERFLOW: `${NO_HTTP}: its headers are too long`,
  HPE_HEADER_OVERFLOW: `${NO_HTTP}: its headers are too long`,
  // An assertion of undici about a status below 100.
  ERR_ASSERTION: `${NO_HTTP}: its status is none`,
};

/** Characters of a reason: what a receiver causes can be of any length. */
const LONGEST_REASON = 300;

/** Why there was no response, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error ?? 'the receiver failed')).slice(0, LONGEST_REASON);
  const { message, code = '' } = (error.cause instanceof Error ? error.cause : error) as NodeJS.ErrnoException;
  const own = [message, code].find((name) => Object.hasOwn(REASONS, name));
  if (own) return REASONS[own] as string;
  // The parser's words are a few fixed ones, and say more than its codes.
  // The code of a `DOMException`, such as an aborted attempt, is a number.
  if (String(code).startsWith('HPE_')) return `${NO_HTTP}: ${message.replace(/^Parse Error: |^.*\((.*)\)$/, '$1')}`;
  return printable(message || code || error.name).slice(0, LONGEST_REASON);
}

/** A body that arrives piece by piece over a number of milliseconds. */
function inPieces(body: string, milliseconds: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  const size = Math.ceil(bytes.length / PIECES);
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent > 0) await waitUntil([], milliseconds / (PIECES - 1));
      if (sent < bytes.length) controller.enqueue(bytes.subarray(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}
