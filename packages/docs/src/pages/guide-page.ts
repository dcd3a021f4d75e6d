import { html, raw } from 'hono/html';
import type { Heading } from '../markdown/anchors.js';
import type { Messages } from '../messages.js';

export interface GuideContent {
  messages: Messages;
  title: string;
  /** HTML. */
  body: string;
  /** The name of its Markdown. */
  markdownFile: string;
  previous: Neighbour | undefined;
  next: Neighbour | undefined;
}

export interface Neighbour {
  file: string;
  title: string;
}

/** The article of a guide: its title, its text, and the ways on. */
export function guideContent({ messages, title, body, markdownFile, previous, next }: GuideContent): string {
  const link = (neighbour: Neighbour | undefined, rel: 'prev' | 'next', label: string) =>
    neighbour ? html`<a rel="${rel}" href="${neighbour.file}"><small>${label}</small>${neighbour.title}</a>` : '';
  return String(html`<article>
<h1>${title}</h1>
${raw(body)}</article>
<nav class="neighbours" aria-label="${messages.get('more')}">
${link(previous, 'prev', messages.get('previous'))}
${link(next, 'next', messages.get('next'))}
</nav>
<footer><span>${messages.get('copyright')}</span> <a href="${markdownFile}">${messages.get('as-markdown')}</a></footer>`);
}

/** What is on a page, for the column beside it. Nothing for a page with one part. */
export function tableOfContents(headings: readonly Heading[], messages: Messages): string {
  const parts = headings.filter(({ level }) => level === 2 || level === 3);
  if (parts.length < 2) return '';
  return String(html`<aside class="contents">
<nav aria-labelledby="contents-title">
<h2 id="contents-title">${messages.get('on-this-page')}</h2>
<ul>
${parts.map(
  ({ level, id, text }) => html`<li class="level-${level}"><a href="#${id}">${text}</a></li>
`,
)}</ul>
</nav>
</aside>`);
}
