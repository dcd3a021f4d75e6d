import { type Html, html } from './html.js';
import { renderLayout } from './layout.js';

/** A page that only says something. */
export function renderMessagePage(title: string, message: string): Html {
  return renderLayout(
    title,
    html`<h1>${title}</h1>
<p>${message}</p>
<p><a class="button" href="/">Ke halaman pesanan</a></p>`,
  );
}
