/**
 * The header `Content-Security-Policy` of the dashboard: nothing runs, loads or is sent but the page's own style and
 * script, and what the sandbox itself serves.
 *
 * @param nonce fresh for each response, and the same as the page's
 */
export function dashboardContentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
