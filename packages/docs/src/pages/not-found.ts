import { html, raw } from 'hono/html';
import { folderOf, LANGUAGES, type Language } from '../languages.js';
import type { Messages } from '../messages.js';
import { FAVICON } from './parts.js';

/** The colours are those of packages/docs/styles/theme.css, which this page cannot load. */
const STYLE = `:root{color-scheme:light dark;background:light-dark(#fff,#14181a);color:light-dark(#1b2422,#e4e9e7)}body{font:16px/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}a{color:#0f6b5c;color:light-dark(#0f6b5c,#56b9a6)}`;

/**
 * The page that static hosts show for a missing page, in both languages. Hosts show it at any address, so it needs no other
 * file; its links are absolute where the address of the site is known.
 */
export function notFoundPage(messages: Readonly<Record<Language, Messages>>, siteUrl = '/'): string {
  return String(html`<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="robots" content="noindex">
<title>404 · ${messages.id.get('site')}</title>
<link rel="icon" href="${raw(FAVICON)}">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<p><img src="${raw(FAVICON)}" width="40" height="40" alt=""></p>
<h1>404</h1>
${LANGUAGES.map(
  (
    language,
  ) => html`<p lang="${language}">${messages[language].get('not-found')} <a href="${siteUrl}${folderOf(language)}index.html">${messages[language].get('not-found-home')}</a></p>
`,
)}</main>
</body>
</html>
`);
}
