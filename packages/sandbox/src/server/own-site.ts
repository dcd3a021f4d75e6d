import type { Context } from 'hono';
import { isLoopback } from './origin.js';

/** Whether a request comes from the sandbox's own pages or from a program, and not from another site in a browser. */
export function isFromOwnSite({ req }: Context): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = req.header('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === new URL(req.url).host);
}

/**
 * Whether a request was sent to a name of this machine. Where nobody else can reach the sandbox, another name means that
 * a site has let its own name lead here, to read what is for its visitor alone (DNS rebinding).
 */
export function isToOwnName({ req }: Context): boolean {
  return isLoopback(new URL(req.url).hostname);
}
