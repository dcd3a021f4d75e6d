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
  return /^(localhost|.+\.localhost|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[?::1\]?)$/i.test(hostname);
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

/** The names that a sandbox goes by, and who may use it under them. */
export interface Origins {
  /**
   * Whether requests may be sent to a host name. Where only this machine can reach the sandbox, a foreign name means DNS
   * rebinding: a site has pointed its own name here, to act as a page of this machine.
   */
  isOwnName(hostname: string | undefined): boolean;
  /**
   * The base of the URLs in a response: `publicUrl`, or the origin that the request was sent to, unless somebody made it
   * up.
   */
  linkOrigin(requested: string): string;
  /**
   * Whether a request comes from the sandbox's own pages or from a program, and not from another site in a browser.
   * By hand, because `hono/csrf` checks forms only, and the control API's reads and JSON must be closed to other sites
   * too.
   */
  isFromOwnSite(context: Context): boolean;
  /** Why a request to a foreign name is refused, and what to do. */
  refusal(hostname: string | undefined): string;
}

export interface OriginsOptions {
  /** The base of the URLs in a response. @default the origin that the request was sent to */
  publicUrl?: string | undefined;
  /** Host names that lead here, besides those of this machine and that of `publicUrl`. */
  allowHosts?: readonly string[];
}

/** @throws {TypeError} when one of `allowHosts` is not a host name, or `publicUrl` is no http or https URL */
export function createOrigins(place: Place, { publicUrl, allowHosts = [] }: OriginsOptions): Origins {
  const base = publicUrl?.replace(/\/+$/, '');
  const published = parseUrl(publicUrl ?? '');
  if (publicUrl !== undefined && !/^https?:$/.test(published?.protocol ?? '')) {
    throw new TypeError(`publicUrl: expected an http or https URL, got ${JSON.stringify(publicUrl)}.`);
  }
  const names = new Set([...allowHosts.map(hostOrThrow), published?.hostname]);
  const isOwnName = (hostname: string | undefined) =>
    !place.isPrivate || (hostname !== undefined && (isLoopback(hostname) || names.has(hostname)));

  // Almost every request is sent to the same origin.
  let latest: string | undefined;
  function isOwnOrigin(requested: string): boolean {
    if (requested === latest) return true;
    const url = parseUrl(requested);
    const isOwn = url?.origin === requested && isOwnName(url.hostname);
    if (isOwn) latest = requested;
    return isOwn;
  }

  return {
    isOwnName,
    linkOrigin: (requested) => base ?? (isOwnOrigin(requested) ? requested : (place.origin() ?? 'http://localhost')),
    isFromOwnSite({ req }) {
      // A page cannot forge it. Behind a proxy, Host may differ from the origin that the browser knows.
      const site = req.header('sec-fetch-site');
      if (site !== undefined) return site === 'same-origin' || site === 'none';
      const origin = req.header('origin');
      return origin === undefined || origin === published?.origin || parseUrl(origin)?.host === parseUrl(req.url)?.host;
    },
    refusal(hostname) {
      const remedy = hostname && HOST_NAME.test(hostname) ? `, or --allow-host ${hostname}` : '';
      return `Use localhost or 127.0.0.1${remedy}: the sandbox refuses other host names.`;
    },
  };
}

/** A host name without a port, or an IPv4 address. */
const HOST_NAME = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;

/** What {@link readHost} accepts, for error messages. */
export const EXPECTED_HOST = 'a host name without a port, such as host.docker.internal';

/** A host name as URLs write it; undefined for everything else. */
export function readHost(given: string): string | undefined {
  return HOST_NAME.test(given) ? parseUrl(`http://${given}`)?.hostname : undefined;
}

function hostOrThrow(given: string): string {
  const host = readHost(given);
  if (host !== undefined) return host;
  throw new TypeError(`allowHosts: expected ${EXPECTED_HOST}, got ${JSON.stringify(given)}.`);
}
