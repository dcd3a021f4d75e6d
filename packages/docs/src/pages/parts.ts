import { html, raw } from 'hono/html';
import { FEED } from '../feed.js';
import { folderOf, LANGUAGES, type Language } from '../languages.js';
import type { Messages } from '../messages.js';
import type { Page } from './page.js';

type Markup = ReturnType<typeof html>;

/**
 * The navigation: all pages by group, with the operations of the references.
 *
 * @param current the slug of the page that it is on
 * @param folder the address of the folder of the language; empty on a page in it
 */
export function navigation(pages: readonly Page[], current: string, messages: Messages, folder: string) {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups.map(
    (group) => html`<h2>${messages.get(`groups.${group}`)}</h2>
<ul>
${pages.filter((page) => page.group === group && !page.operation).map((page) => navigationItem(page, current, folder))}</ul>
`,
  );
}

function navigationItem({ slug, shortTitle, operations = [] }: Page, current: string, folder: string) {
  const link = (to: string, content: unknown) =>
    html`<a href="${folder}${to}.html"${to === current ? raw(' aria-current="page"') : ''}>${content}</a>`;
  const entries = operations.map(
    ({ slug, title, method }) => html`<li>${link(
      slug,
      html`<span>${title}</span><span class="method method-${method.toLowerCase()}">${method}</span>`,
    )}</li>
`,
  );
  return html`<li>${link(slug, shortTitle)}${entries.length > 0 ? html`\n<ul>\n${entries}</ul>` : ''}</li>
`;
}

/** The text of a page: its title, its body, the links to its neighbours, and the footer. */
export function article(
  page: Page,
  previous: Page | undefined,
  next: Page | undefined,
  messages: Messages,
  furniture: Furniture,
) {
  const link = (neighbour: Page | undefined, rel: 'prev' | 'next', label: string) =>
    neighbour
      ? html`<a rel="${rel}" href="${neighbour.slug}.html"><small>${messages.get(label)}</small>${neighbour.shortTitle}</a>\n`
      : '';
  const text = page.operation
    ? operationArticle(page, page.operation, messages, furniture)
    : html`<article>
<div class="page-head"><h1>${page.title}</h1>
${furniture.tools}</div>
${raw(page.body)}</article>`;
  const { edit, feedback } = furniture;
  const links = [
    ['business.html#support', 'support'],
    [`${page.slug}.md`, 'as-markdown'],
    ...(page.slug === 'changelog' ? [[FEED, 'feed']] : []),
    ...(edit ? [[edit, 'edit']] : []),
    ...(feedback ? [[feedback, 'feedback']] : []),
  ] as const;
  return html`${text}
<nav class="neighbours" aria-label="${messages.get('more')}">
${link(previous, 'prev', 'previous')}${link(next, 'next', 'next')}</nav>
<footer><span>${messages.get('copyright')}</span> <span class="page-links">${links.map(
    ([href = '', key = '']) => html`<a href="${href}">${messages.get(key)}</a> `,
  )}</span></footer>`;
}

/** What stands around the text of a page. */
export interface Furniture {
  /** What makes the choices of a reader again. */
  choices: Markup | string;
  /** What stands beside the title. */
  tools: Markup;
  /** Where the source of the page can be edited. */
  edit: string | undefined;
  /** Where readers give feedback on it. */
  feedback: string | undefined;
}

/** An operation: its path first, then what it is for, the samples (beside the text where there is room), and what it takes. */
function operationArticle(
  { title, body, introduction }: Page,
  operation: NonNullable<Page['operation']>,
  messages: Messages,
  { choices, tools }: Furniture,
) {
  const { address, reference, group, samples } = operation;
  const path = address.split('/').map((part, index) => (index === 0 ? part : html`/<wbr>${part}`));
  return html`<article class="operation">
<header>
<nav class="breadcrumb" aria-label="${messages.get('breadcrumb')}"><a href="${reference.slug}.html">${reference.title}</a> <span>${group}</span></nav>
<div class="page-head"><h1>${title}</h1>
${tools}</div>
<p class="path"><span class="method method-${operation.badge.toLowerCase()}">${operation.badge}</span> <code>${path}</code></p>
</header>
<div class="intro">
${raw(introduction)}</div>
${raw(samples.html)}${choices}
<div class="takes">
${raw(body.slice(introduction.length))}</div>
</article>`;
}

/** The text of the 404 page, in both languages, first in that of the folder. */
export function notFound(messages: Readonly<Record<Language, Messages>>, root: string, first: Language) {
  return html`<article>
<h1>404</h1>
${LANGUAGES.toSorted((a, b) => Number(b === first) - Number(a === first)).map(
  (language) =>
    html`<p lang="${language}">${messages[language].get('not-found')} <a href="${root}${folderOf(language)}index.html">${messages[language].get('not-found-home')}</a></p>
`,
)}</article>`;
}

/** The contents of a page, for the column beside it. Empty for a page with a single part. */
export function contents({ headings, operation }: Page, messages: Messages) {
  const parts = headings.filter(({ level }) => level <= 3);
  // The samples stand there beside an operation.
  if (operation || parts.length < 2) return '';
  return html`<aside class="contents">
<nav aria-labelledby="contents-title">
<h2 id="contents-title">${messages.get('on-this-page')}</h2>
<ul>
${parts.map(
  ({ level, id, text }) => html`<li class="level-${level}"><a href="#${id}">${text}</a></li>
`,
)}</ul>
</nav>
</aside>`;
}
