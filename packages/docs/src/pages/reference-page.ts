import { html, raw } from 'hono/html';
import type { Messages } from '../messages.js';

export interface PlainOperation {
  id: string;
  title: string;
  method: string;
  address: string;
  /** The name of its tag, for readers. */
  tag: string;
  /** Where Redoc has it. */
  route: string;
  /** HTML. */
  body: string;
}

/** The script that draws a document. */
export interface RedocProgram {
  /** Below the root of the site. */
  path: string;
  /** What a reader loads, compressed as hosts do it. */
  kilobytes: number;
}

export interface ReferenceContent {
  messages: Messages;
  title: string;
  /** HTML of what stands before the operations. */
  overview: string;
  operations: readonly PlainOperation[];
  redoc: RedocProgram;
  /** Path of the document that Redoc draws, below the root of the site. */
  document: string;
  downloads: readonly string[];
  /** The way from the page to the root of the site. */
  root: string;
  markdownFile: string;
}

/**
 * A reference page. The overview and a plain form of each operation stand in it, for whoever has no script or has not
 * loaded Redoc yet; what is shown of them follows the fragment (packages/docs/browser/reference.ts).
 */
export function referenceContent(content: ReferenceContent): string {
  const { messages, title, overview, operations, redoc, document, downloads, root, markdownFile } = content;
  const w = (key: string) => messages.get(`reference-page.${key}`);
  const saving = messages.get('reference-page.saving', { size: `${redoc.kilobytes} kB` });
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return String(html`<article class="overview">
<h1>${title}</h1>
${raw(overview)}
<h2 id="operations">${w('operations')}<a class="anchor" href="#operations" aria-label="${messages.get('link')}">#</a></h2>
${tags.map(
  (tag) => html`<h3>${tag}</h3>
<ul class="operations">
${operations.filter((operation) => operation.tag === tag).map(operationLink)}</ul>
`,
)}<h2 id="downloads">${w('downloads')}<a class="anchor" href="#downloads" aria-label="${messages.get('link')}">#</a></h2>
<ul>
${downloads.map(
  (file) => html`<li><a href="${root}${file}">${file}</a></li>
`,
)}<li><a href="${markdownFile}">${markdownFile}</a></li>
</ul>
</article>
<div class="plain-operations">
<p class="redoc-status" role="status" hidden><span class="when-loading">${w('loading')}</span><span class="when-failed">${w('failed')}</span><span class="when-saving">${saving} <button type="button" class="load-redoc">${w('load')}</button></span></p>
${operations.map(
  ({ id, route, body }) => html`<section class="plain-operation" id="${id}" data-route="${route}">
${raw(body)}</section>
`,
)}</div>
<div id="redoc" data-redoc="${redoc.path}" data-document="${document}"></div>
<footer><span>${messages.get('copyright')}</span> <a href="${markdownFile}">${messages.get('as-markdown')}</a></footer>`);
}

function operationLink({ id, title, method, address }: PlainOperation) {
  return html`<li><a href="#${id}"><span class="method method-${method.toLowerCase()}">${method}</span> <span>${title}</span> <code>${address}</code></a></li>
`;
}
