import { html } from 'hono/html';
import { folderOf } from '../languages.js';
import type { Locale } from '../locale.js';
import { icon } from './icons.js';

/** Assistants that take a question in their address, and browse. */
const ASSISTANTS = [
  { name: 'ChatGPT', address: (question: string) => `https://chatgpt.com/?hints=search&q=${question}` },
  { name: 'Claude', address: (question: string) => `https://claude.ai/new?q=${question}` },
];

/**
 * What stands beside the title of a page: a button that copies the page as Markdown, and a menu of other ways to read it.
 *
 * @param script the path of the script with the Markdown, below the root of the site
 * @param siteUrl without it, no assistant is offered: none can read the pages of this computer
 */
export function pageTools(slug: string, script: string, { language, messages }: Locale, siteUrl: string | undefined) {
  const said = (key: string) => messages.get(`page-tools.${key}`);
  const file = `${slug}.md`;
  const question = encodeURIComponent(
    messages.get('page-tools.question', { url: `${siteUrl}${folderOf(language)}${file}` }),
  );
  const links = ASSISTANTS.map(
    ({ name, address }) =>
      html`<li><a href="${address(question)}" target="_blank" rel="noopener">${messages.get('page-tools.open-in', { name })}</a></li>
`,
  );
  return html`<div class="page-tools">
<button type="button" class="copy-page" data-script="${script}">${icon('copy')}<span aria-live="polite">${said('copy')}</span></button>
<details><summary aria-label="${said('more')}">${icon('down')}</summary>
<ul>
<li><a href="${file}">${said('markdown')}</a></li>
${siteUrl ? links : ''}</ul>
</details>
</div>`;
}
