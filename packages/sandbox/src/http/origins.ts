import type { Context } from 'hono';
import { parseUrl } from './parse-url.js';

/** Where a sandbox listens, if it does. */
export interface Place {
  /** The origin; undefined until the sandbox listens. */
  origin(): string | undefined;
  /** Whether only this machine can reach it. */
  isPrivate: boolean;
}

/** Whether a host name always resolves to this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

/** What {@link readOrigin} accepts, for error messages. */
export const EXPECTED_ORIGIN = 'an http or https origin alone, such as https://docs.example, or null';

/**
 * An origin as browsers write it in `Origin`: `https://docs.example` for `HTTPS://Docs.example:443/`, and `null` for
 * `null`. Undefined for everything else: browsers never send a path, a user or a pattern there.
 */
export function readOrigin(given: string): string | undefined {
  if (given === 'null') return given;
  const url = parseUrl(given);
  const isAlone = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && !url.hostname.includes('*');
  return isAlone ? url.origin : undefined;
}

/**
 * The base of the URLs in a response: the origin that the request was sent to. Where only this machine can reach the
 * sandbox, a foreign host name was made up by somebody else and appears in no response; nor does an invalid one.
 */
export function linkOrigin(requested: string, { origin, isPrivate }: Place): string {
  const own = origin();
  if (requested === own) return requested;
  const url = parseUrl(requested);
  const isTrusted = url?.origin === requested && (!isPrivate || isLoopback(url.hostname));
  return isTrusted ? requested : (own ?? 'http://localhost');
}

/**
 * Whether a request comes from the sandbox's own pages or from a program, and not from another site in a browser.
 * By hand, because `hono/csrf` checks forms only, and the control API's reads and JSON must be closed to other sites too.
 */
export function isFromOwnSite({ req }: Context): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.header('origin');
  return origin === undefined || parseUrl(origin)?.host === new URL(req.url).host;
}

/**
 * Whether a request was sent to a name of this machine. Where nobody else can reach the sandbox, another name means DNS
 * rebinding: a site has pointed its own name here, to read what is meant for its visitor alone.
 */
export function isToOwnName({ req }: Context): boolean {
  return isLoopback(new URL(req.url).hostname);
}
