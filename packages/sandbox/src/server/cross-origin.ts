import { API_KEY_HEADER, REQUEST_ID_HEADER } from '@kgiton/contract';
import { EXPECTED_ORIGIN, isLoopback, readOrigin } from '../http/origins.js';
import { type PaymentRouteOptions, WARNING_HEADER } from '../payments/route.js';

/** Seconds for which a browser may reuse a preflight response. */
const MAX_AGE = 600;

const ALLOWED_HEADERS = ['content-type', API_KEY_HEADER, 'prefer'].join(', ');
const EXPOSED_HEADERS = [REQUEST_ID_HEADER, WARNING_HEADER].join(', ').toLowerCase();

export interface CrossOriginOptions {
  /** Origins, as {@link readOrigin} takes them. */
  allowOrigins: readonly string[];
  /** Whether only this machine can reach the sandbox: then all its pages may call it. */
  isPrivate: boolean;
}

/**
 * Decides which pages of other origins may call the operations of the contract, and tells browsers. Never `*`: any page
 * that a developer visits could then create a payment, read where it is paid, pay it, and so make the sandbox send a
 * webhook to the developer's network. The control API and the dashboard admit no other site.
 *
 * By hand, because `hono/cors` serves web-standard requests only, and not the private network's preflights.
 *
 * @throws {TypeError} when one of `allowOrigins` is not an origin
 */
export function createCrossOrigin({ allowOrigins, isPrivate }: CrossOriginOptions): PaymentRouteOptions['crossOrigin'] {
  const named = new Set(allowOrigins.map(originOrThrow));
  const isAllowed = (origin: string) => named.has(origin) || (isPrivate && isOfThisMachine(origin));

  return {
    responseHeaders(origin) {
      return isAllowed(origin) ? { ...allowing(origin), 'access-control-expose-headers': EXPOSED_HEADERS } : undefined;
    },
    preflight(header, method) {
      const origin = header('origin');
      if (origin === undefined || header('access-control-request-method') === undefined) return undefined;
      if (!isAllowed(origin)) {
        const headers = { vary: 'origin', 'content-type': 'text/plain;charset=UTF-8' };
        return { status: 403, headers, body: refusal(origin) };
      }
      // Sent by Chromium when a page of a public network calls a private one.
      const isPrivateNetwork = header('access-control-request-private-network') === 'true';
      return {
        status: 204,
        headers: {
          ...allowing(origin),
          'access-control-allow-methods': method,
          'access-control-allow-headers': ALLOWED_HEADERS,
          'access-control-max-age': String(MAX_AGE),
          ...(isPrivateNetwork && { 'access-control-allow-private-network': 'true' }),
        },
        body: null,
      };
    },
  };
}

function allowing(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, vary: 'origin' };
}

/** Offers no command to copy: an origin can contain shell code. */
function refusal(origin: string): string {
  return `Pages of ${JSON.stringify(origin)} may not call this sandbox; --allow-origin, in code allowOrigins, allows an origin.`;
}

function isOfThisMachine(origin: string): boolean {
  return origin !== 'null' && readOrigin(origin) === origin && isLoopback(new URL(origin).hostname);
}

function originOrThrow(given: string): string {
  const origin = readOrigin(given);
  if (origin !== undefined) return origin;
  throw new TypeError(`allowOrigins: expected ${EXPECTED_ORIGIN}, got ${JSON.stringify(given)}.`);
}
