/** Whether a host name leads to this machine alone. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname);
}

/**
 * What the addresses in an answer begin with: the origin that the request was sent to. Where only this machine can reach
 * the sandbox (`own` is its origin then), another one was made up by somebody else, and gets into no answer.
 */
export function linkOrigin(requested: string, own: string | undefined): string {
  if (requested === own || !own) return requested;
  return URL.canParse(requested) && isLoopback(new URL(requested).hostname) ? requested : own;
}
