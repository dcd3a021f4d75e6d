/** Where a sandbox listens, if it does. */
export interface Place {
  /** The origin, once it is known. */
  origin(): string | undefined;
  /** Whether nobody but this machine can reach it. */
  isPrivate: boolean;
}

/** Whether a host name leads to this machine alone. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

/** What {@link readOrigin} takes, in words. */
export const EXPECTED_ORIGIN = 'an http or https origin alone, such as https://docs.example, or null';

/**
 * An origin as browsers write it in `Origin`: `https://docs.example` for `HTTPS://Docs.example:443/`, and `null` for
 * itself. Undefined for everything else: a path, a user or a pattern would never be found there.
 */
export function readOrigin(given: string): string | undefined {
  if (given === 'null') return given;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isAlone = url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` && !url.hostname.includes('*');
  return isAlone ? url.origin : undefined;
}

/**
 * What the addresses in an answer begin with: the origin that the request was sent to. Where only this machine can reach
 * the sandbox, another machine's name was made up by somebody else, and gets into no answer; nor does what is no name.
 */
export function linkOrigin(requested: string, { origin, isPrivate }: Place): string {
  const own = origin();
  if (requested === own) return requested;
  const url = URL.canParse(requested) ? new URL(requested) : undefined;
  const isTrusted = url?.origin === requested && (!isPrivate || isLoopback(url.hostname));
  return isTrusted ? requested : (own ?? 'http://localhost');
}
