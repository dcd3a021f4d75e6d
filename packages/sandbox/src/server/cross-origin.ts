import { API_KEY_HEADER, REQUEST_ID_HEADER } from '@kgiton/contract';
import { WARNING_HEADER } from '../payments/generate.js';
import { EXPECTED_ORIGIN, isLoopback, readOrigin } from './origin.js';

/** Seconds for which a browser need not ask again. */
const MAX_AGE = 600;

const ALLOWED_HEADERS = ['content-type', API_KEY_HEADER, 'prefer'].join(', ');
const EXPOSED_HEADERS = [REQUEST_ID_HEADER, WARNING_HEADER].join(', ').toLowerCase();

export interface CrossOriginOptions {
  /** Origins, as {@link readOrigin} takes them. */
  allowOrigins: readonly string[];
  /** Whether nobody but this machine can reach the sandbox: then all its pages may call it. */
  isPrivate: boolean;
}

/**
 * Decides which pages of other origins may call the operation of the contract, and tells browsers. There is no `*`: with
 * it any page that a developer comes by could create a payment, read where it is paid, pay it, and so have the sandbox
 * send a webhook to whatever is in the developer's network. The control API and the dashboard let no other site in.
 */
export interface CrossOrigin {
  /** What an answer to a page of this origin carries on top; nothing if the page may not read it. */
  answerHeaders(origin: string): Readonly<Record<string, string>> | undefined;
  /** Answers a browser that asks before it lets a page call (preflight); nothing if the request does not ask that. */
  preflight(request: Request): Response | undefined;
}

/** @throws {TypeError} when one of `allowOrigins` is none */
export function createCrossOrigin({ allowOrigins, isPrivate }: CrossOriginOptions): CrossOrigin {
  const named = new Set(allowOrigins.map(originOrThrow));
  const isAllowed = (origin: string) => named.has(origin) || (isPrivate && isOfThisMachine(origin));

  return {
    answerHeaders(origin) {
      return isAllowed(origin) ? { ...allowing(origin), 'access-control-expose-headers': EXPOSED_HEADERS } : undefined;
    },
    preflight({ headers }) {
      const origin = headers.get('origin');
      if (origin === null || !headers.has('access-control-request-method')) return undefined;
      if (!isAllowed(origin)) return new Response(refusal(origin), { status: 403, headers: { vary: 'origin' } });
      // Chromium asks so, where a page of a public network calls a private one.
      const isPrivateNetwork = headers.get('access-control-request-private-network') === 'true';
      return new Response(null, {
        status: 204,
        headers: {
          ...allowing(origin),
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': ALLOWED_HEADERS,
          'access-control-max-age': String(MAX_AGE),
          ...(isPrivateNetwork && { 'access-control-allow-private-network': 'true' }),
        },
      });
    },
  };
}

function allowing(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, vary: 'origin' };
}

/** No command to copy: an origin can hold what a shell runs. */
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
