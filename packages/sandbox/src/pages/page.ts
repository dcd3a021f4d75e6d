import { NONCE, type SecureHeadersVariables, secureHeaders } from 'hono/secure-headers';
import { type Html, html, trusted } from './html.js';

/** What a route of a page knows: `secureHeadersNonce`, which the page needs. */
export interface PageEnv {
  Variables: SecureHeadersVariables;
}

/**
 * The headers of a page: nothing runs, loads or is sent but the page's own style and script, and what the sandbox serves.
 *
 * @param images where images come from
 */
export function pageHeaders({ images, referrerPolicy }: { images: string[]; referrerPolicy: string }) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [NONCE],
      scriptSrc: [NONCE],
      imgSrc: images,
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy,
    // The sandbox speaks plain HTTP: browsers ignore or complain about these there.
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    // The documentation probes for a sandbox with a `no-cors` request, which this would block.
    crossOriginResourcePolicy: false,
    // `frame-ancestors` says it, and more strictly.
    xFrameOptions: false,
  });
}

export interface PageOptions {
  language: string;
  title: string;
  /** More of the head. */
  head?: Html | undefined;
  /** The program and the style of the page, as `npm run generate` bundles them. */
  program: { SCRIPT: string; STYLES: string };
  /** Fresh for each response, and the same as in {@link pageHeaders}. */
  nonce: string | undefined;
}

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='4' fill='%230f6b5c'/><path d='M4 8.5l2.5 2.5L12 5.5' fill='none' stroke='white' stroke-width='2'/></svg>";

/** A whole HTML document that loads nothing from elsewhere. */
export function renderPage({ language, title, head, program, nonce }: PageOptions, body: Html): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${trusted(program.STYLES)}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${trusted(program.SCRIPT)}</script>
</body>
</html>
`.toString();
}
