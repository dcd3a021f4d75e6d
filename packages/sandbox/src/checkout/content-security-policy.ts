/**
 * The header `Content-Security-Policy` of the checkout page: nothing runs, loads or is sent but the page's own style,
 * script, icon and form, and the question whether the payment was paid.
 *
 * Browsers apply `form-action` to redirects too: answer the form with a redirect to this origin, never to `back_url`.
 *
 * @param nonce fresh for each response, and the same as the page's
 */
export function checkoutContentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    'img-src data:',
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
