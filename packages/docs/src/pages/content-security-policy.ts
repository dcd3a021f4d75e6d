import { createHash } from 'node:crypto';

/**
 * What a page of the site may do: run its own scripts and the one inline script given; ask nobody but this computer
 * (the panel that tries requests, and `npm start`, which says when the site has changed). There is no `unsafe-eval`.
 * Redoc needs styles of its own making.
 */
export function contentSecurityPolicy(inlineScript: string): string {
  const hash = createHash('sha256').update(inlineScript).digest('base64');
  const thisComputer = 'http://localhost:* http://127.0.0.1:*';
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    `img-src 'self' data: ${thisComputer}`,
    'font-src data:',
    `connect-src ${thisComputer}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
