import type { Response } from 'express';
import type { Html } from './pages/html.js';

/**
 * Sends a page whose content security policy allows only the shop's own files and, if given, the QR code image. The
 * policy has no `form-action`: browsers apply it to redirects too, and the pay button redirects to KGiTON's checkout page.
 */
export function sendPage(response: Response, page: Html, qrImageUrl?: string): void {
  response
    .set({
      'content-security-policy': [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        `img-src 'self'${qrImageUrl ? ` ${new URL(qrImageUrl).origin}` : ''}`,
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      // The back button must not show an outdated state.
      'cache-control': 'no-store',
      // Anyone with the URL of an order can see the order, so other sites must not learn it.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .type('html')
    .send(page.toString());
}
