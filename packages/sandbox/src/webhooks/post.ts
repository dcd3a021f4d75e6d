import { setTimeout as delay } from 'node:timers/promises';

/** Real milliseconds that a receiver has to acknowledge. Contract: the webhook's "Delivery". */
export const ACKNOWLEDGE_TIMEOUT = 30_000;

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
  { signal = new AbortController().signal, slowness = 0 }: PostOptions = {},
): Promise<Acknowledgement> {
  const begun = performance.now();
  const timeout = AbortSignal.timeout(ACKNOWLEDGE_TIMEOUT);
  const outcome = await (async () => {
    try {
      const ended = AbortSignal.any([signal, timeout]);
      const sent = slowness > 0 ? { body: inPieces(body, slowness), duplex: 'half' } : { body };
      const init = { method: 'POST', ...sent, headers, redirect: 'manual', signal: ended } as const;
      // Not every receiver that takes the place of the network heeds the signal.
      const response = await Promise.race([send(new Request(url, init)), rejectionOf(ended)]);
      // Read, it would hold the connection.
      await response.body?.cancel();
      return { status: response.status };
    } catch (error) {
      return { error: timeout.aborted ? `no answer within ${ACKNOWLEDGE_TIMEOUT / 1000} s` : messageOf(error) };
    }
  })();
  return { ...outcome, duration: Math.round(performance.now() - begun) };
}

/** Any 2xx acknowledges. */
export function isAcknowledged({ status = 0 }: Pick<Acknowledgement, 'status'>): boolean {
  return status >= 200 && status < 300;
}

function messageOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause instanceof Error ? cause.message || String(cause.code) : message;
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
