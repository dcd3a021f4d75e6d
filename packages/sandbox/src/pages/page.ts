import { NONCE, type SecureHeadersVariables, secureHeaders } from 'hono/secure-headers';
import { type Html, html, trusted } from './html.js';
import type { Language } from './language.js';
import { favicon } from './logo.js';

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
  language: Language;
  title: string;
  /** More of the head. */
  head?: Html | undefined;
  /** The program and the style of the page, as `npm run generate` bundles them. */
  program: { SCRIPT: string; STYLES: string };
  /** Fresh for each response, and the same as in {@link pageHeaders}. */
  nonce: string | undefined;
}

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
<link rel="icon" href="${favicon}">
<style nonce="${nonce}">${trusted(program.STYLES)}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${trusted(program.SCRIPT)}</script>
</body>
</html>
`.toString();
}
