import type { Response } from 'express';
import type { Html } from './pages/html.js';

/**
 * Sends a page that may run and load nothing but the shop's own files and, if it shows one, the picture of a QR code.
 * There is no `form-action`: browsers apply it to redirects too, and the pay button leads to KGiTON's checkout page.
 */
export function sendPage(response: Response, page: Html, picture?: string): void {
  response
    .set({
      'content-security-policy': [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        `img-src 'self'${picture ? ` ${new URL(picture).origin}` : ''}`,
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      // "Back" must not show a state of the past, and whoever has the address of an order sees the order.
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .type('html')
    .send(page.toString());
}
