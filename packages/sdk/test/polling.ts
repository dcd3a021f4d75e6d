import type { Fetch, FetchResponse, KGiTONError, KGiTONOptions, WaitForPaymentOptions } from '../src/index.js';
import { createKGiTON, payment } from './fixtures.js';
import { statuses } from './scripted-server.js';
import { createVirtualClock, type VirtualClock } from './virtual-clock.js';

/** How a server without a network responds to one request. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or the text of a page. */
  body?: unknown;
  /** No response: what `fetch` rejects with. */
  failure?: Error;
  /** How long the response takes, in milliseconds; Infinity for a dead connection. */
  duration?: number;
}

/** A status of the payment. */
export function status(payment_status: string, reply: Reply = {}): Reply {
  return { body: { ...statuses.pending, payment_status }, ...reply };
}

/** An error response. */
export function fatal(code: string, status: number, headers: Record<string, string> = {}): Reply {
  return { status, body: { code, message: 'No.' }, headers };
}

export const unavailable: Reply = { status: 503, body: '<html>Busy</html>' };
export const refused: Reply = { failure: failed('connect ECONNREFUSED') };
export const unknownHost: Reply = { failure: failed('getaddrinfo ENOTFOUND api.kgiton.com') };
export const dead: Reply = { duration: Number.POSITIVE_INFINITY };

/** One request. Times are milliseconds since the start. */
export interface Request {
  reply: Reply;
  url: string;
  signal: AbortSignal;
  at: number;
  /** When it was responded to, had failed or was given up. */
  end?: number;
  /** Whether it was given up. */
  isGivenUp: boolean;
}

/** Responds with the next reply, and with the last one to all further requests. */
export function createPolledServer(clock: VirtualClock, ...replies: [Reply, ...Reply[]]) {
  const start = clock.now();
  const requests: Request[] = [];
  const fetch: Fetch = (url, { signal }) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)] as Reply;
    const request: Request = { reply, url, signal, at: clock.now() - start, isGivenUp: false };
    requests.push(request);
    return new Promise((resolve, reject) => {
      const respond = () => {
        request.end = clock.now() - start;
        if (reply.failure) reject(reply.failure);
        else resolve(response(reply));
      };
      const { duration = 0 } = reply;
      if (duration === 0) return respond();
      const cancel = duration === Number.POSITIVE_INFINITY ? () => {} : clock.after(duration, respond);
      signal.addEventListener('abort', () => {
        cancel();
        request.end ??= clock.now() - start;
        request.isGivenUp = true;
        reject(signal.reason);
      });
    });
  };
  return { fetch, requests };
}

/** What waiting for the payment comes to, on a clock of its own. Times are milliseconds since the start. */
export async function wait(
  replies: [Reply, ...Reply[]],
  { random, ...options }: WaitForPaymentOptions & { random?: () => number } = {},
  client: KGiTONOptions = {},
) {
  const clock = createVirtualClock(random);
  const start = clock.now();
  const { fetch, requests } = createPolledServer(clock, ...replies);
  const { partnerPayment } = createKGiTON('https://api.kgiton.com', { fetch, clock, ...client });
  const outcome = await clock
    .run(partnerPayment.waitForPayment(payment.transactionId, options))
    .catch((error: KGiTONError) => error);
  const times = requests.map(({ at }) => at);
  return { outcome, took: clock.now() - start, times, requests, timers: clock.timers };
}

function response({ status = 200, headers, body }: Reply): FetchResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { ok: status < 300, status, headers: new Headers(headers), text: async () => text };
}

function failed(reason: string): Error {
  return new TypeError('fetch failed', { cause: new Error(reason) });
}
